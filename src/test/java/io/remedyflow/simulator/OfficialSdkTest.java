package io.remedyflow.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.lark.oapi.Client;
import com.lark.oapi.core.response.error.ErrorFieldViolation;
import com.lark.oapi.service.attendance.v1.model.ApprovalInfo;
import com.lark.oapi.service.attendance.v1.model.CreateUserTaskRemedyReq;
import com.lark.oapi.service.attendance.v1.model.CreateUserTaskRemedyResp;
import com.lark.oapi.service.attendance.v1.model.ProcessApprovalInfoReq;
import com.lark.oapi.service.attendance.v1.model.ProcessApprovalInfoReqBody;
import com.lark.oapi.service.attendance.v1.model.QueryUserAllowedRemedysUserTaskRemedyReq;
import com.lark.oapi.service.attendance.v1.model.QueryUserAllowedRemedysUserTaskRemedyReqBody;
import com.lark.oapi.service.attendance.v1.model.QueryUserAllowedRemedysUserTaskRemedyResp;
import com.lark.oapi.service.attendance.v1.model.QueryUserTaskRemedyReq;
import com.lark.oapi.service.attendance.v1.model.QueryUserTaskRemedyReqBody;
import com.lark.oapi.service.attendance.v1.model.UserAllowedRemedy;
import com.lark.oapi.service.attendance.v1.model.UserTaskRemedy;
import com.lark.oapi.service.contact.v3.model.BatchGetIdUserReq;
import com.lark.oapi.service.contact.v3.model.BatchGetIdUserReqBody;
import com.lark.oapi.service.contact.v3.model.UserStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The vendor's own client is the witness that the simulator talks as Feishu does. */
class OfficialSdkTest {

  /** One for all tests, with an app of its own: the SDK shares tokens by app id within the JVM. */
  private static final FeishuSimulator FEISHU =
      FeishuSimulator.with().app("cli_official_sdk", "secret").start();

  @AfterAll
  static void close() {
    FEISHU.close();
  }

  @Test
  void the_sdk_reads_all_nine_fields() throws Exception {
    var response = ask("employee_no", "007", 20241231);

    assertThat(response.getCode()).isZero();
    assertThat(response.getData().getUserAllowedRemedys())
        .singleElement()
        .returns("007", UserAllowedRemedy::getUserId)
        .returns(20241231, UserAllowedRemedy::getRemedyDate)
        .returns(false, UserAllowedRemedy::getIsFreePunch)
        .returns(0, UserAllowedRemedy::getPunchNo)
        .returns(2, UserAllowedRemedy::getWorkType)
        .returns("Lack", UserAllowedRemedy::getPunchStatus)
        .returns("2025-01-01 06:00", UserAllowedRemedy::getNormalPunchTime)
        .returns("2025-01-01 05:00", UserAllowedRemedy::getRemedyStartTime)
        .returns("2025-01-01 07:00", UserAllowedRemedy::getRemedyEndTime);
  }

  @Test
  void the_sdk_reads_a_denial_and_its_log_id() throws Exception {
    var response = ask("employee_id", "spent.shen", 20210104);

    assertThat(response.getCode()).isEqualTo(1226504);
    assertThat(response.getMsg()).isEqualTo("no remedy time left");
    assertThat(response.getError().getLogId())
        .startsWith("sim-")
        .isEqualTo(response.getRequestId());
  }

  @Test
  void the_sdk_finds_an_employee() throws Exception {
    var request =
        BatchGetIdUserReq.newBuilder()
            .userIdType("user_id")
            .batchGetIdUserReqBody(
                BatchGetIdUserReqBody.newBuilder()
                    .emails(new String[] {"frozen.cao@example.com"})
                    .mobiles(new String[] {"13000009999"})
                    .includeResigned(false)
                    .build())
            .build();

    var users = client().contact().v3().user().batchGetId(request).getData().getUserList();

    assertThat(users).hasSize(2);
    assertThat(users[0].getUserId()).isEqualTo("frozen.cao");
    assertThat(users[0].getEmail()).isEqualTo("frozen.cao@example.com");
    assertThat(users[0].getStatus())
        .returns(true, UserStatus::getIsFrozen)
        .returns(false, UserStatus::getIsResigned)
        .returns(true, UserStatus::getIsActivated)
        .returns(false, UserStatus::getIsExited)
        .returns(false, UserStatus::getIsUnjoin);
    assertThat(users[1].getUserId()).isNull();
    assertThat(users[1].getMobile()).isEqualTo("13000009999");
  }

  @Test
  void the_sdk_starts_a_remedy_has_it_approved_and_finds_it() throws Exception {
    UserTaskRemedy started = start("late.li").getData().getUserRemedy();

    assertThat(started)
        .returns("late.li", UserTaskRemedy::getUserId)
        .returns(20210104, UserTaskRemedy::getRemedyDate)
        .returns("2021-01-04 09:05", UserTaskRemedy::getRemedyTime);
    assertThat(started.getApprovalId()).matches("\\d{19}");

    var decision =
        client()
            .attendance()
            .v1()
            .approvalInfo()
            .process(
                ProcessApprovalInfoReq.newBuilder()
                    .processApprovalInfoReqBody(
                        ProcessApprovalInfoReqBody.newBuilder()
                            .approvalId(started.getApprovalId())
                            .approvalType("remedy")
                            .status(2)
                            .build())
                    .build());

    assertThat(decision.getData().getApprovalInfo())
        .returns(started.getApprovalId(), ApprovalInfo::getApprovalId)
        .returns("remedy", ApprovalInfo::getApprovalType)
        .returns(2, ApprovalInfo::getStatus);

    var found =
        client()
            .attendance()
            .v1()
            .userTaskRemedy()
            .query(
                QueryUserTaskRemedyReq.newBuilder()
                    .employeeType("employee_id")
                    .queryUserTaskRemedyReqBody(
                        QueryUserTaskRemedyReqBody.newBuilder()
                            .userIds(new String[] {"late.li"})
                            .checkTimeFrom("1609722000")
                            .checkTimeTo("1609725600")
                            .build())
                    .build());

    assertThat(found.getData().getUserRemedys())
        .singleElement()
        .returns("late.li", UserTaskRemedy::getUserId)
        .returns(started.getApprovalId(), UserTaskRemedy::getApprovalId)
        .returns(0, UserTaskRemedy::getPunchNo)
        .returns(1, UserTaskRemedy::getWorkType)
        .returns(2, UserTaskRemedy::getStatus)
        .returns("出差 trip", UserTaskRemedy::getReason)
        .returns("Asia/Shanghai", UserTaskRemedy::getTimeZone)
        .satisfies(remedy -> assertThat(remedy.getCreateTime()).matches("\\d{10}"));
  }

  @Test
  void the_sdk_reads_why_a_remedy_is_not_started() throws Exception {
    var response = start("forbidden.chu");

    assertThat(response.getCode()).isEqualTo(1226502);
    assertThat(response.getError().getLogId()).isEqualTo(response.getRequestId());
  }

  @Test
  void the_sdk_reads_which_field_is_at_fault() throws Exception {
    var request =
        BatchGetIdUserReq.newBuilder()
            .userIdType("employee_id")
            .batchGetIdUserReqBody(BatchGetIdUserReqBody.newBuilder().build())
            .build();

    var response = client().contact().v3().user().batchGetId(request);

    assertThat(response.getCode()).isEqualTo(99992402);
    assertThat(response.getError().getFieldViolations())
        .singleElement()
        .returns("user_id_type", ErrorFieldViolation::getField);
  }

  private CreateUserTaskRemedyResp start(String user) throws Exception {
    return client()
        .attendance()
        .v1()
        .userTaskRemedy()
        .create(
            CreateUserTaskRemedyReq.newBuilder()
                .employeeType("employee_id")
                .userTaskRemedy(
                    UserTaskRemedy.newBuilder()
                        .userId(user)
                        .remedyDate(20210104)
                        .punchNo(0)
                        .workType(1)
                        .remedyTime("2021-01-04 09:05")
                        .reason("出差 trip")
                        .build())
                .build());
  }

  private static Client client() {
    return Client.newBuilder(FEISHU.appId(), FEISHU.appSecret())
        .openBaseUrl(FEISHU.baseUrl().toString())
        .build();
  }

  private QueryUserAllowedRemedysUserTaskRemedyResp ask(String type, String user, int day)
      throws Exception {
    var body =
        QueryUserAllowedRemedysUserTaskRemedyReqBody.newBuilder()
            .userId(user)
            .remedyDate(day)
            .build();
    return client()
        .attendance()
        .v1()
        .userTaskRemedy()
        .queryUserAllowedRemedys(
            QueryUserAllowedRemedysUserTaskRemedyReq.newBuilder()
                .employeeType(type)
                .queryUserAllowedRemedysUserTaskRemedyReqBody(body)
                .build());
  }
}
