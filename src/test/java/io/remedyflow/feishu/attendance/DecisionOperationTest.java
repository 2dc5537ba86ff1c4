package io.remedyflow.feishu.attendance;

import static io.remedyflow.feishu.attendance.AttendanceCalls.APPROVAL;
import static io.remedyflow.feishu.attendance.AttendanceCalls.OTHER_APPROVAL;
import static io.remedyflow.feishu.attendance.AttendanceCalls.code;
import static io.remedyflow.feishu.attendance.AttendanceCalls.decided;
import static io.remedyflow.feishu.attendance.AttendanceCalls.decision;
import static io.remedyflow.feishu.attendance.AttendanceCalls.found;
import static io.remedyflow.feishu.attendance.AttendanceCalls.nothing;
import static io.remedyflow.feishu.attendance.AttendanceCalls.record;
import static io.remedyflow.feishu.attendance.AttendanceCalls.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.CallOutcome;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.approval.Decision;
import io.remedyflow.remedy.approval.DecisionOutcome;
import io.remedyflow.remedy.approval.DecisionOutcome.AlreadyReported;
import io.remedyflow.remedy.approval.DecisionOutcome.Conflict;
import io.remedyflow.remedy.approval.DecisionOutcome.Reported;
import io.remedyflow.remedy.approval.RemedyState;
import io.remedyflow.testing.http.RawFeishu.Act;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionOperationTest {

  private static final Act NOT_POSSIBLE = code(400, 1220001, "status is invalid");

  @AutoClose private final AttendanceCalls calls = new AttendanceCalls();

  @ParameterizedTest
  @CsvSource({"APPROVE, 2", "REJECT, 1", "REVOKE, 4", "REVOKE, 3"})
  void an_accepted_decision_is_reported_in_one_call(Decision decision, int state) {
    calls.feishu.next(decided(state));

    assertThat(calls.call(DecisionOperation.INSTANCE, decision(decision)))
        .isEqualTo(new Reported("log-of-200"));
    assertThat(calls.paths()).containsExactly("approval_infos/process");
    assertThat(calls.lastBody())
        .isEqualTo(
            AttendanceCalls.json(
                "{\"approval_id\":\"%s\",\"approval_type\":\"remedy\",\"status\":%d}"
                    .formatted(APPROVAL, decision.number())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"approval_info\":null}",
        "{\"approval_info\":{}}",
        "{\"approval_info\":{\"status\":null}}",
        "{\"approval_info\":{\"status\":9}}"
      })
  void an_accepted_decision_is_reported_although_feishu_names_no_state(String data) {
    calls.feishu.next(success(data));

    assertThat(calls.call(DecisionOperation.INSTANCE, decision(Decision.APPROVE)))
        .isEqualTo(new Reported("log-of-200"));
  }

  @ParameterizedTest
  @CsvSource({"APPROVE, APPROVED", "REJECT, REJECTED", "REVOKE, CANCELLED", "REVOKE, WITHDRAWN"})
  void a_decision_that_was_made_before_is_already_reported(Decision decision, RemedyState state) {
    calls.feishu.next(NOT_POSSIBLE);
    calls.feishu.next(searches(decision, state));

    assertThat(calls.call(DecisionOperation.INSTANCE, decision(decision)))
        .isEqualTo(new AlreadyReported("log-of-400"));
    assertThat(calls.searched().get(0)).isIn(numbersOf(decision));
  }

  static Stream<List<Object>> conflicts() {
    return Stream.of(Decision.values())
        .flatMap(
            decision ->
                Stream.of(RemedyState.values())
                    .filter(state -> state != decision.from() && !decision.isIn(state))
                    .map(state -> List.<Object>of(decision, state)));
  }

  @ParameterizedTest
  @MethodSource("conflicts")
  void a_remedy_that_is_decided_otherwise_is_a_conflict_that_names_the_state(List<Object> pair) {
    var decision = (Decision) pair.get(0);
    var state = (RemedyState) pair.get(1);
    calls.feishu.next(NOT_POSSIBLE);
    calls.feishu.next(searches(decision, state));

    DecisionOutcome outcome = calls.call(DecisionOperation.INSTANCE, decision(decision));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Conflict.class,
            conflict -> {
              assertThat(conflict.state()).isEqualTo(state);
              assertThat(conflict.code()).isEqualTo(1220001);
              assertThat(conflict.logId()).isEqualTo("log-of-400");
              assertThat(conflict.explanation().en())
                  .contains(
                      "decision to " + decision.word(),
                      "the remedy is " + state.words().en() + ".",
                      "Only a remedy that is " + decision.from().words().en());
              assertThat(conflict.explanation().zhCn())
                  .contains(
                      "“" + decision.words().zhCn() + "”",
                      "当前状态为“" + state.words().zhCn() + "”",
                      "只有“" + decision.from().words().zhCn() + "”");
            });
  }

  @Test
  void there_are_eight_conflicts() {
    // 3 decisions x 5 states, without those that are possible (3) and those made before (4)
    assertThat(conflicts()).hasSize(8);
  }

  @ParameterizedTest
  @EnumSource(Decision.class)
  void a_decision_that_is_possible_but_rejected_keeps_feishus_words(Decision decision) {
    calls.feishu.next(code(400, 1220001, "approval_type is invalid"));
    calls.feishu.next(searches(decision, decision.from()));

    RequestRejectedException rejection =
        calls.rejection(DecisionOperation.INSTANCE, decision(decision));

    assertThat(rejection.code()).isEqualTo(1220001);
    assertThat(rejection.explanation().en()).contains("approval_type is invalid");
  }

  @Test
  void an_approval_that_feishu_does_not_show_is_a_rejection_that_says_so() {
    calls.feishu.next(code(400, 1220004, "approval not exist"));
    calls.feishu.next(nothing(4));
    calls.feishu.next(found(record(OTHER_APPROVAL, RemedyState.WITHDRAWN)));

    RequestRejectedException rejection =
        calls.rejection(DecisionOperation.INSTANCE, decision(Decision.APPROVE));

    assertThat(rejection.code()).isEqualTo(1220004);
    assertThat(rejection.logId()).isEqualTo("log-of-400");
    assertThat(rejection.explanation().en())
        .contains("approval not exist", "Feishu shows no remedy with this approval ID");
    assertThat(rejection.explanation().zhCn()).contains("没有查到该员工当天使用此审批 ID 的补卡申请");
    assertThat(calls.searched()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
  }

  @ParameterizedTest
  @CsvSource({
    "APPROVE, 1, REJECTED",
    "APPROVE, 4, WITHDRAWN",
    "REJECT, 2, APPROVED",
    "REVOKE, 1, REJECTED"
  })
  void a_success_that_names_another_state_is_looked_up(
      Decision decision, int named, RemedyState shown) {
    calls.feishu.next(decided(named));
    calls.feishu.next(searches(decision, shown));

    assertThat(calls.call(DecisionOperation.INSTANCE, decision(decision)))
        .isInstanceOfSatisfying(
            Conflict.class,
            conflict -> {
              assertThat(conflict.state()).isEqualTo(shown);
              assertThat(conflict.code()).isZero();
              assertThat(conflict.logId()).isEqualTo("log-of-200");
            });
  }

  @Test
  void a_success_that_names_the_old_state_is_reported_if_feishu_shows_the_new_one() {
    calls.feishu.next(decided(0), found(record(APPROVAL, RemedyState.APPROVED)));

    assertThat(calls.call(DecisionOperation.INSTANCE, decision(Decision.APPROVE)))
        .isEqualTo(new Reported("log-of-200"));
  }

  @ParameterizedTest
  @EnumSource(Decision.class)
  void a_success_after_which_the_state_is_the_old_one_is_reported_again_later(Decision decision) {
    calls.feishu.next(decided(decision.from().number()));
    calls.feishu.next(searches(decision, decision.from()));

    FeishuException failure = calls.failure(DecisionOperation.INSTANCE, decision(decision));

    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
    assertThat(failure.logId()).isEqualTo("log-of-200");
    assertThat(failure.explanation().en())
        .contains("still " + decision.from().words().en(), "The decision may have been reported.");
    assertThat(failure.explanation().zhCn())
        .contains("仍为“" + decision.from().words().zhCn() + "”", "决定可能已上报");
  }

  static Stream<Act> indefinite() {
    return Stream.of(
        Act.reset(),
        Act.hangUp(),
        code(500, 1225000, "internal error"),
        AttendanceCalls.answer(500, "<html>oops</html>"));
  }

  @ParameterizedTest
  @MethodSource("indefinite")
  @Provokes(FaultRow.W3)
  void a_report_of_which_nothing_is_known_is_not_repeated_by_the_client(Act act) {
    calls.feishu.next(act, decided(2));

    FeishuException failure = calls.failure(DecisionOperation.INSTANCE, decision(Decision.APPROVE));

    assertThat(calls.feishu.attempts()).hasSize(1);
    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
    assertThat(failure.explanation().en())
        .endsWith(
            "The decision may have been reported. The next attempt reports it again, which changes nothing if it was.")
        .doesNotContain("Check in Feishu whether it took effect");
    assertThat(failure.explanation().zhCn()).contains("决定可能已上报");
    assertThat(calls.reports.last().outcome()).isEqualTo(CallOutcome.OUTCOME_UNKNOWN);
  }

  static Stream<Act> thatLeaveOpenWhy() {
    return Stream.of(
        code(400, 1220600, "no row affected"),
        code(400, 1220001, "internal error"),
        code(400, 1220600, "the object already exists"));
  }

  @ParameterizedTest
  @MethodSource("thatLeaveOpenWhy")
  @Provokes(FaultRow.W3)
  void an_answer_that_leaves_open_why_it_was_not_accepted_is_looked_up(Act act) {
    calls.feishu.next(act);
    calls.feishu.next(searches(Decision.APPROVE, RemedyState.APPROVED));

    assertThat(calls.call(DecisionOperation.INSTANCE, decision(Decision.APPROVE)))
        .isEqualTo(new AlreadyReported("log-of-400"));
  }

  @ParameterizedTest
  @MethodSource("thatLeaveOpenWhy")
  void an_answer_that_leaves_open_why_may_be_a_conflict(Act act) {
    calls.feishu.next(act);
    calls.feishu.next(searches(Decision.APPROVE, RemedyState.WITHDRAWN));

    assertThat(calls.call(DecisionOperation.INSTANCE, decision(Decision.APPROVE)))
        .isInstanceOfSatisfying(
            Conflict.class,
            conflict -> assertThat(conflict.state()).isEqualTo(RemedyState.WITHDRAWN));
  }

  static Stream<List<Act>> thatTellNothing() {
    Act failing = code(500, 1225000, "internal error");
    return Stream.of(
        List.of(searches(Decision.APPROVE, RemedyState.PENDING)),
        List.of(nothing(5)),
        List.of(failing, failing, failing),
        List.of(code(400, 1220004, "user not exist")));
  }

  @ParameterizedTest
  @MethodSource("thatTellNothing")
  @Provokes(FaultRow.W3)
  void an_answer_that_leaves_open_why_stays_unknown_if_the_look_up_tells_nothing(List<Act> lookUp) {
    calls.feishu.next(code(400, 1220600, "no row affected"));
    calls.feishu.next(lookUp.toArray(Act[]::new));

    FeishuException failure = calls.failure(DecisionOperation.INSTANCE, decision(Decision.APPROVE));

    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.code()).isEqualTo(1220600);
    assertThat(failure.explanation().en())
        .contains("no row affected", "The decision may have been reported.");
    assertThat(calls.paths()).filteredOn("approval_infos/process"::equals).hasSize(1);
  }

  @Test
  @Provokes(FaultRow.W3)
  void the_next_report_finds_out_what_became_of_the_one_of_which_nothing_is_known() {
    calls.feishu.next(Act.reset(), NOT_POSSIBLE, found(record(APPROVAL, RemedyState.APPROVED)));

    calls.failure(DecisionOperation.INSTANCE, decision(Decision.APPROVE));

    assertThat(calls.call(DecisionOperation.INSTANCE, decision(Decision.APPROVE)))
        .isEqualTo(new AlreadyReported("log-of-400"));
  }

  @Test
  void a_look_up_that_fails_after_a_definite_answer_leaves_nothing_unknown() {
    Act failing = code(500, 1225000, "internal error");
    calls.feishu.next(NOT_POSSIBLE, failing, failing, failing);

    FeishuException failure = calls.failure(DecisionOperation.INSTANCE, decision(Decision.REJECT));

    assertThat(failure.outcomeUnknown()).isFalse();
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.code()).isEqualTo(1225000);
  }

  @Test
  void what_was_surely_not_processed_is_reported_again() {
    calls.feishu.next(
        AttendanceCalls.rateLimited(1), code(400, 99991663, "Invalid access token"), decided(2));

    assertThat(calls.call(DecisionOperation.INSTANCE, decision(Decision.APPROVE)))
        .isEqualTo(new Reported("log-of-200"));
    assertThat(calls.feishu.attempts()).hasSize(3);
  }

  @Test
  void the_scope_for_writing_is_named_if_it_is_missing() {
    calls.feishu.next(code(400, 99991672, "Access denied"));

    assertThat(
            calls
                .failure(DecisionOperation.INSTANCE, decision(Decision.APPROVE))
                .explanation()
                .en())
        .contains("Add the scope attendance:task ");
  }

  /** The searches that follow, as Feishu answers them if the remedy is in that state. */
  private static Act[] searches(Decision decision, RemedyState state) {
    return Stream.of(RemedyState.values())
        .sorted(Comparator.comparing(searched -> !decision.isIn(searched)))
        .map(searched -> searched == state ? found(record(APPROVAL, state)) : found())
        .toArray(Act[]::new);
  }

  private static List<Integer> numbersOf(Decision decision) {
    return Stream.of(RemedyState.values()).filter(decision::isIn).map(RemedyState::number).toList();
  }
}
