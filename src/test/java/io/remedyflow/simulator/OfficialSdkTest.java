package io.remedyflow.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.lark.oapi.Client;
import com.lark.oapi.service.attendance.v1.model.QueryUserAllowedRemedysUserTaskRemedyReq;
import com.lark.oapi.service.attendance.v1.model.QueryUserAllowedRemedysUserTaskRemedyReqBody;
import com.lark.oapi.service.attendance.v1.model.QueryUserAllowedRemedysUserTaskRemedyResp;
import com.lark.oapi.service.attendance.v1.model.UserAllowedRemedy;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The vendor's own client is the witness that the simulator talks as Feishu does. */
class OfficialSdkTest {

  /** One for all tests, with an app of its own: the SDK shares tokens by app id within the JVM. */
  @AutoClose
  private static final FeishuSimulator FEISHU =
      FeishuSimulator.with().app("cli_official_sdk", "secret").start();

  @Test
  void the_sdk_reads_all_nine_fields() throws Exception {
    var response = call("employee_no", "007", 20241231);

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
    var response = call("employee_id", "spent.shen", 20210104);

    assertThat(response.getCode()).isEqualTo(1226504);
    assertThat(response.getMsg()).isEqualTo("no remedy time left");
    assertThat(response.getError().getLogId())
        .startsWith("sim-")
        .isEqualTo(response.getRequestId());
  }

  private QueryUserAllowedRemedysUserTaskRemedyResp call(String type, String user, int day)
      throws Exception {
    var client =
        Client.newBuilder(FEISHU.appId(), FEISHU.appSecret())
            .openBaseUrl(FEISHU.baseUrl().toString())
            .build();
    var body =
        QueryUserAllowedRemedysUserTaskRemedyReqBody.newBuilder()
            .userId(user)
            .remedyDate(day)
            .build();
    return client
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
