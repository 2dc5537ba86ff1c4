package io.remedyflow.feishu.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.TestCaller;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of access tokens, and how little of them a call notices. */
class TokenFaultsTest {

  private static final Fault DOWN = Fault.raw(503, "text/html", "<h1>Service Unavailable");

  private final SettableTime time = new SettableTime();
  @AutoClose private final LogLines log = new LogLines(TokenRefreshLog.class);
  private final Instant begin = Instant.parse("2024-01-08T01:00:00Z").minusNanos(time.nanos());

  @AutoClose
  private final FeishuSimulator feishu =
      FeishuSimulator.with().unlimited().clock(() -> begin.plusNanos(time.nanos())).start();

  @AutoClose private final TestCaller caller = TestCaller.of(feishu, time);

  @Test
  void a_fresh_token_is_fetched_while_the_old_one_serves() {
    caller.call("late.li");
    time.pass(Duration.ofMinutes(89));
    caller.call("late.li");
    assertThat(feishu.tokenRequests()).hasSize(1);

    time.pass(Duration.ofMinutes(2));
    caller.call("late.li");
    await().until(() -> feishu.tokenRequests().size() == 2);
    await()
        .untilAsserted(
            () -> {
              caller.call("late.li");
              assertThat(tokens()).doesNotHaveDuplicates().hasSize(2);
            });
    assertThat(tokenOfAttempt(2)).isEqualTo(tokenOfAttempt(0));

    time.pass(Duration.ofMinutes(85));
    caller.call("late.li");
    assertThat(feishu.tokenRequests()).hasSize(2);
  }

  @Test
  void no_call_waits_for_a_token_that_is_fetched_ahead() {
    caller.call("late.li");
    time.pass(Duration.ofMinutes(91));
    feishu.onToken(Fault.silence(Duration.ofMinutes(1)));

    assertTimeout(Duration.ofSeconds(20), () -> caller.call("late.li"));
    await().until(() -> feishu.tokenRequests().size() == 2);

    assertTimeout(Duration.ofSeconds(20), () -> caller.call("late.li"));
    assertThat(tokens()).hasSize(1);
  }

  @Test
  void nothing_runs_in_the_background_once_the_connection_is_closed() {
    caller.call("late.li");
    time.pass(Duration.ofMinutes(91));
    feishu.onToken(Fault.silence(Duration.ofMinutes(1)));
    caller.call("late.li");
    await().until(() -> feishu.tokenRequests().size() == 2);
    assertThat(backgroundThreads()).isNotEmpty();

    caller.close();

    await().until(() -> backgroundThreads().isEmpty());
    assertThat(log.events()).isEmpty();
  }

  @Test
  @Provokes(FaultRow.T2)
  void a_token_that_ends_on_the_way_is_replaced_unseen() {
    SettableTime ours = new SettableTime();
    try (TestCaller behind = TestCaller.of(feishu, ours)) {
      behind.call("late.li");
      time.pass(Duration.ofHours(2));

      assertThat(behind.call("late.li")).isInstanceOf(Available.class);
    }
    assertThat(feishu.tokenRequests()).hasSize(2);
    assertThat(feishu.remedyRequests()).hasSize(3);
  }

  @Test
  @Provokes(FaultRow.T4)
  void a_token_serves_to_its_end_while_the_token_endpoint_is_down() {
    caller.call("late.li");
    feishu.onToken(DOWN.times(100));
    time.pass(Duration.ofMinutes(91));
    caller.call("late.li");
    await().until(() -> log.events().size() == 1);

    for (int tries = 2; tries <= 20; tries++) {
      int fetches = 1 + tries;
      time.pass(Duration.ofSeconds(76));
      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
      await().until(() -> feishu.tokenRequests().size() == fetches);
    }
    time.pass(Duration.ofMinutes(117).minus(Duration.ofMinutes(91).plusSeconds(19 * 76 + 1)));
    assertThat(caller.call("late.li")).isInstanceOf(Available.class);

    assertThat(tokens()).hasSize(1);
    assertThat(log.events())
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.getFormattedMessage())
                    .contains("Connection test", "cannot refresh it", "HTTP 503"));
    time.pass(Duration.ofSeconds(1));
    assertThatThrownBy(() -> caller.call("late.li")).hasMessageContaining("HTTP 503");
  }

  @Test
  @Provokes(FaultRow.T4)
  void a_token_endpoint_that_comes_back_in_time_is_noticed() {
    caller.call("late.li");
    feishu.onToken(DOWN);
    time.pass(Duration.ofMinutes(91));
    caller.call("late.li");
    await().until(() -> log.events().size() == 1);

    time.pass(Duration.ofMinutes(2));
    caller.call("late.li");

    await().until(() -> log.events().size() == 2);
    assertThat(log.events().get(1).getFormattedMessage()).contains("gets fresh tokens again");
  }

  @Test
  @Provokes(FaultRow.T5)
  void an_outage_of_the_token_endpoint_is_not_answered_by_a_queue_of_repeats() throws Exception {
    feishu.onToken(DOWN.times(1_000));
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try (TestCaller impatient = TestCaller.of(feishu)) {
      List<Future<RemedyOutcome>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(threads.submit(() -> impatient.call("late.li")));
      }
      for (Future<RemedyOutcome> answer : answers) {
        assertThat(catchThrowableOfType(ExecutionException.class, answer::get))
            .hasCauseInstanceOf(FeishuException.class)
            .hasMessageContaining("HTTP 503");
      }
    } finally {
      threads.shutdownNow();
    }

    // Each of the fifty made three attempts; alone, each would have fetched three times.
    assertThat(feishu.tokenRequests()).hasSizeBetween(2, 15);
    assertThat(feishu.remedyRequests()).isEmpty();
  }

  @Test
  @Provokes(FaultRow.T6)
  void a_rejected_secret_is_not_sent_again_for_a_while() {
    try (TestCaller wrong =
        TestCaller.of(feishu, time, settings -> settings.appSecret(AppSecret.of("wrong")))) {
      for (int i = 0; i < 10; i++) {
        var failure = catchThrowableOfType(FeishuException.class, () -> wrong.call("late.li"));
        assertThat(failure.code()).isEqualTo(10014);
        assertThat(failure.retryable()).isFalse();
        time.pass(Duration.ofSeconds(2));
      }
      assertThat(feishu.tokenRequests()).hasSize(1);

      time.pass(Duration.ofSeconds(10));
      assertThatThrownBy(() -> wrong.call("late.li")).isInstanceOf(FeishuException.class);
      assertThat(feishu.tokenRequests()).hasSize(2);
    }
    assertThat(feishu.remedyRequests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"expire\":0", "\"expire\":-1", "\"expire\":null", "\"x\":1"})
  @Provokes(FaultRow.T7)
  void a_token_without_a_life_is_used_once(String expire) {
    Fault odd = tokenWith(expire);
    feishu.onToken(odd, odd);

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(caller.call("late.li")).isInstanceOf(Available.class);

    assertThat(feishu.tokenRequests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"expire\":9223372036854775807", "\"expire\":\"99999999\""})
  @Provokes(FaultRow.T7)
  void no_token_is_believed_to_live_longer_than_two_hours(String expire) {
    feishu.onToken(tokenWith(expire));
    caller.call("late.li");

    time.pass(Duration.ofMinutes(116));
    caller.call("late.li");
    await().until(() -> feishu.tokenRequests().size() == 2);
    time.pass(Duration.ofMinutes(4));

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"expire\":1e30", "\"expire\":\"soon\"", "\"expire\":[]"})
  @Provokes(FaultRow.T7)
  void a_lifetime_that_cannot_be_read_is_fetched_again(String expire) {
    feishu.onToken(tokenWith(expire));

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(feishu.tokenRequests()).hasSize(2);
  }

  @Test
  @Provokes(FaultRow.T12)
  void a_rate_limit_of_the_token_endpoint_is_waited_for_as_long_as_feishu_says() {
    feishu.onToken(Fault.rateLimited(3));

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);

    assertThat(feishu.tokenRequests()).hasSize(2);
    assertThat(time.sleeps())
        .anySatisfy(
            sleep -> assertThat(sleep).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3_300)));
  }

  @Test
  @Provokes(FaultRow.T12)
  void a_token_endpoint_that_is_rate_limited_gets_no_request() {
    feishu.onToken(Fault.rateLimited(52));

    Duration cooldown = retryAfter();
    assertThat(cooldown).isBetween(Duration.ofSeconds(52), Duration.ofSeconds(57));
    time.pass(Duration.ofSeconds(20));
    assertThat(retryAfter()).isEqualTo(cooldown.minusSeconds(20));
    assertThat(feishu.tokenRequests()).hasSize(1);

    time.pass(cooldown.minusSeconds(20));
    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(feishu.tokenRequests()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"200, 2200", "500, 1500", "400, 4711", "503, 4711"})
  @Provokes(FaultRow.T5)
  void a_failure_with_the_token_says_that_the_request_for_it_failed_and_with_which_code(
      int status, int code) {
    feishu.onToken(Fault.answer(status, code, "Internal Error").times(3));

    FeishuException failure = caller.failure("late.li");

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.explanation().en())
        .startsWith("The request for an access token failed with code " + code + ". ");
    assertThat(failure.explanation().zhCn()).startsWith("获取访问凭证的请求失败（错误码 " + code + "）。");
    assertThat(feishu.remedyRequests()).isEmpty();
  }

  @Test
  @Provokes(FaultRow.T5)
  void a_failure_without_a_code_says_that_the_request_for_a_token_failed() {
    for (Fault fault : List.of(DOWN, Fault.drop(), Fault.raw(200, "application/json", "{}"))) {
      feishu.onToken(fault.times(3));

      assertThat(caller.failure("late.li"))
          .hasMessageStartingWith("The request for an access token failed. ");
      time.pass(Duration.ofSeconds(2));
    }
  }

  @Test
  @Provokes(FaultRow.T6)
  void a_rejected_secret_says_that_there_is_no_token_once() {
    feishu.onToken(Fault.answer(200, 10014, "app secret invalid"));

    assertThat(caller.failure("late.li"))
        .hasMessageStartingWith("Feishu gives no access token for this app-id and app-secret.");
  }

  @Test
  @Provokes(FaultRow.T14)
  void a_token_endpoint_that_names_an_hour_is_called_again_within_a_minute() {
    feishu.onToken(DOWN.withHeader("Retry-After", "3600"));

    assertThat(retryAfter()).isEqualTo(TenantTokens.LONGEST_PAUSE);
    time.pass(TenantTokens.LASTING_FAILURE.minusMillis(1));
    assertThat(retryAfter()).isLessThan(TenantTokens.LONGEST_PAUSE);
    assertThat(feishu.tokenRequests()).hasSize(1);

    time.pass(Duration.ofMillis(1));
    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
  }

  private Duration retryAfter() {
    return catchThrowableOfType(FeishuException.class, () -> caller.call("late.li"))
        .retryAfter()
        .orElseThrow();
  }

  /** A valid token with this said of its life. */
  private Fault tokenWith(String expire) {
    try (TestCaller other = TestCaller.of(feishu, time)) {
      other.call("late.li");
    }
    String token = tokenOfAttempt(0);
    feishu.clearRequests();
    return Fault.raw(
        200,
        "application/json",
        "{\"code\":0,\"tenant_access_token\":\"%s\",%s}".formatted(token, expire));
  }

  private List<String> tokens() {
    return feishu.remedyRequests().stream()
        .map(request -> request.headers().get("Authorization").substring("Bearer ".length()))
        .distinct()
        .toList();
  }

  private String tokenOfAttempt(int number) {
    return feishu
        .remedyRequests()
        .get(number)
        .headers()
        .get("Authorization")
        .substring("Bearer ".length());
  }

  private static List<String> backgroundThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.equals("remedyflow-background-test"))
        .toList();
  }
}
