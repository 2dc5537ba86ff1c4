package io.remedyflow.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.simulator.company.Remedies;
import io.remedyflow.simulator.company.Remedy;
import io.remedyflow.simulator.company.Wish;
import io.remedyflow.simulator.http.Json;
import io.remedyflow.simulator.http.Request;
import io.remedyflow.simulator.platform.Api;
import io.remedyflow.simulator.platform.Scope;

/** Starts a remedy on behalf of an approval system outside of Feishu: a new one for every call. */
public final class StartEndpoint implements Api {

  /** Its address. */
  public static final String PATH = "/open-apis/attendance/v1/user_task_remedys";

  /** The page calls these fields of the answer dead. */
  private static final String DEAD = "-";

  private final Remedies remedies;

  /** Starts them here. */
  public StartEndpoint(Remedies remedies) {
    this.remedies = remedies;
  }

  @Override
  public Scope scope() {
    return Scope.ATTENDANCE_WRITE;
  }

  @Override
  public ObjectNode data(Request request) {
    Fields.requireJson(request);
    var type = EmployeeType.in(request.parameters("employee_type"));
    var fields = Fields.of(request);
    String userId = fields.text("user_id");
    var wish =
        new Wish(
            fields.day("remedy_date"),
            fields.integer("punch_no", 0, 2),
            fields.integer("work_type", 0, 2),
            fields.time("remedy_time"),
            fields.text("reason"));
    Remedy remedy = remedies.start(type.known(userId), wish);

    ObjectNode data = Json.object();
    data.putObject("user_remedy")
        .put("user_id", userId)
        .put("remedy_date", Fields.number(wish.day()))
        .put("punch_no", wish.punchNo())
        .put("work_type", wish.workType())
        .put("approval_id", remedy.approvalId())
        .put("remedy_time", Fields.text(wish.time()))
        .put("status", remedy.state().code())
        .put("reason", wish.reason())
        .put("time", DEAD)
        .put("time_zone", DEAD)
        .put("create_time", DEAD)
        .put("update_time", DEAD);
    return data;
  }
}
