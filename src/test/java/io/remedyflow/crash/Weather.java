package io.remedyflow.crash;

import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Makes a simulator fail at random, in every way that it knows and that may pass: about one answer
 * in three, and all of them for a while now and then.
 */
final class Weather {

  private static final double SHARE = 0.35;
  private static final int OUTAGE = 25;
  private static final String JSON = "application/json; charset=utf-8";
  private static final String HTML = "<html><body><h1>Bad Gateway</h1></body></html>";

  private static final Map<String, Fault> ANYWHERE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("HTTP 502 with HTML", Fault.raw(502, "text/html", HTML)),
              Map.entry(
                  "HTTP 503 with Retry-After",
                  Fault.raw(503, "text/html", HTML).withHeader("Retry-After", "1")),
              Map.entry("HTTP 200 with HTML", Fault.raw(200, "text/html", "<html>Log in</html>")),
              Map.entry("garbage JSON", Fault.raw(200, JSON, "{\"code\":0,\"data\":[{")),
              Map.entry(
                  "no UTF-8",
                  Fault.raw(200, JSON, "{\"msg\":\"成功\"}".getBytes(Charset.forName("GBK")))),
              Map.entry(
                  "broken gzip",
                  Fault.raw(200, JSON, "no gzip").withHeader("Content-Encoding", "gzip")),
              Map.entry("late answer", Fault.delay(Duration.ofMillis(1_200))),
              Map.entry("silence", Fault.silence(Duration.ofSeconds(5))),
              Map.entry("dropped connection", Fault.drop()),
              Map.entry("truncated body", Fault.truncate()),
              Map.entry("trickling body", Fault.trickle(Duration.ofMillis(100))),
              Map.entry("rate limit, 1 s", Fault.rateLimited(1)),
              Map.entry("rate limit, 2 s", Fault.rateLimited(2))));

  private static final Map<String, Fault> AT_REMEDIES =
      new TreeMap<>(
          Map.of(
              "code 1225000", Fault.answer(500, 1225000, "internal server error"),
              "code 1227500", Fault.answer(500, 1227500, "shift service"),
              "unknown code, HTTP 500", Fault.answer(500, 1299999, "new"),
              "rate limit, no header", Fault.answer(429, 99991400, "frequency limit"),
              "rate limit, HTTP 400", Fault.answer(400, 99991400, "frequency limit"),
              "rate limit, HTTP 200", Fault.answer(200, 99991400, "frequency limit")));

  private static final Map<String, Fault> AT_TOKENS =
      new TreeMap<>(
          Map.of(
              "token: success without one", Fault.raw(200, JSON, "{\"code\":0,\"msg\":\"ok\"}"),
              "token: rate limit", Fault.rateLimited(1),
              "token: HTTP 500", Fault.raw(500, "text/html", HTML)));

  private final FeishuSimulator feishu;
  private final Random random;
  private final Map<String, Integer> faults = new TreeMap<>();
  private int seen;

  Weather(FeishuSimulator feishu, Random random) {
    this.feishu = feishu;
    this.random = random;
  }

  /** Scripts faults for as many requests as have come since the last time. */
  void change() {
    int requests = feishu.remedyRequests().size();
    for (; seen < requests; seen++) {
      if (random.nextDouble() < SHARE) {
        feishu.onRemedies(any(ANYWHERE, AT_REMEDIES));
      }
      if (random.nextDouble() < 0.03) {
        note("revoked tokens");
        feishu.revokeTokens();
        for (int n = random.nextInt(4); n > 0; n--) {
          feishu.onToken(any(ANYWHERE, AT_TOKENS));
        }
      }
      if (random.nextDouble() < 0.004) {
        note("outage of %d answers".formatted(OUTAGE));
        feishu.onRemedies(AT_REMEDIES.get("code 1225000").times(OUTAGE));
      }
    }
  }

  /** From now on the sun shines. */
  void clear() {
    feishu.clearFaults();
  }

  /** How often what was scripted. */
  Map<String, Integer> faults() {
    return faults;
  }

  private Fault any(Map<String, Fault> some, Map<String, Fault> more) {
    List<Map.Entry<String, Fault>> all = new ArrayList<>(some.entrySet());
    all.addAll(more.entrySet());
    Map.Entry<String, Fault> chosen = all.get(random.nextInt(all.size()));
    note(chosen.getKey());
    return chosen.getValue();
  }

  private void note(String fault) {
    faults.merge(fault, 1, Integer::sum);
  }
}
