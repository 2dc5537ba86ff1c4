package io.remedyflow.feishu.attendance;

import static io.remedyflow.feishu.attendance.AttendanceCalls.APPROVAL;
import static io.remedyflow.feishu.attendance.AttendanceCalls.NINE;
import static io.remedyflow.feishu.attendance.AttendanceCalls.code;
import static io.remedyflow.feishu.attendance.AttendanceCalls.nothing;
import static io.remedyflow.feishu.attendance.AttendanceCalls.start;
import static io.remedyflow.feishu.attendance.AttendanceCalls.started;
import static io.remedyflow.feishu.attendance.AttendanceCalls.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.CallOutcome;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.remedy.DenialReason;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.approval.Punch;
import io.remedyflow.remedy.approval.StartOutcome;
import io.remedyflow.remedy.approval.StartOutcome.Denied;
import io.remedyflow.remedy.approval.StartOutcome.Kind;
import io.remedyflow.remedy.approval.StartOutcome.Present;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Feishu answers to the start of an approval. */
class StartEndpointTest {

  @AutoClose private final AttendanceCalls calls = new AttendanceCalls();

  @Test
  void the_approvals_id_is_the_answer() {
    calls.feishu.next(nothing(2));
    calls.feishu.next(started(APPROVAL));

    assertThat(calls.call(StartOperation.INSTANCE, start()))
        .isEqualTo(new Present(APPROVAL, Kind.STARTED, "log-of-200"));
    assertThat(calls.paths())
        .containsExactly(
            "user_task_remedys/query?employee_type=employee_id",
            "user_task_remedys/query?employee_type=employee_id",
            "user_task_remedys?employee_type=employee_id");
  }

  @Test
  void the_punch_of_a_free_shift_is_sent_as_zeros() {
    calls.feishu.next(nothing(2));
    calls.feishu.next(started(APPROVAL));

    calls.call(StartOperation.INSTANCE, start(Punch.FREE, NINE.plusSeconds(59)));

    assertThat(calls.lastBody())
        .isEqualTo(
            AttendanceCalls.json(
                "{\"user_id\":\"late.li\",\"remedy_date\":20240105,\"punch_no\":0,\"work_type\":0,\"remedy_time\":\"2024-01-05 09:00\",\"reason\":\"忘记打卡\"}"));
  }

  @ParameterizedTest
  @CsvSource({
    "1226501, NOT_NEEDED, nothing to remedy, 无需补卡",
    "1226502, NOT_ALLOWED, does not allow remedies, 不允许补卡",
    "1226503, OUT_OF_RANGE, outside the range, 可补卡天数范围",
    "1226504, QUOTA_USED_UP, used up, 已用完"
  })
  @Provokes({FaultRow.C1, FaultRow.J13})
  void a_denial_is_an_answer(int code, DenialReason reason, String en, String zhCn) {
    calls.feishu.next(nothing(2));
    calls.feishu.next(code(400, code, "no"));

    StartOutcome outcome = calls.call(StartOperation.INSTANCE, start());

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Denied.class,
            denied -> {
              assertThat(denied.reason()).isEqualTo(reason);
              assertThat(denied.code()).isEqualTo(code);
              assertThat(denied.explanation().en()).contains(en);
              assertThat(denied.explanation().zhCn()).contains(zhCn);
              assertThat(denied.logId()).isEqualTo("log-of-400");
            });
    assertThat(calls.reports.last().outcome()).isEqualTo(CallOutcome.DENIED);
  }

  @Test
  void nothing_is_remembered_of_a_denied_start() {
    calls.feishu.next(nothing(2));
    calls.feishu.next(code(400, 1226504, "no"));
    calls.feishu.next(nothing(2));
    calls.feishu.next(started(APPROVAL));

    calls.call(StartOperation.INSTANCE, start());

    assertThat(calls.call(StartOperation.INSTANCE, start()))
        .isEqualTo(new Present(APPROVAL, Kind.STARTED, "log-of-200"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "{\"user_remedy\":null}",
        "{\"user_remedy\":{}}",
        "{\"user_remedy\":{\"approval_id\":null}}",
        "{\"user_remedy\":{\"approval_id\":\" \"}}",
        "{\"user_remedy\":{\"approval_id\":{}}}"
      })
  void an_answer_without_an_id_leaves_the_outcome_unknown(String data) {
    calls.feishu.next(nothing(2));
    calls.feishu.next(success(data), started(APPROVAL));

    FeishuException failure = calls.failure(StartOperation.INSTANCE, start());

    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(calls.starts()).isEqualTo(1);
    assertThat(calls.reports.last().outcome()).isEqualTo(CallOutcome.OUTCOME_UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"update_time\":\"-\"",
        "\"update_time\":\"\"",
        "\"update_time\":\"9223372036854775807\"",
        "\"update_time\":1704416400",
        "\"remedy_date\":20240230",
        "\"remedy_date\":-1",
        "\"punch_no\":-1",
        "\"work_type\":99",
        "\"status\":99",
        "\"remedy_time\":\"yesterday\""
      })
  void a_field_that_cannot_be_read_does_not_hide_the_id(String field) {
    calls.feishu.next(nothing(2));
    calls.feishu.next(
        success("{\"user_remedy\":{\"approval_id\":\"%s\",%s}}".formatted(APPROVAL, field)));

    assertThat(calls.call(StartOperation.INSTANCE, start()))
        .isEqualTo(new Present(APPROVAL, Kind.STARTED, "log-of-200"));
  }

  @ParameterizedTest
  @CsvSource({
    "1220001, time is invalid",
    "1220004, user not exist",
    "1220600, the attendance result has been sealed and can not modify"
  })
  @Provokes(FaultRow.C2)
  void a_value_at_fault_is_a_rejection_with_feishus_words(int code, String msg) {
    calls.feishu.next(nothing(2));
    calls.feishu.next(code(400, code, msg));

    RequestRejectedException rejection = calls.rejection(StartOperation.INSTANCE, start());

    assertThat(rejection.code()).isEqualTo(code);
    assertThat(rejection.explanation().en()).contains(msg);
    assertThat(calls.starts()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "400, 1220600, the object already exists",
    "400, 1220001, The object already exists.",
    "500, 1225001, '{0: import failed}'",
    "400, 1220600, no row affected"
  })
  void what_may_have_been_stored_leaves_the_outcome_unknown(int status, int code, String msg) {
    calls.feishu.next(nothing(2));
    calls.feishu.next(code(status, code, msg), started(APPROVAL));

    FeishuException failure = calls.failure(StartOperation.INSTANCE, start());

    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(failure.code()).isEqualTo(code);
    assertThat(calls.starts()).isEqualTo(1);
  }

  @Test
  @Provokes(FaultRow.T11)
  void the_scope_for_writing_is_named_if_it_is_missing() {
    calls.feishu.next(nothing(2));
    calls.feishu.next(code(400, 99991672, "Access denied"));

    FeishuException failure = calls.failure(StartOperation.INSTANCE, start());

    assertThat(failure.explanation().en()).contains("Add the scope attendance:task ");
    assertThat(failure.outcomeUnknown()).isFalse();
    assertThat(failure.retryable()).isFalse();
  }
}
