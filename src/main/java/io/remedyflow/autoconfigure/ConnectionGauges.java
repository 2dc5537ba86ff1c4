package io.remedyflow.autoconfigure;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.remedyflow.feishu.client.FeishuConnection;
import java.util.concurrent.TimeUnit;

/** How a connection is at the moment at which a registry looks. */
final class ConnectionGauges {

  private ConnectionGauges() {}

  static void register(FeishuConnection connection, MeterRegistry registry) {
    Tags tags = Tags.of("connection", connection.name());
    Gauge.builder("remedyflow.calls.in.flight", connection, it -> it.state().callsInFlight())
        .description("Questions under way, waiting ones included")
        .tags(tags)
        .register(registry);
    Gauge.builder("remedyflow.circuit.open", connection, it -> it.state().circuitOpen() ? 1 : 0)
        .description("1 while calls are cut off because Feishu failed too often of late")
        .tags(tags)
        .register(registry);
    Gauge.builder("remedyflow.app.refused", connection, it -> it.state().appRefused() ? 1 : 0)
        .description("1 while Feishu refuses the whole app, so that hardly any call is sent")
        .tags(tags)
        .register(registry);
    Gauge.builder("remedyflow.retry.budget", connection, it -> it.state().retryBudget())
        .description("What is left of what calls may spend on repeats, from 0 to 1")
        .tags(tags)
        .register(registry);
    TimeGauge.builder(
            "remedyflow.pause",
            connection,
            TimeUnit.MILLISECONDS,
            it -> it.state().pausedFor().toMillis())
        .description("How long the connection still pauses because Feishu asked for it")
        .tags(tags)
        .register(registry);
    TimeGauge.builder(
            "remedyflow.backlog",
            connection,
            TimeUnit.MILLISECONDS,
            it -> it.state().backlog().toMillis())
        .description("How far ahead turns are given out: so long does the last question wait")
        .tags(tags)
        .register(registry);
    FunctionCounter.builder("remedyflow.postponed", connection, it -> it.state().postponed())
        .description("Jobs that came too early and wait for a new turn")
        .tags(tags)
        .register(registry);
    FunctionCounter.builder("remedyflow.answers.unused", connection, it -> it.state().unused())
        .description("Answers that no job came back for")
        .tags(tags)
        .register(registry);
  }
}
