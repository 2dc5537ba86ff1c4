package io.remedyflow.bench;

import io.remedyflow.testing.http.RawAnswer;
import io.remedyflow.testing.http.RawRequest;
import io.remedyflow.testing.http.SocketServer;
import io.remedyflow.testing.process.ChildProcess;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Feishu for load, in a process of its own: tokens, allowed remedies and an enforced limit, as
 * cheap as a thread for each kept-alive connection can be. It writes down every call and its
 * verdict; {@code /bench/rules} changes its rules and forgets the calls, {@code /bench/calls} lists
 * them.
 */
final class FeishuMain {

  private static final Pattern USER = Pattern.compile("\"user_id\" *: *\"([^\"]*)\"");
  private static final String TOKEN =
      "{\"code\":0,\"msg\":\"ok\",\"tenant_access_token\":\"t-bench\",\"expire\":7200}";
  private static final String SLOTS =
      """
      {"code":0,"msg":"success","data":{"user_allowed_remedys":[{"user_id":"%s","remedy_date":20240105,\
      "is_free_punch":false,"punch_no":0,"work_type":1,"punch_status":"Lack",\
      "normal_punch_time":"2024-01-05 09:00","remedy_start_time":"2024-01-05 00:00",\
      "remedy_end_time":"2024-01-05 23:59"}]}}""";
  private static final String RATE_LIMITED =
      "{\"code\":99991400,\"msg\":\"request trigger frequency limit\"}";

  private final List<String> calls = new ArrayList<>();
  private Rules rules = Rules.unlimited(Duration.ZERO);
  private Limit limit = Limit.of(rules.limit(), rules.perSecond());

  private FeishuMain() {}

  public static void main(String[] arguments) {
    FeishuMain feishu = new FeishuMain();
    SocketServer server = SocketServer.start(feishu::serve);
    ChildProcess.reply(Integer.toString(server.port()));
    ChildProcess.endWithParent();
  }

  private void serve(Socket caller) throws IOException {
    try (caller) {
      InputStream in = new BufferedInputStream(caller.getInputStream());
      for (var request = RawRequest.read(in); request.isPresent(); request = RawRequest.read(in)) {
        answer(request.get(), caller);
      }
    }
  }

  private void answer(RawRequest request, Socket caller) throws IOException {
    if (request.line().contains("/query_user_allowed_remedys?")) {
      Matcher user = USER.matcher(request.body());
      remedies(user.find() ? user.group(1) : "?", caller);
    } else if (request.wantsToken()) {
      write(caller, 200, "", TOKEN);
    } else if (request.line().contains("/bench/rules")) {
      follow(Rules.parse(request.body()));
      write(caller, 200, "", "{}");
    } else {
      write(caller, 200, "", told());
    }
  }

  private void remedies(String user, Socket caller) throws IOException {
    boolean admitted;
    Rules current;
    synchronized (this) {
      long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      current = rules;
      admitted = limit.admits(now);
      calls.add(now + (admitted ? " ok " : " no ") + user);
    }
    pause(current.latency());
    if (admitted) {
      write(caller, 200, "", SLOTS.formatted(user));
    } else {
      write(
          caller,
          429,
          "x-ogw-ratelimit-limit: %d\r\nx-ogw-ratelimit-reset: 1\r\n"
              .formatted(current.perSecond()),
          RATE_LIMITED);
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void follow(Rules rules) {
    this.rules = rules;
    limit = Limit.of(rules.limit(), rules.perSecond());
    calls.clear();
  }

  private synchronized String told() {
    return String.join("\n", calls);
  }

  private static void write(Socket caller, int status, String headers, String body)
      throws IOException {
    String all = "Content-Type: application/json; charset=utf-8\r\nX-Tt-Logid: bench\r\n" + headers;
    caller
        .getOutputStream()
        .write(RawAnswer.of(status, all, body).getBytes(StandardCharsets.UTF_8));
  }
}
