package io.remedyflow.feishu.attendance;

import static io.remedyflow.feishu.attendance.AttendanceCalls.APPROVAL;
import static io.remedyflow.feishu.attendance.AttendanceCalls.DAY;
import static io.remedyflow.feishu.attendance.AttendanceCalls.FIRST_ON;
import static io.remedyflow.feishu.attendance.AttendanceCalls.LI;
import static io.remedyflow.feishu.attendance.AttendanceCalls.NINE;
import static io.remedyflow.feishu.attendance.AttendanceCalls.OTHER_APPROVAL;
import static io.remedyflow.feishu.attendance.AttendanceCalls.SHANGHAI;
import static io.remedyflow.feishu.attendance.AttendanceCalls.answer;
import static io.remedyflow.feishu.attendance.AttendanceCalls.code;
import static io.remedyflow.feishu.attendance.AttendanceCalls.found;
import static io.remedyflow.feishu.attendance.AttendanceCalls.nothing;
import static io.remedyflow.feishu.attendance.AttendanceCalls.record;
import static io.remedyflow.feishu.attendance.AttendanceCalls.start;
import static io.remedyflow.feishu.attendance.AttendanceCalls.started;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.CallOutcome;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.WorkType;
import io.remedyflow.remedy.approval.Punch;
import io.remedyflow.remedy.approval.RemedyState;
import io.remedyflow.remedy.approval.StartOutcome;
import io.remedyflow.remedy.approval.StartOutcome.Kind;
import io.remedyflow.remedy.approval.StartOutcome.Present;
import io.remedyflow.remedy.approval.StartRequest;
import io.remedyflow.testing.http.RawFeishu;
import io.remedyflow.testing.http.RawFeishu.Act;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A remedy of a punch is started at most once, whatever happens on the way. */
class AtMostOneApprovalTest {

  private static final Punch SECOND_ON = new Punch(1, WorkType.ON_DUTY);
  private static final Punch FIRST_OFF = new Punch(0, WorkType.OFF_DUTY);
  private static final String MAY_BE_STARTED = "The approval may have been started";
  private static final String MAY_BE_STARTED_ZH = "补卡审批可能已发起";

  @AutoClose private final AttendanceCalls calls = new AttendanceCalls();

  @Test
  void pending_and_approved_remedies_are_looked_up_before_a_start() {
    calls.feishu.next(nothing(2));
    calls.feishu.next(started(APPROVAL));

    calls.call(StartOperation.INSTANCE, start());

    assertThat(calls.searched()).containsExactly(0, 2);
    assertThat(calls.paths().get(2)).startsWith("user_task_remedys?");
    var first = AttendanceCalls.json(calls.feishu.messages().get(0));
    assertThat(first.path("user_ids").get(0).textValue()).isEqualTo("late.li");
    assertThat(first.path("check_time_from").textValue()).isEqualTo("1704211200");
    assertThat(first.path("check_time_to").textValue()).isEqualTo("1704643200");
  }

  @Test
  void an_equal_pending_remedy_is_adopted() {
    calls.feishu.next(found(record(APPROVAL, RemedyState.PENDING)));

    assertThat(calls.call(StartOperation.INSTANCE, start()))
        .isEqualTo(new Present(APPROVAL, Kind.ALREADY_PENDING, "log-of-200"));
    assertThat(calls.starts()).isZero();
  }

  @Test
  void an_equal_approved_remedy_is_adopted() {
    calls.feishu.next(found(), found(record(APPROVAL, RemedyState.APPROVED)));

    assertThat(calls.call(StartOperation.INSTANCE, start()))
        .isEqualTo(new Present(APPROVAL, Kind.ALREADY_APPROVED, "log-of-200"));
    assertThat(calls.starts()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void the_remedy_of_a_free_shift_is_found_whatever_work_type_feishu_reports(int workType) {
    calls.feishu.next(found(record(APPROVAL, RemedyState.PENDING, workType, "2024-01-05 09:00")));

    assertThat(calls.call(StartOperation.INSTANCE, start(Punch.FREE, NINE)))
        .isEqualTo(new Present(APPROVAL, Kind.ALREADY_PENDING, "log-of-200"));
  }

  @Test
  void the_remedy_of_a_free_shift_is_found_without_a_punch() {
    calls.feishu.next(
        found(
            record(APPROVAL, RemedyState.PENDING).replace("\"punch_no\":0,\"work_type\":1,", "")));

    assertThat(calls.call(StartOperation.INSTANCE, start(Punch.FREE, NINE)))
        .isEqualTo(new Present(APPROVAL, Kind.ALREADY_PENDING, "log-of-200"));
  }

  @Test
  void another_time_of_a_free_shift_is_another_remedy() {
    Act morning = found(record(OTHER_APPROVAL, RemedyState.PENDING, 1, "2024-01-05 09:00"));
    calls.feishu.next(morning, found(), started(APPROVAL));

    assertThat(calls.call(StartOperation.INSTANCE, start(Punch.FREE, NINE.plusHours(9))))
        .isEqualTo(new Present(APPROVAL, Kind.STARTED, "log-of-200"));
  }

  @Test
  void a_remedy_that_feishu_shows_without_an_id_gets_no_second_approval() {
    String record = record(APPROVAL, RemedyState.PENDING);
    calls.feishu.next(found(record.replace("\"" + APPROVAL + "\"", "null")));

    FeishuException failure = calls.failure(StartOperation.INSTANCE, start());

    assertThat(calls.starts()).isZero();
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.explanation().en()).contains("without the ID of its approval");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-01-05 08:59", "2024-01-05 09:00", "2024-01-05 09:01", "?", ""})
  void a_time_that_feishu_rounds_or_does_not_tell_is_the_same(String time) {
    calls.feishu.next(found(record(APPROVAL, RemedyState.PENDING, 1, time)));

    assertThat(calls.call(StartOperation.INSTANCE, start(FIRST_ON, NINE.plusSeconds(59))))
        .isEqualTo(new Present(APPROVAL, Kind.ALREADY_PENDING, "log-of-200"));
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING, 2024-01-05 09:02, pending, 审批中",
    "APPROVED, 2024-01-05 08:30, approved, 已通过"
  })
  void another_time_of_the_same_punch_is_a_rejection_that_names_it(
      RemedyState state, String time, String en, String zhCn) {
    Act there = found(record(APPROVAL, state, 1, time));
    calls.feishu.next(state == RemedyState.PENDING ? there : found(), there);

    RequestRejectedException rejection = calls.rejection(StartOperation.INSTANCE, start());

    assertThat(rejection.explanation().en())
        .contains(time.replace(' ', 'T'), "is " + en + " already", APPROVAL);
    assertThat(rejection.explanation().zhCn()).contains(zhCn, APPROVAL);
    assertThat(rejection.logId()).isEqualTo("log-of-200");
    assertThat(calls.starts()).isZero();
  }

  static Stream<String> ofAnotherPunch() {
    String record = record(OTHER_APPROVAL, RemedyState.PENDING);
    return Stream.of(
        record.replace("20240105", "20240106"),
        record.replace("\"remedy_date\":20240105,", ""),
        record.replace("\"punch_no\":0", "\"punch_no\":1"),
        record.replace("\"work_type\":1", "\"work_type\":2"),
        record.replace("\"punch_no\":0,", ""),
        "{}");
  }

  @ParameterizedTest
  @MethodSource("ofAnotherPunch")
  void a_remedy_of_another_punch_is_not_in_the_way(String record) {
    calls.feishu.next(found(record), found(), started(APPROVAL));

    assertThat(calls.call(StartOperation.INSTANCE, start()))
        .isEqualTo(new Present(APPROVAL, Kind.STARTED, "log-of-200"));
  }

  @Test
  void other_punches_of_the_day_are_started_beside_it() {
    calls.feishu.next(nothing(2));
    calls.feishu.next(started("1"));
    calls.feishu.next(nothing(2));
    calls.feishu.next(started("2"));
    calls.feishu.next(nothing(2));
    calls.feishu.next(started("3"));

    assertThat(calls.call(StartOperation.INSTANCE, start())).matches(AtMostOneApprovalTest::isNew);
    assertThat(calls.call(StartOperation.INSTANCE, start(FIRST_OFF, NINE.plusHours(9))))
        .matches(AtMostOneApprovalTest::isNew);
    assertThat(calls.call(StartOperation.INSTANCE, start(SECOND_ON, NINE.plusHours(4))))
        .matches(AtMostOneApprovalTest::isNew);
  }

  static Stream<Act> indefinite() {
    byte[] whole = RawFeishu.message(200, "", "{\"code\":0,\"data\":{}}".getBytes(UTF_8));
    return Stream.of(
        Act.reset(),
        Act.hangUp(),
        Act.bytes(Arrays.copyOf(whole, whole.length - 5)).then(Act.hangUp()),
        code(500, 1225000, "internal error"),
        code(200, 1227500, "shift service"),
        answer(500, "<html>oops</html>"),
        answer(502, "<html>bad gateway</html>"),
        answer(503, ""),
        answer(200, "<html>captive portal</html>"),
        answer(200, "{\"code\":0,\"data\":{}}"),
        answer(200, "{\"code\":0,\"data\":{\"user_remedy\":"));
  }

  @ParameterizedTest
  @MethodSource("indefinite")
  @Provokes(FaultRow.W1)
  void a_start_of_which_nothing_is_known_is_never_repeated_by_the_client(Act act) {
    calls.feishu.next(nothing(2));
    calls.feishu.next(act, started(OTHER_APPROVAL));

    FeishuException failure = calls.failure(StartOperation.INSTANCE, start());

    assertThat(calls.starts()).isEqualTo(1);
    assertMayBeStarted(failure);
    assertThat(failure.explanation().en())
        .contains(
            "look under the employee's remedy records", "before you retry", "looks for it first")
        .doesNotContain("Check in Feishu whether it took effect");
    assertThat(calls.reports.last().outcome()).isEqualTo(CallOutcome.OUTCOME_UNKNOWN);
    assertThat(calls.reports.last().attempts()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"120, 120", "5, 30"})
  @Provokes(FaultRow.W1)
  void the_next_attempt_waits_as_long_as_a_gateway_names_if_that_is_longer(int named, int waits) {
    calls.feishu.next(nothing(2));
    calls.feishu.next(
        Act.answer(503, "Retry-After: %d\r\n".formatted(named), "<html/>".getBytes(UTF_8)));

    FeishuException failure = calls.failure(StartOperation.INSTANCE, start());

    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(waits));
    assertThat(calls.starts()).isEqualTo(1);
  }

  @Test
  @Provokes(FaultRow.W1)
  void a_start_that_is_not_answered_until_the_deadline_may_have_been_started() {
    try (FeishuConnection hasty = calls.connection(Time.SYSTEM, Duration.ofSeconds(1))) {
      calls.feishu.next(nothing(2));
      calls.feishu.next(Act.silence());

      assertMayBeStarted(AttendanceCalls.failure(hasty, StartOperation.INSTANCE, start()));

      assertThat(calls.starts()).isEqualTo(1);
      assertThat(calls.reports.outcomes())
          .containsExactly(CallOutcome.ANSWERED, CallOutcome.ANSWERED, CallOutcome.OUTCOME_UNKNOWN);
    }
  }

  @Test
  @Provokes(FaultRow.W1)
  void a_start_whose_connection_is_closed_meanwhile_may_have_been_started() {
    calls.feishu.next(nothing(2));
    calls.feishu.next(Act.silence());
    CompletableFuture<StartOutcome> answer =
        calls.connection.begin(StartOperation.INSTANCE, start());
    await().until(() -> calls.starts() == 1);

    calls.connection.close();

    assertThatThrownBy(answer::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(FeishuException.class, AtMostOneApprovalTest::assertMayBeStarted);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Provokes(FaultRow.W1)
  void a_start_whose_caller_is_interrupted_may_have_been_started(boolean begun) throws Exception {
    calls.feishu.next(nothing(2));
    calls.feishu.next(Act.silence());
    var failed = new CompletableFuture<FeishuException>();
    CompletableFuture<StartOutcome> answer =
        begun ? calls.connection.begin(StartOperation.INSTANCE, start()) : null;
    Thread caller =
        new Thread(
            () ->
                failed.complete(
                    answer == null
                        ? calls.failure(StartOperation.INSTANCE, start())
                        : catchThrowableOfType(
                            FeishuException.class, () -> FeishuConnection.await(answer))));
    caller.start();
    await().until(() -> calls.starts() == 1);

    caller.interrupt();
    caller.join();

    assertMayBeStarted(failed.join());
  }

  @Test
  @Provokes(FaultRow.W1)
  void the_next_start_finds_the_one_of_which_nothing_is_known() {
    calls.feishu.next(nothing(2));
    calls.feishu.next(Act.reset());
    calls.feishu.next(found(record(APPROVAL, RemedyState.PENDING)));

    calls.failure(StartOperation.INSTANCE, start());

    assertThat(calls.call(StartOperation.INSTANCE, start()))
        .isEqualTo(new Present(APPROVAL, Kind.ALREADY_PENDING, "log-of-200"));
    assertThat(calls.starts()).isEqualTo(1);
  }

  static Stream<Act> notProcessed() {
    return Stream.of(
        AttendanceCalls.rateLimited(1),
        answer(429, "<html>too many</html>"),
        code(400, 99991663, "Invalid access token"),
        code(400, 1220600, "too many requests"));
  }

  @ParameterizedTest
  @MethodSource("notProcessed")
  void a_start_that_was_surely_not_processed_is_sent_again(Act act) {
    calls.feishu.next(nothing(2));
    calls.feishu.next(act, started(APPROVAL));

    assertThat(calls.call(StartOperation.INSTANCE, start()))
        .isEqualTo(new Present(APPROVAL, Kind.STARTED, "log-of-200"));
    assertThat(calls.starts()).isEqualTo(2);
  }

  @Test
  void a_start_that_is_rate_limited_for_long_was_not_started_for_sure() {
    calls.feishu.next(nothing(2));
    calls.feishu.next(AttendanceCalls.rateLimited(60));

    FeishuException failure = calls.failure(StartOperation.INSTANCE, start());

    assertThat(failure.rateLimited()).isTrue();
    assertThat(failure.outcomeUnknown()).isFalse();
    assertThat(failure.explanation().en()).doesNotContain(MAY_BE_STARTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  @Provokes(FaultRow.W2)
  void a_look_up_that_fails_says_what_may_have_been_before(int before) {
    Act failing = code(500, 1225000, "internal error");
    calls.feishu.next(nothing(before));
    calls.feishu.next(failing, failing, failing);

    FeishuException failure = calls.failure(StartOperation.INSTANCE, start());

    assertThat(failure.explanation().en()).contains(MAY_BE_STARTED);
    assertThat(failure.explanation().zhCn()).contains(MAY_BE_STARTED_ZH);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.code()).isEqualTo(1225000);
    assertThat(calls.starts()).isZero();
  }

  @Test
  @Provokes(FaultRow.W2)
  void a_look_up_that_finds_another_employee_starts_nothing() {
    calls.feishu.next(
        found(record(APPROVAL, RemedyState.PENDING).replace("late.li", "early.qian")));

    assertThat(calls.failure(StartOperation.INSTANCE, start()).retryable()).isFalse();
    assertThat(calls.starts()).isZero();
  }

  @Test
  @Provokes(FaultRow.W2)
  void a_look_up_that_finds_no_list_starts_nothing() {
    Act other = AttendanceCalls.success("{\"remedies\":[]}");
    calls.feishu.next(other, other, other, started(APPROVAL));

    assertThat(calls.failure(StartOperation.INSTANCE, start()).explanation().en())
        .contains("no list \"user_remedys\"", MAY_BE_STARTED);
    assertThat(calls.starts()).isZero();
  }

  @Test
  void a_look_up_that_is_rate_limited_says_nothing_of_a_start() {
    calls.feishu.next(AttendanceCalls.rateLimited(60));

    FeishuException failure = calls.failure(StartOperation.INSTANCE, start());

    assertThat(failure.rateLimited()).isTrue();
    assertThat(failure.explanation().en()).doesNotContain(MAY_BE_STARTED);
    assertThat(failure.explanation().zhCn()).doesNotContain(MAY_BE_STARTED_ZH);
  }

  @Test
  void a_look_up_that_is_interrupted_says_nothing_of_a_start() {
    calls.feishu.next(Act.silence());
    CompletableFuture<StartOutcome> answer =
        calls.connection.begin(StartOperation.INSTANCE, start());
    await().until(() -> !calls.feishu.attempts().isEmpty());

    calls.connection.close();

    assertThatThrownBy(answer::join)
        .cause()
        .isInstanceOfSatisfying(
            FeishuException.class,
            failure -> {
              assertThat(failure.interrupted()).isTrue();
              assertThat(failure.explanation().en()).doesNotContain(MAY_BE_STARTED);
            });
  }

  @Test
  @Provokes(FaultRow.W4)
  void of_two_starts_of_one_punch_at_the_same_time_one_waits_without_losing_a_retry() {
    CountDownLatch go = new CountDownLatch(1);
    calls.feishu.next(nothing(2));
    calls.feishu.next(after(go, started(APPROVAL)));
    CompletableFuture<StartOutcome> first =
        calls.connection.begin(StartOperation.INSTANCE, start());
    await().until(() -> calls.starts() == 1);

    FeishuException second = calls.failure(StartOperation.INSTANCE, start());
    calls.feishu.next(nothing(2));
    calls.feishu.next(started("2"));
    StartOutcome other = calls.call(StartOperation.INSTANCE, start(FIRST_OFF, NINE.plusHours(9)));
    go.countDown();

    assertThat(first.join()).isEqualTo(new Present(APPROVAL, Kind.STARTED, "log-of-200"));
    assertThat(second.rateLimited()).isTrue();
    assertThat(second.retryAfter()).contains(Duration.ofSeconds(1));
    assertThat(second.outcomeUnknown()).isFalse();
    assertThat(second.explanation().en()).contains("Another task is starting a remedy");
    assertThat(second.explanation().zhCn()).contains("另一个任务正在");
    assertThat(isNew(other)).isTrue();
    calls.feishu.next(found(record(APPROVAL, RemedyState.PENDING)));
    assertThat(calls.call(StartOperation.INSTANCE, start()))
        .isEqualTo(new Present(APPROVAL, Kind.ALREADY_PENDING, "log-of-200"));
    assertThat(calls.starts()).isEqualTo(2);
  }

  @Test
  void a_start_that_fails_does_not_keep_the_next_one_waiting() {
    Act failing = code(500, 1225000, "internal error");
    calls.feishu.next(failing, failing, failing);
    calls.feishu.next(nothing(2));
    calls.feishu.next(started(APPROVAL));

    calls.failure(StartOperation.INSTANCE, start());

    assertThat(isNew(calls.call(StartOperation.INSTANCE, start()))).isTrue();
  }

  @Test
  @Provokes(FaultRow.W5)
  void a_start_that_feishu_does_not_show_yet_is_remembered() {
    calls.feishu.next(nothing(2));
    calls.feishu.next(started(APPROVAL));
    calls.feishu.next(nothing(5));

    calls.call(StartOperation.INSTANCE, start());

    assertThat(calls.call(StartOperation.INSTANCE, start(FIRST_ON, NINE.plusMinutes(1))))
        .isEqualTo(new Present(APPROVAL, Kind.ALREADY_PENDING, null));
    assertThat(calls.starts()).isEqualTo(1);
    assertThat(calls.searched()).containsExactly(0, 2, 0, 2, 1, 3, 4);
  }

  @Test
  @Provokes(FaultRow.W5)
  void another_connection_to_the_same_app_remembers_it_too() {
    calls.feishu.next(nothing(2));
    calls.feishu.next(started(APPROVAL));
    calls.feishu.next(nothing(5));
    calls.call(StartOperation.INSTANCE, start());

    try (FeishuConnection other = calls.connection(calls.time, Duration.ofSeconds(20))) {
      assertThat(other.call(StartOperation.INSTANCE, start()))
          .isEqualTo(new Present(APPROVAL, Kind.ALREADY_PENDING, null));
    }
  }

  @Test
  void another_app_does_not_know_of_it() {
    calls.feishu.next(nothing(2));
    calls.feishu.next(started(APPROVAL));
    calls.feishu.next(nothing(2));
    calls.feishu.next(started(OTHER_APPROVAL));
    calls.call(StartOperation.INSTANCE, start());

    try (FeishuConnection other =
        new FeishuConnection(
            calls.settings().appId("cli_other").build(), calls.reports, calls.time)) {
      assertThat(isNew(other.call(StartOperation.INSTANCE, start()))).isTrue();
    }
  }

  @Test
  @Provokes(FaultRow.W5)
  void another_time_of_a_start_that_is_remembered_is_a_rejection() {
    calls.feishu.next(nothing(2));
    calls.feishu.next(started(APPROVAL));
    calls.feishu.next(nothing(5));
    calls.call(StartOperation.INSTANCE, start());

    RequestRejectedException rejection =
        calls.rejection(StartOperation.INSTANCE, start(FIRST_ON, NINE.plusMinutes(2)));

    assertThat(rejection.explanation().en()).contains("2024-01-05T09:00 is pending already");
    assertThat(calls.starts()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = RemedyState.class,
      names = {"REJECTED", "CANCELLED", "WITHDRAWN"})
  @Provokes(FaultRow.W5)
  void a_start_that_is_remembered_but_decided_otherwise_is_started_again(RemedyState state) {
    calls.feishu.next(nothing(2));
    calls.feishu.next(started(APPROVAL));
    calls.feishu.next(nothing(2));
    for (RemedyState searched :
        new RemedyState[] {RemedyState.REJECTED, RemedyState.CANCELLED, RemedyState.WITHDRAWN}) {
      if (searched.compareTo(state) <= 0) {
        calls.feishu.next(searched == state ? found(record(APPROVAL, state)) : found());
      }
    }
    calls.feishu.next(started(OTHER_APPROVAL));
    calls.call(StartOperation.INSTANCE, start());

    assertThat(calls.call(StartOperation.INSTANCE, start(FIRST_ON, NINE.plusHours(1))))
        .isEqualTo(new Present(OTHER_APPROVAL, Kind.STARTED, "log-of-200"));
  }

  @Test
  void the_reason_makes_no_difference() {
    calls.feishu.next(found(record(APPROVAL, RemedyState.PENDING)));

    assertThat(
            calls.call(
                StartOperation.INSTANCE,
                new StartRequest(LI, DAY, FIRST_ON, NINE, "another reason", SHANGHAI)))
        .isEqualTo(new Present(APPROVAL, Kind.ALREADY_PENDING, "log-of-200"));
  }

  private static Act after(CountDownLatch go, Act act) {
    Act wait = (socket, feishu) -> go.await();
    return wait.then(act);
  }

  private static boolean isNew(StartOutcome outcome) {
    return outcome instanceof Present present && present.kind() == Kind.STARTED;
  }

  private static void assertMayBeStarted(FeishuException failure) {
    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.rateLimited()).isFalse();
    assertThat(failure.interrupted()).isFalse();
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
    assertThat(failure.explanation().en()).contains(MAY_BE_STARTED);
    assertThat(failure.explanation().zhCn()).contains(MAY_BE_STARTED_ZH);
  }
}
