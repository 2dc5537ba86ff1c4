package io.remedyflow.feishu.client;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.CallOutcome;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.simulator.RecordedRequest;
import io.remedyflow.testing.Reports;
import io.remedyflow.testing.TestCaller;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Too many calls: the connection waits, and nothing is broken. */
class RateLimitFaultsTest {

  private static final Fault SILENT_LIMIT = Fault.answer(429, 99991400, "frequency limit");

  private final SettableTime time = new SettableTime();
  private final Reports reports = new Reports();
  @AutoClose private final FeishuSimulator feishu = FeishuSimulator.with().unlimited().start();
  @AutoClose private final TestCaller caller = TestCaller.of(feishu, reports, time);

  @ParameterizedTest
  @CsvSource({"429, 99991400", "400, 99991400", "200, 99991400"})
  @Provokes({FaultRow.L1, FaultRow.L2, FaultRow.L3})
  void a_short_limit_is_waited_for_by_the_call_that_meets_it(int status, int code) {
    feishu.onRemedies(limit(status, code, "3"));

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(sleeps()).singleElement().satisfies(RateLimitFaultsTest::isThreeSecondsAndALittle);
    assertThat(reports.last().attempts()).isEqualTo(2);
    assertThat(reports.last().waited()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @CsvSource({"429, 99991400", "400, 99991400", "200, 99991400"})
  @Provokes({FaultRow.L1, FaultRow.L2, FaultRow.L3})
  void a_long_limit_lets_no_call_through_until_it_ends(int status, int code) {
    feishu.onRemedies(limit(status, code, "52"));

    FeishuException first = rateLimited("late.li");
    time.pass(Duration.ofSeconds(20));
    FeishuException other = rateLimited("early.chen");

    assertThat(first.code()).isEqualTo(99991400);
    assertThat(first.retryAfter().orElseThrow()).isBetween(seconds(52), seconds(57));
    assertThat(other.code()).isNull();
    assertThat(other.retryAfter().orElseThrow()).isBetween(seconds(32), seconds(37));
    assertThat(caller.connection().state().cooldown()).isEqualTo(other.retryAfter().orElseThrow());
    assertThat(feishu.remedyRequests()).hasSize(1);
    assertThat(sleeps()).isEmpty();
    assertThat(reports.last().attempts()).isZero();

    time.pass(other.retryAfter().orElseThrow());

    assertThat(caller.call("early.chen")).isInstanceOf(Available.class);
  }

  @Test
  void a_rate_limited_call_says_that_nothing_is_broken_and_when_calls_resume() {
    feishu.onRemedies(Fault.rateLimited(52));

    for (FeishuException failure : List.of(rateLimited("late.li"), rateLimited("early.chen"))) {
      long left = failure.retryAfter().orElseThrow().plusMillis(999).toSeconds();
      assertThat(failure.explanation().in(Language.EN))
          .contains("Nothing is broken: calls resume automatically in " + left + " s.");
      assertThat(failure.explanation().in(Language.ZH_CN)).contains("将在 " + left + " 秒后自动继续");
    }
  }

  @Test
  @Provokes(FaultRow.L1)
  void fifty_threads_are_silent_while_the_connection_cools_down() throws Exception {
    Duration latency = Duration.ofMillis(100);
    try (FeishuSimulator real = FeishuSimulator.with().unlimited().latency(latency).start();
        TestCaller many = TestCaller.of(real, settings -> settings.requestsPerSecond(50))) {
      together(8, () -> many.call("late.li")); // a cold JVM would notice the limit late
      real.clearRequests();
      real.onRemedies(Fault.rateLimited(2));

      List<RemedyOutcome> answers = together(50, () -> many.call("late.li"));

      List<Instant> received =
          real.remedyRequests().stream().map(RecordedRequest::receivedAt).sorted().toList();
      Instant cooldownBegins = received.get(0).plus(latency).plusMillis(800);
      Instant cooldownEnds = received.get(0).plus(latency).plusSeconds(2);
      assertThat(answers).hasSize(50).allMatch(Available.class::isInstance);
      assertThat(received).hasSize(51);
      assertThat(received)
          .as("requests during the cooldown")
          .noneMatch(at -> at.isAfter(cooldownBegins) && at.isBefore(cooldownEnds));
      assertThat(received.stream().filter(at -> at.isBefore(cooldownEnds)))
          .as("requests before the answer arrived")
          .hasSizeLessThan(45);
    }
  }

  @Test
  @Provokes(FaultRow.L4)
  void without_a_header_cooldowns_grow_up_to_a_cap_and_an_answer_makes_them_short_again() {
    try (TestCaller hasty = hasty()) {
      List<Duration> cooldowns = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        feishu.onRemedies(SILENT_LIMIT);
        cooldowns.add(rateLimited(hasty, "late.li").retryAfter().orElseThrow());
        time.pass(cooldowns.get(i));
      }
      hasty.call("late.li");
      feishu.onRemedies(SILENT_LIMIT);
      Duration again = rateLimited(hasty, "late.li").retryAfter().orElseThrow();

      int[] expected = {1, 2, 4, 8, 16, 32, 60, 60};
      for (int i = 0; i < expected.length; i++) {
        assertThat(cooldowns.get(i)).isBetween(seconds(expected[i]), aTenthMore(expected[i]));
      }
      assertThat(cooldowns).as("jittered").doesNotContain(seconds(1), seconds(32), seconds(60));
      assertThat(again).isBetween(seconds(1), aTenthMore(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "0", "-1", "1e30", "NaN", "99999999999"})
  @Provokes({FaultRow.L5, FaultRow.N23})
  void nonsense_in_a_header_counts_as_silence(String nonsense) {
    try (TestCaller hasty = hasty()) {
      feishu.onRemedies(limit(429, 99991400, nonsense));
      assertThat(rateLimited(hasty, "late.li").retryAfter().orElseThrow())
          .isBetween(seconds(1), aTenthMore(1));

      time.pass(seconds(2));
      hasty.call("late.li");
      feishu.onRemedies(SILENT_LIMIT.withHeader("Retry-After", nonsense));
      assertThat(rateLimited(hasty, "late.li").retryAfter().orElseThrow())
          .isBetween(seconds(1), aTenthMore(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  @Provokes(FaultRow.N23)
  void a_retry_after_of_a_day_is_capped_and_no_thread_sleeps_for_it(int status) {
    feishu.onRemedies(
        Fault.raw(status, "text/html", "<p>Slow down").withHeader("Retry-After", "86400"));

    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("late.li"));

    assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
    assertThat(failure.rateLimited()).isEqualTo(status == 429);
    assertThat(sleeps()).isEmpty();
    assertThat(feishu.remedyRequests()).hasSize(1);
  }

  @Test
  @Provokes(FaultRow.L9)
  void a_limit_that_never_ends_costs_few_attempts_and_little_time() {
    feishu.onRemedies(Fault.rateLimited(60).times(1_000));

    for (int i = 0; i < 1_000; i++) {
      rateLimited("late.li");
      time.pass(Duration.ofMillis(600));
    }

    assertThat(feishu.remedyRequests()).as("calls in eleven minutes").hasSizeBetween(9, 11);
    assertThat(sleeps().stream().reduce(Duration.ZERO, Duration::plus))
        .as("what a thousand calls waited, all together")
        .isLessThan(seconds(40));
    assertThat(reports.outcomes()).hasSize(1_000).containsOnly(CallOutcome.RATE_LIMITED);
    assertThat(caller.connection().state().circuitOpen()).isFalse();
  }

  @Test
  @Provokes(FaultRow.L9)
  void a_limit_that_is_short_and_never_ends_outlives_the_call_and_ends_it() {
    feishu.onRemedies(Fault.rateLimited(1).times(3));

    FeishuException failure = rateLimited("late.li");

    assertThat(failure.retryAfter().orElseThrow()).isBetween(seconds(1), aTenthMore(1));
    assertThat(feishu.remedyRequests()).hasSize(Retries.ATTEMPTS_AT_MOST);
  }

  @Test
  void a_call_whose_permit_comes_after_the_deadline_says_when() {
    try (TestCaller slow =
        TestCaller.of(
            feishu,
            reports,
            time,
            settings -> settings.requestsPerMinute(1).callDeadline(seconds(5)))) {
      slow.call("late.li");
      time.pass(seconds(10));

      FeishuException failure = rateLimited(slow, "late.li");

      assertThat(failure.retryAfter()).contains(Duration.ofMillis(50_050));
      assertThat(failure).hasMessageContaining("Nothing is broken").hasMessageContaining("in 51 s");
      assertThat(reports.last().attempts()).isZero();
    }
  }

  /** As public reports have them, beside those of Feishu's page. */
  static Stream<Fault> shapes() {
    return Stream.of(
        Fault.answer(400, 9499, "too many request"),
        Fault.answer(200, 9499, "Too Many Requests."),
        Fault.answer(429, 11232, "frequency limited"),
        Fault.answer(
            200, 11232, "frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]"),
        limit(429, 11232, "1"),
        Fault.answer(429, 1470450, "what is this"),
        Fault.answer(429, 0, "success"),
        Fault.answer(429, 1225000, "internal error"),
        Fault.answer(429, 1220001, "param is invalid"),
        Fault.answer(500, 2200, "too many requests"),
        Fault.answer(400, 4711, "trigger rate_limit"),
        limit(400, 4711, "1"),
        limit(200, 4711, "1"),
        limit(503, 4711, "soon"),
        json(429, "{\"code\":429,\"message\":\"Blocked by Sentinel: FlowException\"}"),
        json(429, "{\"message\":\"API rate limit exceeded\"}"),
        json(429, ""),
        Fault.raw(429, "text/html", "<html><h1>429 Too Many Requests"),
        Fault.raw(503, "text/html", "<h1>Slow down").withHeader("X-Ogw-Ratelimit-Reset", "1"));
  }

  private static Fault json(int status, String body) {
    return Fault.raw(status, "application/json", body);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  @Provokes(FaultRow.L11)
  void a_rate_limit_in_any_shape_is_waited_for_by_the_call_that_meets_it(Fault shape) {
    feishu.onRemedies(shape);

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(sleeps())
        .singleElement()
        .satisfies(cooldown -> assertThat(cooldown).isBetween(seconds(1), aTenthMore(1)));
    assertThat(reports.last().attempts()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  @Provokes(FaultRow.L11)
  void a_rate_limit_in_any_shape_costs_no_retry_and_opens_no_circuit_breaker(Fault shape) {
    feishu.onRemedies(shape.times(100));
    try (TestCaller hasty = hasty()) {
      for (int i = 0; i < 60; i++) {
        rateLimited(hasty, "late.li");
        assertThat(hasty.connection().state().cooldown()).isPositive();
        time.pass(hasty.connection().state().cooldown());
      }

      assertThat(hasty.connection().state().circuitOpen()).isFalse();
      assertThat(reports.outcomes()).containsOnly(CallOutcome.RATE_LIMITED);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  @Provokes({FaultRow.L11, FaultRow.T12})
  void a_rate_limit_of_the_token_endpoint_in_any_shape_cools_the_connection_down(Fault shape) {
    feishu.onToken(shape);
    try (TestCaller hasty = hasty()) {
      FeishuException failure = rateLimited(hasty, "late.li");
      Duration left = hasty.connection().state().cooldown();

      assertThat(failure).hasMessageContaining("request for an access token failed");
      assertThat(left).isBetween(seconds(1), aTenthMore(1));
      assertThat(failure.retryAfter()).contains(left);
      assertThat(reports.last().outcome()).isEqualTo(CallOutcome.RATE_LIMITED);
      assertThat(feishu.remedyRequests()).isEmpty();

      time.pass(left);
      assertThat(hasty.call("late.li")).isInstanceOf(Available.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429, 99991403, PERMANENT_FAILURE",
    "429, 99991672, PERMANENT_FAILURE",
    "400, 9499, REJECTED",
    "400, 1226504, DENIED",
    "400, 1226501, DENIED",
    "400, 1220004, REJECTED",
    "400, 1220005, PERMANENT_FAILURE",
    "500, 1225000, TRANSIENT_FAILURE",
    "200, 0, DENIED"
  })
  @Provokes(FaultRow.L11)
  void what_is_known_to_be_no_rate_limit_stays_what_it_is_beside_the_header(
      int status, int code, CallOutcome outcome) {
    feishu.onRemedies(
        Fault.answer(status, code, "as scripted")
            .withHeader("x-ogw-ratelimit-limit", "50")
            .withHeader("x-ogw-ratelimit-reset", "52")
            .times(Retries.ATTEMPTS_AT_MOST));

    caller.tryToCall("late.li");

    assertThat(reports.last().outcome()).isEqualTo(outcome);
    assertThat(reports.last().code()).isEqualTo(code);
    assertThat(caller.connection().state().cooldown()).isZero();
  }

  @Test
  @Provokes(FaultRow.L12)
  void a_cooldown_that_is_named_by_a_date_is_kept() {
    String later =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(UTC).plusSeconds(90));
    feishu.onRemedies(Fault.raw(429, "text/html", "<p>Slow down").withHeader("Retry-After", later));

    FeishuException failure = rateLimited("late.li");

    assertThat(failure.retryAfter().orElseThrow()).isBetween(seconds(60), aTenthMore(91));
  }

  private static Fault limit(int status, int code, String reset) {
    return Fault.answer(status, code, "request trigger frequency limit")
        .withHeader("x-ogw-ratelimit-reset", reset);
  }

  /** One whose deadline no cooldown fits in. */
  private TestCaller hasty() {
    return TestCaller.of(feishu, reports, time, settings -> settings.callDeadline(seconds(1)));
  }

  private FeishuException rateLimited(String employee) {
    return rateLimited(caller, employee);
  }

  private static FeishuException rateLimited(TestCaller caller, String employee) {
    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call(employee));
    assertThat(failure.rateLimited()).isTrue();
    assertThat(failure.retryable()).isTrue();
    return failure;
  }

  /** Without the waits for permits, which are far shorter. */
  private List<Duration> sleeps() {
    return time.sleeps().stream().filter(sleep -> sleep.toMillis() >= 50).toList();
  }

  private static void isThreeSecondsAndALittle(Duration duration) {
    assertThat(duration).isBetween(seconds(3), aTenthMore(3));
  }

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }

  private static Duration aTenthMore(int seconds) {
    return Duration.ofMillis(seconds * 1_100L);
  }

  private static <T> List<T> together(int threads, Callable<T> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(java.util.Collections.nCopies(threads, work))) {
        results.add(future.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
