package io.remedyflow.feishu.attendance;

import static io.remedyflow.feishu.attendance.AttendanceCalls.APPROVAL;
import static io.remedyflow.feishu.attendance.AttendanceCalls.DAY;
import static io.remedyflow.feishu.attendance.AttendanceCalls.FIRST_ON;
import static io.remedyflow.feishu.attendance.AttendanceCalls.NINE;
import static io.remedyflow.feishu.attendance.AttendanceCalls.SHANGHAI;
import static io.remedyflow.feishu.attendance.AttendanceCalls.decided;
import static io.remedyflow.feishu.attendance.AttendanceCalls.found;
import static io.remedyflow.feishu.attendance.AttendanceCalls.json;
import static io.remedyflow.feishu.attendance.AttendanceCalls.record;
import static io.remedyflow.feishu.attendance.AttendanceCalls.success;
import static org.assertj.core.api.Assertions.assertThat;

import com.lark.oapi.Client;
import com.lark.oapi.service.attendance.v1.model.CreateUserTaskRemedyReq;
import com.lark.oapi.service.attendance.v1.model.ProcessApprovalInfoReq;
import com.lark.oapi.service.attendance.v1.model.ProcessApprovalInfoReqBody;
import com.lark.oapi.service.attendance.v1.model.QueryUserTaskRemedyReq;
import com.lark.oapi.service.attendance.v1.model.QueryUserTaskRemedyReqBody;
import com.lark.oapi.service.attendance.v1.model.UserTaskRemedy;
import com.lark.oapi.service.contact.v3.model.BatchGetIdUserReq;
import com.lark.oapi.service.contact.v3.model.BatchGetIdUserReqBody;
import com.lark.oapi.service.contact.v3.model.UserContactInfo;
import io.remedyflow.feishu.contact.UserIdsEndpoint;
import io.remedyflow.remedy.EmployeeId;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.WorkType;
import io.remedyflow.remedy.approval.Decision;
import io.remedyflow.remedy.approval.DecisionRequest;
import io.remedyflow.remedy.approval.Punch;
import io.remedyflow.remedy.approval.RecordsQuery;
import io.remedyflow.remedy.approval.RemedyRecord;
import io.remedyflow.remedy.approval.RemedyState;
import io.remedyflow.remedy.approval.StartOutcome;
import io.remedyflow.remedy.approval.StartRequest;
import io.remedyflow.remedy.employee.EmployeeAddress;
import io.remedyflow.remedy.employee.EmployeeOutcome;
import io.remedyflow.remedy.employee.EmployeeQuery;
import io.remedyflow.testing.TestSettings;
import io.remedyflow.testing.http.RawFeishu.Act;
import io.remedyflow.testing.http.RawRequest;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lark's official SDK sends and reads what we do around a remedy, or one of us is wrong. */
class SdkOracleOfWritesTest {

  @AutoClose private final AttendanceCalls calls = new AttendanceCalls();

  @ParameterizedTest
  @CsvSource({"true, li.chi@example.com", "false, 13812345678", "false, +6591234567"})
  void an_employee_is_found_as_the_sdk_finds_one(boolean email, String address) throws Exception {
    Act found =
        success(
            "{\"user_list\":[{\"user_id\":\"late.li\",\"%s\":\"%s\",\"status\":{\"is_frozen\":false,\"is_resigned\":true,\"is_activated\":true,\"is_exited\":false,\"is_unjoin\":false}}]}"
                .formatted(email ? "email" : "mobile", address));
    calls.feishu.next(found, found);

    BatchGetIdUserReqBody.Builder body = BatchGetIdUserReqBody.newBuilder().includeResigned(true);
    String[] one = {address};
    UserContactInfo theirs =
        sdk()
            .contact()
            .v3()
            .user()
            .batchGetId(
                BatchGetIdUserReq.newBuilder()
                    .userIdType("user_id")
                    .batchGetIdUserReqBody((email ? body.emails(one) : body.mobiles(one)).build())
                    .build())
            .getData()
            .getUserList()[0];
    EmployeeOutcome ours =
        calls.call(
            UserIdsEndpoint.INSTANCE,
            new EmployeeQuery(
                email ? EmployeeAddress.Email.of(address) : EmployeeAddress.Mobile.of(address),
                true));

    assertSameMessages();
    assertThat(ours)
        .isInstanceOfSatisfying(
            EmployeeOutcome.Inactive.class,
            inactive -> assertThat(inactive.userId()).isEqualTo(theirs.getUserId()));
    assertThat(theirs.getStatus().getIsResigned()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "EMPLOYEE_ID, 0, ON_DUTY, 1",
    "EMPLOYEE_NO, 1, OFF_DUTY, 2",
    "EMPLOYEE_ID, 0, UNKNOWN, 0"
  })
  void an_approval_is_started_as_the_sdk_starts_one(
      EmployeeType type, int number, WorkType workType, int sent) throws Exception {
    calls.feishu.next(AttendanceCalls.started(APPROVAL), AttendanceCalls.started(APPROVAL));

    String theirs =
        sdk()
            .attendance()
            .v1()
            .userTaskRemedy()
            .create(
                CreateUserTaskRemedyReq.newBuilder()
                    .employeeType(type.word())
                    .userTaskRemedy(
                        UserTaskRemedy.newBuilder()
                            .userId("007")
                            .remedyDate(20240105)
                            .punchNo(number)
                            .workType(sent)
                            .remedyTime("2024-01-05 09:00")
                            .reason("忘记打卡 \"早\"\n后")
                            .build())
                    .build())
            .getData()
            .getUserRemedy()
            .getApprovalId();
    StartOutcome ours =
        calls.call(
            StartEndpoint.INSTANCE,
            new StartRequest(
                new EmployeeId(type, "007"),
                DAY,
                new Punch(number, workType),
                NINE.plusSeconds(59),
                "忘记打卡 \"早\"\n后",
                SHANGHAI));

    assertThat(ours)
        .isEqualTo(new StartOutcome.Present(theirs, StartOutcome.Kind.STARTED, "log-of-200"));
    assertThat(theirs).isEqualTo(APPROVAL);
    assertSameMessages();
  }

  @ParameterizedTest
  @EnumSource(RemedyState.class)
  void remedies_are_searched_as_the_sdk_searches_them(RemedyState state) throws Exception {
    Act act = found(record(APPROVAL, state));
    calls.feishu.next(act, act);

    UserTaskRemedy theirs =
        sdk()
            .attendance()
            .v1()
            .userTaskRemedy()
            .query(
                QueryUserTaskRemedyReq.newBuilder()
                    .employeeType("employee_id")
                    .queryUserTaskRemedyReqBody(
                        QueryUserTaskRemedyReqBody.newBuilder()
                            .userIds(new String[] {"late.li", "early.qian"})
                            .checkTimeFrom("1704211200") // 2024-01-03 00:00 in Shanghai
                            .checkTimeTo("1704643200") // 2024-01-08 00:00
                            .status(state.number())
                            .build())
                    .build())
            .getData()
            .getUserRemedys()[0];
    RemedyRecord ours =
        calls
            .call(
                RecordsOperation.INSTANCE,
                new RecordsQuery(
                    List.of(AttendanceCalls.LI, AttendanceCalls.employee("early.qian")),
                    DAY,
                    DAY,
                    Set.of(state),
                    SHANGHAI))
            .records()
            .get(0);

    assertSameMessages();
    assertThat(calls.lastBody().path("status").isInt()).isTrue();
    assertThat(calls.lastBody().path("check_time_from").isTextual()).isTrue();
    assertThat(ours.userId()).isEqualTo(theirs.getUserId());
    assertThat(ours.remedyDate()).isEqualTo(DAY);
    assertThat(theirs.getRemedyDate()).isEqualTo(20240105);
    assertThat(ours.punch()).isEqualTo(FIRST_ON);
    assertThat(theirs.getPunchNo()).isZero();
    assertThat(theirs.getWorkType()).isEqualTo(1);
    assertThat(Objects.requireNonNull(ours.remedyTime()).toString().replace('T', ' '))
        .isEqualTo(theirs.getRemedyTime());
    assertThat(Objects.requireNonNull(ours.state()).number()).isEqualTo(theirs.getStatus());
    assertThat(ours.approvalId()).isEqualTo(theirs.getApprovalId()).isEqualTo(APPROVAL);
    assertThat(ours.reason()).isEqualTo(theirs.getReason());
    assertThat(Long.toString(Objects.requireNonNull(ours.changed()).getEpochSecond()))
        .isEqualTo(theirs.getUpdateTime());
  }

  @ParameterizedTest
  @EnumSource(Decision.class)
  void a_decision_is_reported_as_the_sdk_reports_one(Decision decision) throws Exception {
    int state = decision == Decision.REVOKE ? 4 : decision.number();
    calls.feishu.next(decided(state), decided(state));

    int theirs =
        sdk()
            .attendance()
            .v1()
            .approvalInfo()
            .process(
                ProcessApprovalInfoReq.newBuilder()
                    .processApprovalInfoReqBody(
                        ProcessApprovalInfoReqBody.newBuilder()
                            .approvalId(APPROVAL)
                            .approvalType("remedy")
                            .status(decision.number())
                            .build())
                    .build())
            .getData()
            .getApprovalInfo()
            .getStatus();
    var ours =
        calls.call(
            DecisionEndpoint.INSTANCE,
            new DecisionRequest(APPROVAL, decision, AttendanceCalls.LI, DAY, SHANGHAI));

    assertSameMessages();
    assertThat(Objects.requireNonNull(ours.state()).number()).isEqualTo(theirs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"7320000000000000001\"", "7320000000000000001"})
  void an_approval_id_keeps_its_nineteen_digits(String sent) {
    calls.feishu.next(
        success("{\"user_remedy\":{\"approval_id\":%s}}".formatted(sent)),
        found(record("x", RemedyState.PENDING).replace("\"x\"", sent)));

    StartOutcome started = calls.call(StartEndpoint.INSTANCE, AttendanceCalls.start());
    RemedyRecord shown =
        calls
            .call(RecordsOperation.INSTANCE, AttendanceCalls.records(Set.of(RemedyState.PENDING)))
            .records()
            .get(0);

    assertThat(((StartOutcome.Present) started).approvalId()).isEqualTo(APPROVAL);
    assertThat(shown.approvalId()).isEqualTo(APPROVAL);
  }

  /** The last message is ours, the one before is the SDK's. */
  private void assertSameMessages() {
    List<RawRequest> messages = calls.feishu.messages();
    assertThat(messages).hasSize(2);
    RawRequest their = messages.get(0);
    RawRequest our = messages.get(1);
    assertThat(our.line()).isEqualTo(their.line());
    assertThat(our.header("Content-Type")).isEqualTo(their.header("Content-Type"));
    assertThat(our.header("Authorization")).isEqualTo(their.header("Authorization"));
    assertThat(json(our)).isEqualTo(json(their));
  }

  /** An app of its own: the SDK shares tokens by app id within the JVM. */
  private Client sdk() {
    return Client.newBuilder("cli_oracle_of_writes", TestSettings.SECRET)
        .openBaseUrl(calls.feishu.baseUrl().toString())
        .build();
  }
}
