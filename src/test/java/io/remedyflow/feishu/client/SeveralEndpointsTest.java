package io.remedyflow.feishu.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.FakeSharedRateLimit;
import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.ratelimit.Urgency;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.TestCaller;
import io.remedyflow.testing.http.RawFeishu;
import io.remedyflow.testing.http.RawFeishu.Act;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several endpoints over one connection: what is one's own, and what they share. */
class SeveralEndpointsTest {

  private static final FakeEndpoint ONE = FakeEndpoint.named("one");
  private static final FakeEndpoint OTHER = FakeEndpoint.named("other");

  private final SettableTime time = new SettableTime();
  @AutoClose private final RawFeishu feishu = RawFeishu.start();
  @AutoClose private final TestCaller caller = TestCaller.at(feishu.baseUrl(), time);
  private final FeishuConnection connection = caller.connection();

  @Test
  void each_has_a_rate_limit_of_its_own_and_the_longest_backlog_is_reported() {
    for (int n = 0; n < 100; n++) {
      connection.reserve(ONE, Urgency.NORMAL);
    }

    assertThat(connection.reserve(OTHER, Urgency.NORMAL).delay()).isZero();
    assertThat(connection.backlog()).isGreaterThan(Duration.ofMillis(1_900));
    assertThat(connection.state().backlog()).isEqualTo(connection.backlog());
  }

  @Test
  void a_limit_per_minute_on_the_page_of_an_endpoint_is_kept_unless_a_setting_replaces_it() {
    FakeEndpoint slow = new FakeEndpoint("slow", RateLimits.of(50, 60), true);
    for (int n = 0; n < 70; n++) {
      connection.reserve(slow, Urgency.NORMAL);
    }
    assertThat(connection.backlog()).isGreaterThan(Duration.ofSeconds(55));

    try (TestCaller raised =
        TestCaller.at(feishu.baseUrl(), time, settings -> settings.requestsPerMinute(1_000))) {
      for (int n = 0; n < 70; n++) {
        raised.connection().reserve(slow, Urgency.NORMAL);
      }
      assertThat(raised.connection().backlog()).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  @Provokes(FaultRow.L1)
  void a_rate_limit_cools_down_the_endpoint_that_it_is_about() {
    feishu.next(limited(60), id("7"));

    assertThat(failure(ONE).rateLimited()).isTrue();

    assertThat(connection.call(OTHER, "text")).isEqualTo("7");
    assertThat(connection.laterReservation(ONE, Urgency.NORMAL)).isPresent();
    assertThat(connection.laterReservation(OTHER, Urgency.NORMAL)).isEmpty();
    assertThat(connection.state().cooldown()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
  }

  @Test
  @Provokes(FaultRow.T12)
  void a_rate_limit_of_the_token_endpoint_cools_down_all_of_them() {
    try (FeishuSimulator simulator = FeishuSimulator.with().unlimited().start();
        TestCaller limited = TestCaller.of(simulator, time)) {
      simulator.onToken(Fault.rateLimited(60));

      assertThat(limited.connection().checkToken().works()).isFalse();

      for (FakeEndpoint each : List.of(ONE, OTHER)) {
        assertThat(limited.connection().laterReservation(each, Urgency.NORMAL)).isPresent();
      }
      assertThat(limited.connection().state().cooldown()).isGreaterThan(Duration.ofSeconds(59));
    }
  }

  @Test
  void nodes_share_a_rate_limit_for_each_endpoint_also_one_that_is_first_called_later() {
    List<String> shared = new CopyOnWriteArrayList<>();
    connection.share(
        (name, limits) -> {
          shared.add(name + " " + limits);
          return new FakeSharedRateLimit(50, time);
        },
        ONE);
    String app = "127.0.0.1:" + feishu.port() + " cli_test ";
    assertThat(shared).containsExactly(app + "one 50/s");

    connection.reserve(OTHER, Urgency.NORMAL);
    connection.reserve(OTHER, Urgency.NORMAL);

    assertThat(shared).containsExactly(app + "one 50/s", app + "other 50/s");
  }

  @Test
  void latency_is_measured_for_each() {
    feishu.next(id("7"));

    connection.call(ONE, "text");

    assertThat(connection.usualLatency(OTHER)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {99991672, 99991676, 99991679})
  @Provokes(FaultRow.C9)
  void a_scope_that_is_missing_blocks_its_endpoint_only(int code) {
    try (LogLines log = new LogLines()) {
      feishu.next(code(code), id("7"), id("8"));

      FeishuException missing = failure(ONE);
      assertThat(missing.explanation().en()).contains("Add the scope fake:one ");
      assertThat(connection.state().appBlocked()).isTrue();
      assertThat(connection.call(OTHER, "text")).isEqualTo("7");

      FeishuException notSent = failure(ONE);
      assertThat(notSent.code()).isEqualTo(code);
      assertThat(notSent.explanation().en()).contains("blocks this endpoint", "was not sent");
      assertThat(connection.state().appBlocked()).as("another's answer ends nothing").isTrue();
      assertThat(log.at(Level.WARN, "Feishu blocks one for the app of connection test")).hasSize(1);

      time.pass(Block.REMEMBERED);
      assertThat(connection.call(ONE, "text")).isEqualTo("8");
      assertThat(connection.state().appBlocked()).isFalse();
      assertThat(feishu.attempts()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {99991403, 99991401, 99991662})
  @Provokes(FaultRow.C9)
  void what_blocks_the_app_blocks_all_of_them_until_any_is_answered(int code) {
    feishu.next(code(code), id("7"), id("8"));

    failure(ONE);
    assertThat(failure(OTHER).code()).isEqualTo(code);
    time.pass(Block.REMEMBERED);
    assertThat(connection.call(OTHER, "text")).isEqualTo("7");

    assertThat(connection.state().appBlocked()).isFalse();
    assertThat(connection.call(ONE, "text")).isEqualTo("8");
    assertThat(feishu.attempts()).hasSize(3);
  }

  @Test
  @Provokes(FaultRow.C9)
  void a_missing_scope_is_an_answer_to_the_app() {
    feishu.next(code(99991403), code(99991672), id("7"));

    failure(ONE);
    time.pass(Block.REMEMBERED);
    assertThat(failure(ONE).code()).isEqualTo(99991672);

    assertThat(connection.call(OTHER, "text")).isEqualTo("7");
    assertThat(connection.state().appBlocked()).isTrue();
  }

  @Test
  @Provokes(FaultRow.C9)
  void a_check_is_sent_although_its_endpoint_is_blocked() {
    feishu.next(code(99991672), id("7"));

    failure(ONE);

    assertThat(connection.check(ONE, "probe").works()).isTrue();
    assertThat(connection.state().appBlocked()).isFalse();
  }

  private FeishuException failure(FakeEndpoint endpoint) {
    return catchThrowableOfType(FeishuException.class, () -> connection.call(endpoint, "text"));
  }

  private static Act id(String id) {
    return Act.answer(
        200, "", "{\"code\":0,\"data\":{\"id\":\"%s\"}}".formatted(id).getBytes(UTF_8));
  }

  private static Act code(int code) {
    return Act.answer(
        400, "", "{\"code\":%d,\"msg\":\"as scripted\"}".formatted(code).getBytes(UTF_8));
  }

  private static Act limited(int seconds) {
    return Act.answer(
        429,
        "x-ogw-ratelimit-reset: %d\r\n".formatted(seconds),
        "{\"code\":99991400,\"msg\":\"limit\"}".getBytes(UTF_8));
  }
}
