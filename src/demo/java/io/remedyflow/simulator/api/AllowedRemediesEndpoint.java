package io.remedyflow.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.simulator.company.Employee;
import io.remedyflow.simulator.company.Remedies;
import io.remedyflow.simulator.company.Slot;
import io.remedyflow.simulator.http.Json;
import io.remedyflow.simulator.http.Request;
import io.remedyflow.simulator.platform.Api;
import io.remedyflow.simulator.platform.Scope;
import java.time.LocalDate;

/** Tells which punches of a day an employee may remedy. */
public final class AllowedRemediesEndpoint implements Api {

  /** Its address. */
  public static final String PATH =
      "/open-apis/attendance/v1/user_task_remedys/query_user_allowed_remedys";

  private final Remedies remedies;

  /** Tells what these remedies have left. */
  public AllowedRemediesEndpoint(Remedies remedies) {
    this.remedies = remedies;
  }

  @Override
  public Scope scope() {
    return Scope.ATTENDANCE_READ;
  }

  @Override
  public ObjectNode data(Request request) {
    Fields.requireJson(request);
    var type = EmployeeType.in(request.parameters("employee_type"));
    var fields = Fields.of(request);
    String userId = fields.text("user_id");
    LocalDate day = fields.day("remedy_date");
    Employee employee = type.known(userId);

    ObjectNode data = Json.object();
    var list = data.putArray("user_allowed_remedys");
    for (Slot slot : remedies.allowed(employee, day)) {
      list.addObject()
          .put("user_id", userId)
          .put("remedy_date", Fields.number(day))
          .put("is_free_punch", slot.freeShift())
          .put("punch_no", slot.punch().number())
          .put("work_type", slot.punch().workType())
          .put("punch_status", slot.status())
          .put("normal_punch_time", Fields.text(slot.due()))
          .put("remedy_start_time", Fields.text(slot.earliest()))
          .put("remedy_end_time", Fields.text(slot.latest()));
    }
    return data;
  }
}
