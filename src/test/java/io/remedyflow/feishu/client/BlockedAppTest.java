package io.remedyflow.feishu.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.CallOutcome;
import io.remedyflow.feishu.CallReport;
import io.remedyflow.feishu.ConnectionCheck;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.answer.ReplyClassifier;
import io.remedyflow.feishu.attendance.AllowedRemediesEndpoint;
import io.remedyflow.feishu.http.Reply;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.Reports;
import io.remedyflow.testing.TestCaller;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feishu blocks the whole app: one call is enough to know it. */
class BlockedAppTest {

  private static final Fault QUOTA = Fault.answer(429, 99991403, "quota of late.li is used up");

  private final SettableTime time = new SettableTime();
  private final Reports reports = new Reports();
  @AutoClose private final FeishuSimulator feishu = FeishuSimulator.with().unlimited().start();
  @AutoClose private final TestCaller caller = TestCaller.of(feishu, reports, time);

  @ParameterizedTest
  @CsvSource({
    "400, 99991403",
    "429, 99991403",
    "400, 99991672",
    "400, 99991676",
    "400, 99991679",
    "400, 99991401",
    "400, 99991662",
    "403, 99991673",
    "400, 11207",
    "400, 11210",
    "400, 20009",
    "200, 10014",
    "404, 99991201",
    "405, 99991301"
  })
  @Provokes(FaultRow.C9)
  void five_hundred_calls_send_one_request(int status, int code) {
    feishu.onRemedies(Fault.answer(status, code, "as scripted").times(500));

    for (int i = 0; i < 500; i++) {
      var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("late.li"));
      assertThat(failure.code()).isEqualTo(code);
      assertThat(failure.logId()).startsWith("sim-");
      assertThat(failure.retryable()).isFalse();
      assertThat(failure.rateLimited()).isFalse();
    }

    assertThat(feishu.remedyRequests()).hasSize(1);
    assertThat(reports.outcomes()).hasSize(500).containsOnly(CallOutcome.PERMANENT_FAILURE);
    assertThat(reports.calls().stream().map(CallReport::attempts).distinct()).containsExactly(1, 0);
    assertThat(caller.connection().state().appBlocked()).isTrue();
    assertThat(caller.connection().state().circuitOpen()).isFalse();
  }

  @Test
  @Provokes({FaultRow.C9, FaultRow.T1})
  void a_token_that_was_rejected_twice_is_not_held_against_the_others() {
    feishu.onRemedies(Fault.answer(400, 99991663, "Invalid access token").times(2));
    caller.tryToCall("late.li");
    assertThat(reports.last().outcome()).isEqualTo(CallOutcome.PERMANENT_FAILURE);

    assertThat(caller.connection().state().appBlocked()).isFalse();
    assertThat(caller.call("early.chen")).isInstanceOf(Available.class);
  }

  @Test
  @Provokes(FaultRow.C9)
  void a_call_that_is_not_sent_says_why_without_naming_another_employee() {
    feishu.onRemedies(QUOTA);
    caller.tryToCall("late.li");
    String logId = reports.last().logId();
    time.pass(Duration.ofSeconds(12));

    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("early.chen"));

    assertThat(failure.logId()).isEqualTo(logId);
    assertThat(failure.explanation().in(Language.EN))
        .startsWith("The tenant's calls of this month are used up.")
        .contains("12 s ago", "was not sent", "retry the job")
        .doesNotContain("late.li");
    assertThat(failure.explanation().in(Language.ZH_CN))
        .contains("本月的 API 调用次数已用完", "12 秒前", "未发送")
        .doesNotContain("late.li");
  }

  @Test
  @Provokes(FaultRow.C9)
  void half_a_minute_later_one_call_tries_again_and_an_answer_ends_the_block() {
    try (LogLines log = new LogLines()) {
      feishu.onRemedies(QUOTA.times(2));
      caller.tryToCall("late.li");
      time.pass(Block.REMEMBERED.minusMillis(1));
      caller.tryToCall("late.li");
      assertThat(feishu.remedyRequests()).hasSize(1);

      time.pass(Duration.ofMillis(1));
      caller.tryToCall("late.li");
      caller.tryToCall("late.li");
      assertThat(feishu.remedyRequests()).hasSize(2);

      time.pass(Block.REMEMBERED);
      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
      assertThat(caller.connection().state().appBlocked()).isFalse();
      assertThat(log.at(Level.WARN, "blocks the app of connection test: code 99991403")).hasSize(1);
      assertThat(log.at(Level.INFO, "no longer blocks the app")).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 2", "false, 1"})
  @Provokes(FaultRow.C9)
  void while_one_call_tries_again_the_others_wait_for_its_answer(boolean mended, int calls)
      throws Exception {
    BlockedApp app = new BlockedApp("test", time);
    Block endpoint = app.ofEndpoint("query");
    app.heard(endpoint, verdict(99991403));
    time.pass(Block.REMEMBERED);
    AtomicInteger made = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    AtomicReference<Thread> waiting = new AtomicReference<>();
    try {
      Future<Integer> trying =
          threads.submit(
              () ->
                  app.unlessBlocked(
                      endpoint,
                      call(),
                      () -> {
                        begun.countDown();
                        uninterruptibly(answered);
                        app.heard(endpoint, verdict(mended ? 1226504 : 99991403));
                        return made.incrementAndGet();
                      }));
      begun.await();
      Future<Integer> other =
          threads.submit(
              () -> {
                waiting.set(Thread.currentThread());
                return app.unlessBlocked(endpoint, call(), made::incrementAndGet);
              });
      await()
          .until(
              () ->
                  waiting.get() != null && waiting.get().getState() == Thread.State.TIMED_WAITING);
      assertThat(made).hasValue(0);

      answered.countDown();

      assertThat(trying.get()).isEqualTo(1);
      if (mended) {
        assertThat(other.get()).isEqualTo(2);
      } else {
        assertThatThrownBy(other::get).hasCauseInstanceOf(FeishuException.class);
      }
      assertThat(made).hasValue(calls);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_call_that_cannot_wait_for_the_trial_gets_the_known_failure() throws Exception {
    BlockedApp app = new BlockedApp("test", time);
    Block endpoint = app.ofEndpoint("query");
    app.heard(endpoint, verdict(99991403));
    time.pass(Block.REMEMBERED);

    FeishuException known =
        app.unlessBlocked(
            endpoint,
            call(),
            () ->
                catchThrowableOfType(
                    FeishuException.class,
                    () ->
                        app.unlessBlocked(
                            endpoint, new Call(Duration.ofMillis(1), time, true), () -> "sent")));

    assertThat(known.code()).isEqualTo(99991403);
  }

  @Test
  void a_trial_that_breaks_leaves_its_place_to_another() {
    BlockedApp app = new BlockedApp("test", time);
    Block endpoint = app.ofEndpoint("query");
    app.heard(endpoint, verdict(99991403));
    time.pass(Block.REMEMBERED);

    assertThatThrownBy(
            () ->
                app.unlessBlocked(
                    endpoint,
                    call(),
                    () -> {
                      throw new StackOverflowError("as scripted");
                    }))
        .isInstanceOf(StackOverflowError.class);

    assertThat(app.<String>unlessBlocked(endpoint, call(), () -> "sent")).isEqualTo("sent");
    assertThat(app.isOn()).isTrue();
  }

  private Call call() {
    return new Call(Duration.ofSeconds(30), time, true);
  }

  private static ReplyClassifier.Verdict verdict(int code) {
    return ReplyClassifier.judge(
        new Reply(400, Map.of(), ("{\"code\":" + code + "}").getBytes(UTF_8), false),
        AllowedRemediesEndpoint.INSTANCE.codes(),
        "-");
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "500, 1225000, true",
    "429, 99991400, true",
    "400, 1220004, false",
    "400, 1220005, false",
    "400, 1226504, false"
  })
  @Provokes(FaultRow.C9)
  void the_answer_to_the_trial_decides_whether_the_block_is_over(
      int status, int code, boolean stillBlocked) {
    feishu.onRemedies(QUOTA);
    caller.tryToCall("late.li");
    time.pass(Block.REMEMBERED);
    feishu.onRemedies(Fault.answer(status, code, "as scripted").times(Retries.ATTEMPTS_AT_MOST));
    caller.tryToCall("late.li");
    feishu.clearFaults();

    assertThat(caller.connection().state().appBlocked()).isEqualTo(stillBlocked);
    time.pass(caller.connection().state().cooldown());
    assertThat(caller.call("late.li")).as("the next call is sent").isInstanceOf(Available.class);
    assertThat(caller.connection().state().appBlocked()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "400, 1220001",
    "400, 1220002",
    "400, 1220004",
    "400, 1220005",
    "400, 1220600",
    "400, 9499",
    "400, 99992351",
    "500, 1227500",
    "400, 4711"
  })
  @Provokes(FaultRow.C9)
  void what_may_concern_one_employee_only_is_never_held_against_the_others(int status, int code) {
    feishu.onRemedies(Fault.answer(status, code, "auth no permission").times(3));
    caller.tryToCall("late.li");
    feishu.clearFaults();

    assertThat(caller.connection().state().appBlocked()).isFalse();
    assertThat(caller.call("early.chen")).isInstanceOf(Available.class);
  }

  @Test
  @Provokes(FaultRow.C9)
  void a_check_is_sent_all_the_same_and_its_answer_ends_the_block() {
    feishu.onRemedies(QUOTA.times(2));
    caller.tryToCall("late.li");

    ConnectionCheck blocked = caller.check();
    ConnectionCheck mended = caller.check();

    assertThat(blocked.works()).isFalse();
    assertThat(blocked.code()).isEqualTo(99991403);
    assertThat(mended.works()).isTrue();
    assertThat(feishu.remedyRequests()).hasSize(3);
    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
  }

  @Test
  @Provokes(FaultRow.C9)
  void another_connection_over_the_same_app_finds_out_for_itself() {
    feishu.onRemedies(QUOTA);
    caller.tryToCall("late.li");

    try (TestCaller other = TestCaller.of(feishu, time)) {
      assertThat(other.call("late.li")).isInstanceOf(Available.class);
    }
  }

  @Test
  void a_rejected_secret_blocks_the_token_only_and_ends_with_another_secret() {
    feishu.onToken(Fault.answer(200, 10014, "app secret invalid"));
    caller.tryToCall("late.li");

    assertThat(caller.connection().state().appBlocked()).isFalse();
  }
}
