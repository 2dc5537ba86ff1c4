package io.remedyflow.autoconfigure;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.remedyflow.feishu.client.FeishuConnection;
import java.util.concurrent.TimeUnit;

/** The meters that read a connection's current state. */
final class ConnectionGauges {

  private ConnectionGauges() {}

  static void register(FeishuConnection connection, MeterRegistry registry) {
    Tags tags = Tags.of("connection", connection.name());
    Gauge.builder("remedyflow.calls.in.flight", connection, it -> it.state().callsInFlight())
        .description("Calls under way, waiting ones included")
        .tags(tags)
        .register(registry);
    Gauge.builder("remedyflow.circuit.open", connection, it -> it.state().circuitOpen() ? 1 : 0)
        .description("1 while the circuit breaker is open, because recent calls failed")
        .tags(tags)
        .register(registry);
    Gauge.builder("remedyflow.app.blocked", connection, it -> it.state().appBlocked() ? 1 : 0)
        .description("1 while Feishu blocks the whole app, and hardly any call is sent")
        .tags(tags)
        .register(registry);
    Gauge.builder("remedyflow.retry.budget", connection, it -> it.state().retryBudget())
        .description("What is left for repeats inside calls, from 0 to 1")
        .tags(tags)
        .register(registry);
    TimeGauge.builder(
            "remedyflow.cooldown",
            connection,
            TimeUnit.MILLISECONDS,
            it -> it.state().cooldown().toMillis())
        .description("How long the cooldown after a rate limit still lasts")
        .tags(tags)
        .register(registry);
    TimeGauge.builder(
            "remedyflow.backlog",
            connection,
            TimeUnit.MILLISECONDS,
            it -> it.state().backlog().toMillis())
        .description("How far ahead the last reservation is: how long a new call would wait")
        .tags(tags)
        .register(registry);
    FunctionCounter.builder("remedyflow.rescheduled", connection, it -> it.state().rescheduled())
        .description("Jobs that came too early and wait for a later reservation")
        .tags(tags)
        .register(registry);
    FunctionCounter.builder("remedyflow.answers.unused", connection, it -> it.state().unused())
        .description("Answers that no job used")
        .tags(tags)
        .register(registry);
  }
}
