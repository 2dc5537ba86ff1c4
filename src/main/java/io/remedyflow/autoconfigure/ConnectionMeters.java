package io.remedyflow.autoconfigure;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.remedyflow.feishu.CallOutcome;
import io.remedyflow.feishu.CallReport;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of one connection in one registry. */
final class ConnectionMeters {

  private static final String TASK = "task";

  private final Map<String, String> taskByEndpoint;
  private final MeterProvider<Timer> calls;
  private final Map<Kind, Timer> callsByKind = new ConcurrentHashMap<>();
  private final MeterProvider<DistributionSummary> attempts;
  private final MeterProvider<Timer> waits;
  private final Map<String, OfTask> byTask = new ConcurrentHashMap<>();
  private final MeterProvider<Timer> tokenFetches;

  ConnectionMeters(String connection, Map<String, String> taskByEndpoint, MeterRegistry registry) {
    this.taskByEndpoint = taskByEndpoint;
    Tags tags = Tags.of("connection", connection);
    calls =
        Timer.builder("remedyflow.calls")
            .description("Calls of tasks, from their beginning to their end")
            .tags(tags)
            .withRegistry(registry);
    attempts =
        DistributionSummary.builder("remedyflow.attempts")
            .description("Requests sent for one call, those for a token not counted")
            .tags(tags)
            .withRegistry(registry);
    waits =
        Timer.builder("remedyflow.wait")
            .description("How long a call waited for a permit, or for the end of a cooldown")
            .tags(tags)
            .withRegistry(registry);
    tokenFetches =
        Timer.builder("remedyflow.token.fetches")
            .description("Fetches of a tenant access token")
            .tags(tags)
            .withRegistry(registry);
    for (String task : taskByEndpoint.values()) {
      for (CallOutcome outcome : CallOutcome.values()) {
        CodeClass.likelyWith(outcome).forEach(codes -> timer(task, outcome, codes));
      }
      ofTask(task);
    }
    timer(true);
    timer(false);
  }

  void called(CallReport call) {
    String task = taskByEndpoint.getOrDefault(call.endpoint(), call.endpoint());
    timer(task, call.outcome(), CodeClass.of(call.code())).record(call.took());
    OfTask meters = ofTask(task);
    meters.attempts().record(call.attempts());
    meters.waits().record(call.waited());
  }

  void tokenFetched(boolean succeeded, Duration took) {
    timer(succeeded).record(took);
  }

  private OfTask ofTask(String task) {
    return byTask.computeIfAbsent(
        task, name -> new OfTask(attempts.withTag(TASK, name), waits.withTag(TASK, name)));
  }

  private record OfTask(DistributionSummary attempts, Timer waits) {}

  /** Cached here, because the registry would build the tags for each call. */
  private Timer timer(String task, CallOutcome outcome, CodeClass codes) {
    return callsByKind.computeIfAbsent(
        new Kind(task, outcome, codes),
        kind -> calls.withTags(TASK, task, "outcome", word(outcome), "code.class", word(codes)));
  }

  private record Kind(String task, CallOutcome outcome, CodeClass codes) {}

  private Timer timer(boolean succeeded) {
    return tokenFetches.withTag("outcome", succeeded ? "succeeded" : "failed");
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
