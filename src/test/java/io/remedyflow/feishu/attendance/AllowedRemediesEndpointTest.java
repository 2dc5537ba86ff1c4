package io.remedyflow.feishu.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.remedy.DenialReason;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.PunchStatus;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.remedy.RemedyOutcome.Denied;
import io.remedyflow.remedy.RemedySlot;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.WorkType;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.simulator.RecordedRequest;
import io.remedyflow.simulator.company.Company;
import io.remedyflow.testing.Page;
import io.remedyflow.testing.TestCaller;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedRemediesEndpointTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private final FeishuSimulator feishu = FeishuSimulator.start();
  @AutoClose private final TestCaller caller = TestCaller.of(feishu);

  @Test
  void the_request_is_sent_as_the_page_has_it() throws Exception {
    feishu.onRemedies(Fault.raw(200, "application/json", Page.sampleResponse()));

    caller.call(EmployeeType.EMPLOYEE_NO, "abd754f7", LocalDate.of(2021, 1, 4));

    RecordedRequest request = feishu.remedyRequests().get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path())
        .isEqualTo("/open-apis/attendance/v1/user_task_remedys/query_user_allowed_remedys");
    assertThat(request.query()).isEqualTo("employee_type=employee_no");
    assertThat(request.headers()).containsEntry("Content-Type", "application/json; charset=utf-8");
    assertThat(request.headers().get("Authorization")).startsWith("Bearer t-");
    assertThat(JSON.readTree(request.body())).isEqualTo(JSON.readTree(Page.sampleRequest()));
  }

  @Test
  void the_pages_sample_answer_becomes_a_slot() {
    feishu.onRemedies(Fault.raw(200, "application/json", Page.sampleResponse()));

    assertThat(slots(caller.call("abd754f7")))
        .containsExactly(
            new RemedySlot(
                "abd754f7",
                LocalDate.of(2021, 1, 4),
                false,
                0,
                WorkType.ON_DUTY,
                PunchStatus.LACK,
                LocalDateTime.of(2021, 7, 1, 9, 0),
                LocalDateTime.of(2021, 7, 1, 8, 0),
                LocalDateTime.of(2021, 7, 1, 10, 0)));
  }

  @Test
  void a_night_shift_ends_on_the_next_day() {
    assertThat(slots(caller.call("night.zhou")))
        .singleElement()
        .returns(LocalDate.of(2024, 1, 5), RemedySlot::remedyDate)
        .returns(WorkType.OFF_DUTY, RemedySlot::workType)
        .returns(LocalDateTime.of(2024, 1, 6, 6, 0), RemedySlot::normalPunchTime);
  }

  @Test
  void a_free_shift_says_so() {
    assertThat(slots(caller.call("free.wu"))).singleElement().returns(true, RemedySlot::freePunch);
  }

  @Test
  void a_split_day_keeps_feishus_order() {
    assertThat(slots(caller.call("split.sun")))
        .extracting(slot -> slot.punchNo() + " " + slot.workType())
        .containsExactly("0 ON_DUTY", "0 OFF_DUTY", "1 ON_DUTY", "1 OFF_DUTY");
  }

  @Test
  void a_job_number_keeps_its_leading_zeros() {
    assertThat(slots(caller.call(EmployeeType.EMPLOYEE_NO, "007", TestCaller.DAY)))
        .singleElement()
        .returns("007", RemedySlot::userId);
  }

  @ParameterizedTest
  @CsvSource({
    "faultless.zheng, NOT_NEEDED, 1226501",
    "spotless.feng, NOT_NEEDED, 0",
    "forbidden.chu, NOT_ALLOWED, 1226502",
    "today.jiang, OUT_OF_RANGE, 1226503",
    "spent.shen, QUOTA_USED_UP, 1226504"
  })
  @Provokes({FaultRow.J4, FaultRow.J13, FaultRow.C1})
  void no_is_an_answer(String employee, DenialReason reason, int code) {
    Denied denied = (Denied) caller.call(employee);

    assertThat(denied.reason()).isEqualTo(reason);
    assertThat(denied.code()).isEqualTo(code);
    assertThat(denied.logId()).startsWith("sim-");
    assertThat(denied.explanation().en()).isNotBlank();
  }

  @Test
  @Provokes(FaultRow.C1)
  void a_denial_quotes_feishus_own_message() {
    assertThat(((Denied) caller.call("spent.shen")).explanation())
        .satisfies(
            text -> {
              assertThat(text.en())
                  .contains("used up")
                  .contains("Feishu said: \"no remedy time left\"");
              assertThat(text.zhCn()).contains("补卡次数已用完").contains("“no remedy time left”");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "left.yang, 1220004",
    "invalid.zhu, 1220001",
    "groupless.you, 1220600",
    "shiftless.kong, 1227500",
    "nobody, 1220004"
  })
  @Provokes({FaultRow.C2, FaultRow.C6})
  void a_fault_of_the_request_is_a_rejection(String employee, int code) {
    var rejection =
        catchThrowableOfType(RequestRejectedException.class, () -> caller.call(employee));

    assertThat(rejection.code()).isEqualTo(code);
    assertThat(rejection.logId()).startsWith("sim-");
    assertThat(feishu.remedyRequests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"outside.han, 1220005", "guarded.xu, 1220600"})
  @Provokes({FaultRow.C4, FaultRow.C6})
  void a_failure_that_must_be_fixed_is_not_tried_again(String employee, int code) {
    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call(employee));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.retryable()).isFalse();
    assertThat(feishu.remedyRequests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"broken.lu, 1225000", "historic.shi, 1226500", "locked.he, 1220600"})
  @Provokes({FaultRow.C5, FaultRow.C6})
  void a_failure_that_may_pass_is_tried_again_a_few_times(String employee, int code) {
    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call(employee));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.retryable()).isTrue();
    assertThat(feishu.remedyRequests()).hasSize(FeishuConnection.ATTEMPTS_AT_MOST);
  }

  @Test
  @Provokes(FaultRow.C3)
  void an_unknown_tenant_is_tried_once_more_with_a_fresh_token_and_then_needs_a_person() {
    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("tenantless.qin"));

    assertThat(failure.code()).isEqualTo(1220002);
    assertThat(failure.retryable()).isFalse();
    assertThat(feishu.remedyRequests()).hasSize(2);
    assertThat(feishu.tokenRequests()).hasSize(2);
  }

  @Test
  void every_code_of_the_page_was_met_here() {
    Set<Integer> met = new TreeSet<>();
    Company.employees()
        .forEach(
            employee -> {
              try {
                caller.call(employee.employeeId());
              } catch (RuntimeException e) {
                assertThat(e)
                    .isInstanceOfAny(FeishuException.class, RequestRejectedException.class);
              }
            });
    feishu.remedyRequests().forEach(request -> met.add(request.code()));

    assertThat(met).containsAll(Page.codes().stream().map(Page.CodeRow::code).toList()).contains(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"code\":0,\"msg\":\"success\"}",
        "{\"code\":0,\"data\":null}",
        "{\"code\":0,\"data\":{}}",
        "{\"code\":0,\"data\":{\"user_allowed_remedys\":null}}",
        "{\"code\":0,\"data\":{\"user_allowed_remedys\":[]}}",
        "{\"code\":\"0\",\"data\":{\"more\":[1],\"user_allowed_remedys\":[]}}"
      })
  @Provokes({FaultRow.J3, FaultRow.J4})
  void success_without_a_slot_means_that_nothing_is_needed(String body) {
    feishu.onRemedies(Fault.raw(200, "application/json", body));

    assertThat(caller.call("abd754f7"))
        .isInstanceOfSatisfying(
            Denied.class, denied -> assertThat(denied.reason()).isEqualTo(DenialReason.NOT_NEEDED));
  }

  @Test
  @Provokes({FaultRow.J1, FaultRow.J6, FaultRow.J7, FaultRow.J8})
  void what_feishu_adds_or_leaves_out_breaks_nothing() {
    feishu.onRemedies(
        Fault.raw(
            200,
            "application/json",
            """
            {"code":0,"new":1,"data":{"more":[],"user_allowed_remedys":[
              {"punch_no":"1","work_type":9,"punch_status":"Nor\\nmal<br>","is_free_punch":"false","x":{},
               "normal_punch_time":"2024-01-05 24:00","remedy_start_time":"","remedy_end_time":"2024-02-30 10:00"}]}}
            """));

    assertThat(slots(caller.call("abd754f7")))
        .containsExactly(
            new RemedySlot(
                "abd754f7",
                TestCaller.DAY,
                false,
                1,
                WorkType.UNKNOWN,
                new PunchStatus("Nor mal"),
                null,
                null,
                null));
  }

  @Test
  @Provokes(FaultRow.J6)
  void a_field_of_another_type_is_a_failure_that_names_the_field() {
    var strange =
        Fault.raw(
            200,
            "application/json",
            "{\"code\":0,\"data\":{\"user_allowed_remedys\":[{\"punch_no\":{}}]}}");
    feishu.onRemedies(strange, strange, strange);

    assertThatThrownBy(() -> caller.call("abd754f7"))
        .isInstanceOf(FeishuException.class)
        .hasMessageContaining("punch_no");
  }

  @Test
  @Provokes(FaultRow.J10)
  void another_employees_attendance_is_thrown_away() {
    feishu.onRemedies(Fault.raw(200, "application/json", Page.sampleResponse()));

    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("somebody.else"));

    assertThat(failure.retryable()).isFalse();
    assertThat(failure)
        .hasMessageContaining("another employee")
        .hasMessageNotContaining("abd754f7");
  }

  private static List<RemedySlot> slots(RemedyOutcome outcome) {
    return ((Available) outcome).slots();
  }
}
