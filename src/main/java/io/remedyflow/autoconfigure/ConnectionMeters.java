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
  private static final String ENDPOINT = "endpoint";

  private final Map<String, MeteredTask> tasks;
  private final MeterProvider<Timer> calls;
  private final Map<Kind, Timer> callsByKind = new ConcurrentHashMap<>();
  private final MeterProvider<DistributionSummary> attempts;
  private final MeterProvider<Timer> waits;
  private final Map<Caller, OfCaller> byCaller = new ConcurrentHashMap<>();
  private final MeterProvider<Timer> tokenFetches;

  ConnectionMeters(String connection, Map<String, MeteredTask> tasks, MeterRegistry registry) {
    this.tasks = tasks;
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
    tasks.values().stream()
        .flatMap(task -> task.endpoints().stream().map(name -> new Caller(task.task(), name)))
        .forEach(this::register);
    timer(true);
    timer(false);
  }

  private void register(Caller caller) {
    for (CallOutcome outcome : CallOutcome.values()) {
      CodeClass.likelyWith(outcome).forEach(codes -> timer(caller, outcome, codes));
    }
    of(caller);
  }

  void called(CallReport call) {
    MeteredTask task = tasks.get(call.operation());
    Caller caller = new Caller(task == null ? call.operation() : task.task(), call.endpoint());
    timer(caller, call.outcome(), CodeClass.of(call.code())).record(call.took());
    OfCaller meters = of(caller);
    meters.attempts().record(call.attempts());
    meters.waits().record(call.waited());
  }

  void tokenFetched(boolean succeeded, Duration took) {
    timer(succeeded).record(took);
  }

  private OfCaller of(Caller caller) {
    return byCaller.computeIfAbsent(
        caller, it -> new OfCaller(attempts.withTags(it.tags()), waits.withTags(it.tags())));
  }

  /** A task, and an endpoint that it calls. */
  private record Caller(String task, String endpoint) {

    Tags tags() {
      return Tags.of(TASK, task, ENDPOINT, endpoint);
    }
  }

  private record OfCaller(DistributionSummary attempts, Timer waits) {}

  /** Cached here, because the registry would build the tags for each call. */
  private Timer timer(Caller caller, CallOutcome outcome, CodeClass codes) {
    return callsByKind.computeIfAbsent(
        new Kind(caller, outcome, codes),
        kind ->
            calls.withTags(caller.tags().and("outcome", word(outcome), "code.class", word(codes))));
  }

  private record Kind(Caller caller, CallOutcome outcome, CodeClass codes) {}

  private Timer timer(boolean succeeded) {
    return tokenFetches.withTag("outcome", succeeded ? "succeeded" : "failed");
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
