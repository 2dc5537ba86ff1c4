package io.remedyflow.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.remedyflow.feishu.CallOutcome;
import io.remedyflow.feishu.CallReport;
import io.remedyflow.feishu.ConnectionListener;
import io.remedyflow.plugin.config.RemedyflowConnections;
import io.remedyflow.remedy.RemedyConnections;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RemedyflowMetricsTest {

  private static final String[] FETCH = {
    "task", "fetchAllowedRemedies", "endpoint", "query_user_allowed_remedys"
  };

  private final ApplicationContextRunner bare =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  RemedyflowAutoConfiguration.class, RemedyflowMetricsAutoConfiguration.class))
          .withPropertyValues(
              "remedyflow.connections.default.app-id=cli_a1b2c3",
              "remedyflow.connections.default.app-secret=s3cr3t",
              "remedyflow.connections.lark.app-id=cli_d4e5f6",
              "remedyflow.connections.lark.app-secret=s3cr3t");

  private final ApplicationContextRunner actuated =
      bare.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class));

  private final ApplicationContextRunner runner =
      actuated.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

  @Test
  void every_meter_of_every_connection_is_there_before_the_first_call() {
    runner.run(
        context -> {
          var registry = context.getBean(MeterRegistry.class);
          for (String name :
              List.of(
                  "remedyflow.calls",
                  "remedyflow.attempts",
                  "remedyflow.wait",
                  "remedyflow.token.fetches",
                  "remedyflow.calls.in.flight",
                  "remedyflow.circuit.open",
                  "remedyflow.retry.budget",
                  "remedyflow.cooldown")) {
            assertThat(
                    registry.get(name).meters().stream()
                        .map(meter -> meter.getId().getTag("connection")))
                .as(name)
                .contains("default", "lark");
          }
          for (CallOutcome outcome : CallOutcome.values()) {
            assertThat(
                    registry
                        .get("remedyflow.calls")
                        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                        .timers())
                .as(outcome.name())
                .isNotEmpty()
                .allMatch(timer -> timer.count() == 0);
          }
        });
  }

  @Test
  void a_call_is_counted_by_connection_outcome_and_code_class() {
    runner.run(
        context -> {
          var registry = context.getBean(MeterRegistry.class);
          var listener = context.getBean(ConnectionListener.class);

          listener.called(report("lark", CallOutcome.DENIED, 1226504));
          listener.called(report("lark", CallOutcome.DENIED, 1226501));
          listener.called(report("default", CallOutcome.TRANSIENT_FAILURE, null));

          var denied =
              registry
                  .get("remedyflow.calls")
                  .tags("connection", "lark", "outcome", "denied", "code.class", "attendance")
                  .tags(FETCH)
                  .timer();
          assertThat(denied.count()).isEqualTo(2);
          assertThat(denied.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1_400);
          var failed =
              registry
                  .get("remedyflow.calls")
                  .tags(
                      "connection", "default", "outcome", "transient_failure", "code.class", "none")
                  .tags(FETCH)
                  .timer();
          assertThat(failed.count()).isEqualTo(1);
          var attempts =
              registry.get("remedyflow.attempts").tag("connection", "lark").tags(FETCH).summary();
          assertThat(attempts.totalAmount()).isEqualTo(6);
          var waits = registry.get("remedyflow.wait").tag("connection", "lark").tags(FETCH).timer();
          assertThat(waits.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(200);
        });
  }

  @Test
  void fetches_of_tokens_are_counted_by_outcome() {
    runner.run(
        context -> {
          var listener = context.getBean(ConnectionListener.class);

          listener.tokenFetched("default", true, Duration.ofMillis(30));
          listener.tokenFetched("default", false, Duration.ofMillis(40));
          listener.tokenFetched("default", false, Duration.ofMillis(50));

          var registry = context.getBean(MeterRegistry.class);
          assertThat(fetches(registry, "succeeded")).isEqualTo(1);
          assertThat(fetches(registry, "failed")).isEqualTo(2);
        });
  }

  @Test
  void gauges_read_the_connection_each_time() {
    runner.run(
        context -> {
          var registry = context.getBean(MeterRegistry.class);
          var state = context.getBean(RemedyflowConnections.class).byName().get("default").state();

          assertThat(gauge(registry, "remedyflow.retry.budget")).isEqualTo(state.retryBudget());
          assertThat(gauge(registry, "remedyflow.circuit.open")).isZero();
          assertThat(gauge(registry, "remedyflow.calls.in.flight")).isZero();
          assertThat(gauge(registry, "remedyflow.cooldown")).isZero();
        });
  }

  @Test
  void the_number_of_meters_is_bounded_for_all_answers() {
    runner.run(
        context -> {
          var registry = context.getBean(MeterRegistry.class);
          var listener = context.getBean(ConnectionListener.class);

          for (CallOutcome outcome : CallOutcome.values()) {
            listener.called(report("default", outcome, null));
            IntStream.of(0, -1, 1, 9499, 1226501, 1230000, 99991400, Integer.MAX_VALUE)
                .forEach(code -> listener.called(report("default", outcome, code)));
          }

          assertThat(
                  registry.get("remedyflow.calls").tag("connection", "default").timers().stream()
                      .map(timer -> timer.getId().getTag("code.class"))
                      .collect(Collectors.toSet()))
              .isEqualTo(Set.of("none", "ok", "attendance", "platform"));
          assertThat(
                  registry
                      .get("remedyflow.calls")
                      .tag("connection", "default")
                      .tags(FETCH)
                      .timers())
              .hasSizeLessThanOrEqualTo(CallOutcome.values().length * CodeClass.values().length);
        });
  }

  @Test
  void a_connection_that_is_not_configured_never_becomes_a_tag() {
    runner.run(
        context -> {
          var listener = context.getBean(ConnectionListener.class);

          listener.called(report("made up in a model", CallOutcome.PERMANENT_FAILURE, null));
          listener.tokenFetched("made up in a model", false, Duration.ZERO);

          assertThat(context.getBean(MeterRegistry.class).getMeters())
              .extracting(Meter::getId)
              .noneMatch(id -> "made up in a model".equals(id.getTag("connection")));
        });
  }

  @Test
  void the_connections_do_not_bring_registries_to_life_before_their_time() {
    var tooEarly = new AtomicBoolean();
    var beans = new AtomicReference<ConfigurableListableBeanFactory>();
    actuated
        .withInitializer(context -> beans.set(context.getBeanFactory()))
        .withBean(
            MeterRegistry.class,
            () -> {
              tooEarly.set(beans.get().isCurrentlyInCreation("remedyflowConnections"));
              return new SimpleMeterRegistry();
            },
            definition -> definition.setLazyInit(true)) // as late as an auto-configured one
        .run(
            context -> {
              assertThat(context).hasNotFailed().hasSingleBean(MeterRegistry.class);
              assertThat(tooEarly).isFalse();
            });
  }

  @Test
  void a_listener_that_throws_keeps_nothing_from_the_others() {
    var heard = new AtomicBoolean();
    ConnectionListener broken =
        new ConnectionListener() {
          @Override
          public void called(CallReport call) {
            throw new IllegalStateException("full");
          }
        };
    ConnectionListener listening =
        new ConnectionListener() {
          @Override
          public void called(CallReport call) {
            heard.set(true);
          }
        };
    var all = new AllListeners(List.of(broken, broken, listening));

    assertThatThrownBy(() -> all.called(report("default", CallOutcome.ANSWERED, 0)))
        .hasMessage("full");
    assertThat(heard).isTrue();
  }

  @Test
  void without_micrometer_everything_else_is_there() {
    actuated
        .withClassLoader(new FilteredClassLoader("io.micrometer"))
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(RemedyflowConnections.class)
                    .hasBean("fetchAllowedRemedies")
                    .doesNotHaveBean(ConnectionListener.class));
  }

  @Test
  void without_actuator_nothing_is_measured_and_nothing_fails() {
    bare.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
        .run(
            context -> {
              assertThat(context).hasNotFailed().hasBean("fetchAllowedRemedies");
              context
                  .getBean(ConnectionListener.class)
                  .called(report("default", CallOutcome.ANSWERED, 0));
            });
  }

  @Test
  void connections_of_the_application_are_its_own_to_measure() {
    runner
        .withBean(RemedyConnections.class, () -> new RemedyConnections(List.of(), Map.of()))
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(CallMetrics.class)
                    .doesNotHaveBean("remedyflowMeterBinder")
                    .doesNotHaveBean(RemedyflowConnections.class));
  }

  private static double gauge(MeterRegistry registry, String name) {
    return registry.get(name).tag("connection", "default").gauge().value();
  }

  private static long fetches(MeterRegistry registry, String outcome) {
    return registry
        .get("remedyflow.token.fetches")
        .tags("connection", "default", "outcome", outcome)
        .timer()
        .count();
  }

  private static CallReport report(String connection, CallOutcome outcome, @Nullable Integer code) {
    return new CallReport(
        connection,
        "query_user_allowed_remedys",
        "query_user_allowed_remedys",
        outcome,
        code,
        "20240105-1",
        3,
        Duration.ofMillis(700),
        Duration.ofMillis(100));
  }
}
