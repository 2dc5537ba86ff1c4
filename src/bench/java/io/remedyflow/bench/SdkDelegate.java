package io.remedyflow.bench;

import com.lark.oapi.Client;
import com.lark.oapi.core.utils.Jsons;
import com.lark.oapi.service.attendance.v1.model.QueryUserAllowedRemedysUserTaskRemedyReq;
import com.lark.oapi.service.attendance.v1.model.QueryUserAllowedRemedysUserTaskRemedyReqBody;
import com.lark.oapi.service.attendance.v1.model.QueryUserAllowedRemedysUserTaskRemedyResp;
import com.lark.oapi.service.attendance.v1.model.UserAllowedRemedy;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.spin.plugin.variable.SpinValues;

/** The usual delegate: Lark's official SDK, which caches its token, and nothing around it. */
final class SdkDelegate implements JavaDelegate {

  private final Client client;

  SdkDelegate(URI baseUrl) {
    client =
        Client.newBuilder("cli_bench", "secret")
            .openBaseUrl(baseUrl.toString())
            .requestTimeout(10, TimeUnit.SECONDS)
            .build();
  }

  @Override
  public void execute(DelegateExecution execution) throws Exception {
    UserAllowedRemedy[] slots = call((String) execution.getVariable("userId"));
    execution.setVariable("remedyStatus", slots.length == 0 ? "NOT_NEEDED" : "AVAILABLE");
    execution.setVariable(
        "remedySlots", SpinValues.jsonValue(Jsons.DEFAULT.toJson(slots)).create());
  }

  /** The slots of this employee. */
  UserAllowedRemedy[] call(String userId) throws Exception {
    QueryUserAllowedRemedysUserTaskRemedyResp answer =
        client
            .attendance()
            .v1()
            .userTaskRemedy()
            .queryUserAllowedRemedys(
                QueryUserAllowedRemedysUserTaskRemedyReq.newBuilder()
                    .employeeType("employee_id")
                    .queryUserAllowedRemedysUserTaskRemedyReqBody(
                        QueryUserAllowedRemedysUserTaskRemedyReqBody.newBuilder()
                            .userId(userId)
                            .remedyDate(20240105)
                            .build())
                    .build());
    if (!answer.success()) {
      throw new IllegalStateException(
          "Feishu answered %d %s".formatted(answer.getCode(), answer.getMsg()));
    }
    return answer.getData().getUserAllowedRemedys();
  }
}
