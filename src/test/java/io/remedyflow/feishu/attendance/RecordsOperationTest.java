package io.remedyflow.feishu.attendance;

import static io.remedyflow.feishu.attendance.AttendanceCalls.APPROVAL;
import static io.remedyflow.feishu.attendance.AttendanceCalls.DAY;
import static io.remedyflow.feishu.attendance.AttendanceCalls.LI;
import static io.remedyflow.feishu.attendance.AttendanceCalls.OTHER_APPROVAL;
import static io.remedyflow.feishu.attendance.AttendanceCalls.SHANGHAI;
import static io.remedyflow.feishu.attendance.AttendanceCalls.found;
import static io.remedyflow.feishu.attendance.AttendanceCalls.nothing;
import static io.remedyflow.feishu.attendance.AttendanceCalls.record;
import static io.remedyflow.feishu.attendance.AttendanceCalls.records;
import static io.remedyflow.feishu.attendance.AttendanceCalls.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.remedy.WorkType;
import io.remedyflow.remedy.approval.Punch;
import io.remedyflow.remedy.approval.RecordsQuery;
import io.remedyflow.remedy.approval.RemedyRecord;
import io.remedyflow.remedy.approval.RemedyState;
import io.remedyflow.testing.http.RawFeishu.Act;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsOperationTest {

  private static final Set<RemedyState> PENDING = Set.of(RemedyState.PENDING);

  @AutoClose private final AttendanceCalls calls = new AttendanceCalls();

  @Test
  void each_state_is_searched_once_in_feishus_order() {
    for (RemedyState state : RemedyState.values()) {
      calls.feishu.next(found(record("id-" + state, state)));
    }

    List<RemedyRecord> found = calls.call(RecordsOperation.INSTANCE, records()).records();

    assertThat(calls.searched()).containsExactly(0, 1, 2, 3, 4);
    assertThat(found).extracting(RemedyRecord::state).containsExactly(RemedyState.values());
    assertThat(found)
        .extracting(RemedyRecord::approvalId)
        .containsExactly(
            "id-PENDING", "id-REJECTED", "id-APPROVED", "id-CANCELLED", "id-WITHDRAWN");
  }

  @Test
  void only_the_states_that_count_are_searched() {
    calls.feishu.next(nothing(2));

    calls.call(
        RecordsOperation.INSTANCE,
        records(EnumSet.of(RemedyState.WITHDRAWN, RemedyState.REJECTED)));

    assertThat(calls.searched()).containsExactly(1, 4);
  }

  @Test
  void a_remedy_that_is_decided_during_the_search_is_found_once_with_its_later_state() {
    calls.feishu.next(
        found(record(APPROVAL, RemedyState.PENDING), record("other", RemedyState.PENDING)),
        found(),
        found(record(APPROVAL, RemedyState.APPROVED)),
        found(),
        found());

    List<RemedyRecord> found = calls.call(RecordsOperation.INSTANCE, records()).records();

    assertThat(found)
        .extracting(RemedyRecord::approvalId, RemedyRecord::state)
        .containsExactly(
            tuple("other", RemedyState.PENDING), tuple(APPROVAL, RemedyState.APPROVED));
  }

  @Test
  void remedies_without_an_approval_are_all_kept() {
    String one = record("", RemedyState.PENDING);
    calls.feishu.next(found(one, one));

    assertThat(calls.call(RecordsOperation.INSTANCE, records(PENDING)).records()).hasSize(2);
  }

  @Test
  @Provokes(FaultRow.J10)
  void the_records_of_another_employee_are_discarded() {
    calls.feishu.next(
        found(
            record(APPROVAL, RemedyState.PENDING),
            record(OTHER_APPROVAL, RemedyState.PENDING).replace("late.li", "early.qian")));

    FeishuException failure = calls.failure(RecordsOperation.INSTANCE, records());

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.explanation().en())
        .contains("another employee's data")
        .doesNotContain("early.qian");
    assertThat(calls.searched()).hasSize(1);
  }

  @Test
  void records_outside_the_days_are_left_out() {
    String record = record(APPROVAL, RemedyState.PENDING);
    calls.feishu.next(
        found(
            record.replace("20240105", "20240104"),
            record.replace("20240105", "20240106").replace(APPROVAL, "next"),
            record.replace("20240105", "20240107").replace(APPROVAL, "after"),
            record.replace("20240105", "null").replace(APPROVAL, "undated")));

    var query = new RecordsQuery(List.of(LI), DAY, DAY.plusDays(1), PENDING, SHANGHAI);

    assertThat(calls.call(RecordsOperation.INSTANCE, query).records())
        .extracting(RemedyRecord::approvalId)
        .containsExactly("next", "undated");
  }

  @Test
  @Provokes(FaultRow.J7)
  void a_state_that_is_not_known_is_no_reason_to_fail() {
    calls.feishu.next(
        found(
            record(APPROVAL, RemedyState.PENDING).replace("\"status\":0", "\"status\":7"),
            record("x", RemedyState.PENDING).replace("\"status\":0", "\"status\":\"0\""),
            record("y", RemedyState.PENDING).replace("\"work_type\":1", "\"work_type\":9")));

    List<RemedyRecord> found = calls.call(RecordsOperation.INSTANCE, records(PENDING)).records();

    assertThat(found)
        .extracting(RemedyRecord::state)
        .containsExactly(null, RemedyState.PENDING, RemedyState.PENDING);
    assertThat(found.get(2).punch()).isEqualTo(new Punch(0, WorkType.UNKNOWN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"-\"",
        "\"\"",
        "null",
        "\"soon\"",
        "\"9223372036854775807\"",
        "\"1e9\"",
        "\"-9223372036854775808\""
      })
  @Provokes(FaultRow.J8)
  void a_time_of_change_that_cannot_be_read_counts_as_missing(String time) {
    calls.feishu.next(found(record(APPROVAL, RemedyState.PENDING).replace("\"1704416400\"", time)));

    assertThat(calls.call(RecordsOperation.INSTANCE, records(PENDING)).records())
        .singleElement()
        .returns(null, RemedyRecord::changed)
        .returns(APPROVAL, RemedyRecord::approvalId);
  }

  @Test
  @Provokes(FaultRow.J17)
  void a_record_without_any_field_is_a_record() {
    calls.feishu.next(found("{}", "null"));

    assertThat(calls.call(RecordsOperation.INSTANCE, records(PENDING)).records())
        .containsExactly(new RemedyRecord(null, null, null, null, null, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "{\"user_remedys\":null}", "{\"user_remedys\":[]}"})
  @Provokes({FaultRow.J3, FaultRow.J4})
  void nothing_is_found_where_nothing_is_answered(String data) {
    calls.feishu.next(success(data));

    assertThat(calls.call(RecordsOperation.INSTANCE, records(PENDING)).records()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"remedies\":[{\"approval_id\":\"7\"}]}",
        "{\"has_more\":false}",
        "{\"user_remedys\":[null]}",
        "{\"user_remedys\":{}}",
        "{\"user_remedys\":\"none\"}",
        "[]",
        "7"
      })
  @Provokes({FaultRow.J5, FaultRow.J16})
  void an_answer_without_its_list_is_no_answer(String data) {
    calls.feishu.next(success(data), success(data), found(record(APPROVAL, RemedyState.PENDING)));

    assertThat(calls.call(RecordsOperation.INSTANCE, records(PENDING)).records()).hasSize(1);
    assertThat(calls.searched()).hasSize(3);
  }

  @Test
  @Provokes(FaultRow.J11)
  void five_thousand_records_are_passed_on_and_one_more_is_a_permanent_failure() {
    String[] all =
        IntStream.range(0, RecordsEndpoint.RECORDS_AT_MOST + 1)
            .mapToObj(n -> "{\"approval_id\":\"%d\"}".formatted(n))
            .toArray(String[]::new);
    calls.feishu.next(found(Arrays.copyOf(all, RecordsEndpoint.RECORDS_AT_MOST)), found(all));

    assertThat(calls.call(RecordsOperation.INSTANCE, records(PENDING)).records()).hasSize(5_000);
    FeishuException failure = calls.failure(RecordsOperation.INSTANCE, records(PENDING));

    assertThat(failure.explanation().en()).contains("5001 remedies, more than 5000");
    assertThat(failure.explanation().zhCn()).contains("5001 条补卡记录");
    assertThat(failure.retryable()).isFalse();
    assertThat(calls.searched()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "Asia/Shanghai, 1704211200, 1704729600",
    "America/New_York, 1704258000, 1704776400",
    "UTC, 1704240000, 1704758400"
  })
  void times_are_searched_two_days_around_the_attendance_days(String zone, String from, String to) {
    calls.feishu.next(nothing(1));

    calls.call(
        RecordsOperation.INSTANCE,
        new RecordsQuery(List.of(LI), DAY, DAY.plusDays(1), PENDING, ZoneId.of(zone)));

    assertThat(calls.lastBody().path("check_time_from").textValue()).isEqualTo(from);
    assertThat(calls.lastBody().path("check_time_to").textValue()).isEqualTo(to);
    assertThat(calls.lastBody().path("user_ids")).hasSize(1);
  }

  @Test
  void fifty_employees_are_searched_in_one_call_for_each_state() {
    calls.feishu.next(nothing(1));
    var employees =
        IntStream.range(0, 50).mapToObj(n -> AttendanceCalls.employee("e" + n)).toList();

    calls.call(RecordsOperation.INSTANCE, new RecordsQuery(employees, DAY, DAY, PENDING, SHANGHAI));

    assertThat(calls.lastBody().path("user_ids")).hasSize(50);
    assertThat(calls.feishu.messages()).hasSize(1);
  }

  @Test
  void a_state_that_fails_fails_the_whole_search() {
    calls.feishu.next(found(record(APPROVAL, RemedyState.PENDING)));
    calls.feishu.next(
        Collections.nCopies(3, AttendanceCalls.code(500, 1225000, "internal error"))
            .toArray(Act[]::new));

    FeishuException failure = calls.failure(RecordsOperation.INSTANCE, records());

    assertThat(failure.retryable()).isTrue();
    assertThat(failure.outcomeUnknown()).isFalse();
    assertThat(failure.code()).isEqualTo(1225000);
  }
}
