package io.remedyflow.feishu.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.CallOutcome;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.Reports;
import io.remedyflow.testing.TestCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When the circuit breaker opens, and when not. */
class ConnectionCircuitBreakerTest {

  private final SettableTime time = new SettableTime();
  private final Reports reports = new Reports();
  @AutoClose private final FeishuSimulator feishu = FeishuSimulator.with().unlimited().start();
  @AutoClose private final TestCaller caller = TestCaller.of(feishu, reports, time);

  @Test
  void a_feishu_that_fails_gets_twenty_calls_and_then_no_more() {
    fail(ConnectionCircuitBreaker.CALLS_AT_LEAST - 1);
    assertThat(caller.connection().state().circuitOpen()).isFalse();
    fail(1);
    assertThat(caller.connection().state().circuitOpen()).isTrue();
    feishu.clearRequests();
    time.pass(Duration.ofSeconds(4));

    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("late.li"));

    assertThat(failure.retryable()).isTrue();
    assertThat(failure.rateLimited()).as("the job's cycle counts it").isFalse();
    assertThat(failure.retryAfter()).isEmpty();
    assertThat(failure.explanation().in(Language.EN))
        .contains("open for 4 s", "again in 6 s", "code 1225000, log id sim-")
        .doesNotContain("internal server error");
    assertThat(failure.explanation().in(Language.ZH_CN)).contains("4 秒", "6 秒", "错误码 1225000");
    assertThat(feishu.requests()).isEmpty();
    assertThat(reports.last().outcome()).isEqualTo(CallOutcome.CIRCUIT_OPEN);
    assertThat(reports.last().attempts()).isZero();
    assertThat(reports.last().took()).isZero();
  }

  @Test
  void a_feishu_that_says_nothing_at_all_gets_six_calls_in_a_row_and_then_no_more() {
    feishu.close();

    silence(ConnectionCircuitBreaker.SILENT_AT_MOST - 1);
    assertThat(caller.connection().state().circuitOpen()).isFalse();
    silence(1);

    assertThat(caller.connection().state().circuitOpen()).isTrue();
    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("late.li"));
    assertThat(failure.explanation().in(Language.EN))
        .contains("Last failure: ", "refuses connections");
    assertThat(reports.last().outcome()).isEqualTo(CallOutcome.CIRCUIT_OPEN);
  }

  @Test
  void any_answer_resets_the_count_of_silent_calls() {
    FeishuException broken =
        FeishuException.passing(new BilingualText("broke before the answer was complete", "中断"));
    FeishuException failed =
        FeishuException.answered(new BilingualText("failed", "失败"))
            .code(1225000)
            .retryable()
            .build();
    FeishuException forbidden =
        FeishuException.answered(new BilingualText("no permission", "无权限")).code(1220005).build();
    for (FeishuException answer : List.of(broken, failed, forbidden)) {
      ConnectionCircuitBreaker breaker = new ConnectionCircuitBreaker("test", time);
      for (int round = 0; round < 2; round++) {
        for (int i = 1; i < ConnectionCircuitBreaker.SILENT_AT_MOST; i++) {
          callEnds(breaker, FeishuException.silence(new BilingualText("late", "超时")));
        }
        callEnds(breaker, answer);
      }
      assertThat(breaker.stopsAll()).isFalse();
    }
  }

  private void callEnds(ConnectionCircuitBreaker breaker, FeishuException failure) {
    assertThatThrownBy(
            () ->
                breaker.run(
                    new Call(Duration.ofSeconds(1), time, true),
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
  }

  @Test
  void an_unreadable_answer_is_not_quoted_while_the_circuit_breaker_is_open() {
    feishu.onRemedies(
        Fault.raw(200, "application/json", "{\"code\": \"late.li was here\"}").times(1_000));
    for (int i = 0; i < ConnectionCircuitBreaker.CALLS_AT_LEAST; i++) {
      caller.tryToCall("late.li");
    }

    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("free.wu"));

    assertThat(reports.last().outcome()).isEqualTo(CallOutcome.CIRCUIT_OPEN);
    assertThat(failure.explanation().in(Language.EN))
        .contains("Last failure: an answer that could not be read.")
        .doesNotContain("was here");
    assertThat(failure.explanation().in(Language.ZH_CN)).contains("收到的响应无法识别");
  }

  @Test
  void opening_is_one_warning_and_closing_one_line() {
    try (LogLines log = new LogLines()) {
      fail(30);
      time.pass(ConnectionCircuitBreaker.OPEN_FOR.plusMillis(1));
      fail(5);
      time.pass(ConnectionCircuitBreaker.OPEN_FOR.plusMillis(1));
      for (int i = 0; i < 10; i++) {
        caller.call("late.li");
      }

      assertThat(log.at(Level.WARN, "circuit breaker of connection test is open"))
          .singleElement()
          .asString()
          .contains("code 1225000");
      assertThat(log.at(Level.INFO, "circuit breaker of connection test is closed")).hasSize(1);
      assertThat(caller.connection().state().circuitOpen()).isFalse();
    }
  }

  @Test
  void when_the_probes_fail_the_circuit_breaker_stays_open_for_another_ten_seconds() {
    fail(20);
    time.pass(ConnectionCircuitBreaker.OPEN_FOR.plusMillis(1));
    feishu.clearRequests();

    fail(10);

    assertThat(feishu.remedyRequests()).hasSizeBetween(3, 9);
    assertThat(reports.outcomes().subList(20, 30))
        .containsSubsequence(CallOutcome.TRANSIENT_FAILURE, CallOutcome.CIRCUIT_OPEN)
        .filteredOn(CallOutcome.TRANSIENT_FAILURE::equals)
        .hasSize(ConnectionCircuitBreaker.PROBES);
    assertThat(catchThrowable(() -> caller.call("late.li"))).hasMessageContaining("open for 1");
  }

  @Test
  void three_probes_at_once_are_let_through_and_no_other_call() throws Exception {
    fail(20);
    time.pass(ConnectionCircuitBreaker.OPEN_FOR.plusMillis(1));
    feishu.clearRequests();
    feishu.onRemedies(Fault.delay(Duration.ofMillis(500)).times(3));
    ExecutorService threads = Executors.newFixedThreadPool(ConnectionCircuitBreaker.PROBES);
    try {
      List<Future<?>> probes = new ArrayList<>();
      for (int i = 0; i < ConnectionCircuitBreaker.PROBES; i++) {
        probes.add(threads.submit(() -> caller.call("late.li")));
      }
      await().until(() -> feishu.remedyRequests().size() == ConnectionCircuitBreaker.PROBES);

      caller.tryToCall("late.li");

      assertThat(reports.last().outcome()).isEqualTo(CallOutcome.CIRCUIT_OPEN);
      for (Future<?> probe : probes) {
        assertThat(probe.get()).isInstanceOf(Available.class);
      }
      assertThat(caller.connection().state().circuitOpen()).isFalse();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_probe_that_is_rate_limited_leaves_its_place_to_another() {
    fail(20);
    time.pass(ConnectionCircuitBreaker.OPEN_FOR.plusMillis(1));
    feishu.onRemedies(Fault.rateLimited(60));
    caller.tryToCall("late.li");
    for (int i = 0; i < 10; i++) {
      caller.tryToCall("late.li");
    }
    assertThat(reports.last().outcome()).isEqualTo(CallOutcome.RATE_LIMITED);
    time.pass(caller.connection().state().cooldown());

    for (int i = 0; i < ConnectionCircuitBreaker.PROBES; i++) {
      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    }
    assertThat(caller.connection().state().circuitOpen()).isFalse();
  }

  @Test
  void one_employee_who_always_breaks_feishu_opens_no_circuit_breaker() {
    for (int i = 0; i < 100; i++) {
      fail(1);
      caller.call("late.li");
      caller.call("faultless.zheng");
    }

    assertThat(reports.outcomes()).doesNotContain(CallOutcome.CIRCUIT_OPEN);
    assertThat(reports.outcomes()).contains(CallOutcome.TRANSIENT_FAILURE);
  }

  @Test
  void failures_that_a_repeat_mends_are_no_failures() {
    for (int i = 0; i < 60; i++) {
      feishu.onRemedies(Fault.answer(500, 1225000, "internal error").times(2));
      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    }

    assertThat(caller.connection().state().circuitOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody.knows", "outside.han", "spent.shen", "tenantless.qin"})
  void no_answer_of_feishu_counts_as_a_failure(String employee) {
    for (int i = 0; i < 60; i++) {
      caller.tryToCall(employee);
    }

    assertThat(caller.connection().state().circuitOpen()).isFalse();
    assertThat(reports.outcomes()).doesNotContain(CallOutcome.CIRCUIT_OPEN);
  }

  @ParameterizedTest
  @CsvSource({
    "1227500, [BatchGetLarkIDByOpenID] not find user larkID",
    "1225000, user_id is not exist",
    "1226500, employee not found"
  })
  @Provokes(FaultRow.C8)
  void thirty_leavers_open_no_circuit_breaker_under_any_code_for_their_absence(
      int code, String msg) {
    feishu.onRemedies(Fault.answer(500, code, msg).times(30));

    for (int i = 0; i < 30; i++) {
      caller.tryToCall("left.yang");
    }

    assertThat(reports.outcomes()).containsOnly(CallOutcome.REJECTED);
    assertThat(feishu.remedyRequests()).hasSize(30);
    assertThat(caller.connection().state().circuitOpen()).isFalse();
  }

  @Test
  void a_token_endpoint_that_fails_counts_too() {
    feishu.onToken(Fault.answer(200, 2200, "internal error").times(1_000));

    for (int i = 0; i < 25; i++) {
      caller.tryToCall("late.li");
    }

    assertThat(reports.last().outcome()).isEqualTo(CallOutcome.CIRCUIT_OPEN);
    assertThat(feishu.remedyRequests()).isEmpty();
    assertThat(catchThrowable(() -> caller.call("late.li")))
        .hasMessageContaining("Last failure: the request for an access token, code 2200");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 10})
  @Provokes(FaultRow.T13)
  void a_silent_token_endpoint_is_called_for_no_longer_than_a_silent_api(int threads)
      throws Exception {
    feishu.onToken(Fault.silence(Duration.ofMinutes(1)).times(1_000));
    AtomicInteger made = new AtomicInteger();
    ExecutorService jobs = Executors.newFixedThreadPool(threads);
    try (TestCaller hasty =
        TestCaller.of(feishu, reports, Time.SYSTEM, s -> s.callDeadline(Duration.ofMillis(600)))) {
      Callable<Void> job =
          () -> {
            while (!hasty.connection().state().circuitOpen()) {
              made.incrementAndGet();
              hasty.tryToCall("late.li");
            }
            return null;
          };
      for (Future<Void> each : jobs.invokeAll(Collections.nCopies(threads, job))) {
        each.get();
      }
    } finally {
      jobs.shutdownNow();
    }

    assertThat(made)
        .as("those that were under way when the last of the silence was counted included")
        .hasValueLessThanOrEqualTo(ConnectionCircuitBreaker.SILENT_AT_MOST + threads);
    assertThat(feishu.remedyRequests()).isEmpty();
  }

  @Test
  void a_call_between_two_attempts_makes_no_more_of_them_once_the_circuit_breaker_opens() {
    List<Runnable> duringSleep = new ArrayList<>();
    Time busy =
        time.sleeping(
            duration -> {
              time.sleep(duration);
              if (!duringSleep.isEmpty() && duration.toMillis() >= 50) {
                duringSleep.remove(0).run();
              }
            });
    try (TestCaller other = TestCaller.of(feishu, reports, busy)) {
      for (int i = 0; i < 19; i++) {
        other.tryToCall("broken.lu");
      }
      feishu.clearRequests();
      duringSleep.add(() -> other.tryToCall("historic.shi"));

      var failure = catchThrowableOfType(FeishuException.class, () -> other.call("broken.lu"));

      assertThat(failure.code()).isEqualTo(1225000);
      assertThat(reports.last().outcome()).isEqualTo(CallOutcome.TRANSIENT_FAILURE);
      assertThat(reports.last().attempts()).isEqualTo(1);
      assertThat(feishu.remedyRequests()).hasSize(1 + Retries.ATTEMPTS_AT_MOST);
    }
  }

  @Test
  void a_call_that_failed_and_gets_no_second_permit_has_failed_and_was_not_rate_limited() {
    try (TestCaller slow =
        TestCaller.of(feishu, reports, time, settings -> settings.requestsPerMinute(1))) {
      var failure = catchThrowableOfType(FeishuException.class, () -> slow.call("broken.lu"));

      assertThat(failure.rateLimited()).isFalse();
      assertThat(failure.code()).isEqualTo(1225000);
      assertThat(reports.last().attempts()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"600, false", "400, true"})
  void a_timeout_after_a_long_wait_for_the_permit_is_not_feishus(int waitedMillis, boolean opens) {
    ConnectionCircuitBreaker breaker = new ConnectionCircuitBreaker("test", time);
    for (int i = 0; i < 60; i++) {
      Call call = new Call(Duration.ofSeconds(1), time, true);
      assertThatThrownBy(
              () ->
                  breaker.run(
                      call,
                      () -> {
                        call.waiting(() -> time.pass(Duration.ofMillis(waitedMillis)));
                        time.pass(call.deadline().remaining());
                        throw FeishuException.passing(new BilingualText("late", "超时"));
                      }))
          .isInstanceOf(FeishuException.class);
      if (breaker.stopsAll()) {
        break;
      }
    }

    assertThat(breaker.isOpen()).isEqualTo(opens);
  }

  private void silence(int calls) {
    for (int i = 0; i < calls; i++) {
      caller.tryToCall("late.li");
      assertThat(reports.last().outcome()).isEqualTo(CallOutcome.TRANSIENT_FAILURE);
    }
  }

  private void fail(int calls) {
    for (int i = 0; i < calls; i++) {
      caller.tryToCall("broken.lu");
    }
  }
}
