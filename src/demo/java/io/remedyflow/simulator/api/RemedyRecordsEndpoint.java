package io.remedyflow.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.simulator.company.Company;
import io.remedyflow.simulator.company.Employee;
import io.remedyflow.simulator.company.Remedies;
import io.remedyflow.simulator.company.Remedy;
import io.remedyflow.simulator.company.RemedyState;
import io.remedyflow.simulator.http.Json;
import io.remedyflow.simulator.http.Request;
import io.remedyflow.simulator.platform.Api;
import io.remedyflow.simulator.platform.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds the remedies of employees by the time that was to stand in place of the punch. Who does not
 * ask for a state gets those that have passed, and no others.
 */
public final class RemedyRecordsEndpoint implements Api {

  /** Its address. */
  public static final String PATH = "/open-apis/attendance/v1/user_task_remedys/query";

  private static final int USERS_AT_MOST = 50;

  private final Remedies remedies;
  private final InstantSource clock;
  private final ZoneId zone;
  private final Duration lag;

  /**
   * Looks through these remedies.
   *
   * @param lag for how long one that was started is not found
   */
  public RemedyRecordsEndpoint(Remedies remedies, InstantSource clock, ZoneId zone, Duration lag) {
    this.remedies = remedies;
    this.clock = clock;
    this.zone = zone;
    this.lag = lag;
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
    Set<String> userIds = fields.texts("user_ids", USERS_AT_MOST);
    Instant from = fields.epochSeconds("check_time_from");
    Instant to = fields.epochSeconds("check_time_to");
    if (to.isBefore(from)) {
      throw Fields.invalid("check_time_to", "it is before check_time_from");
    }
    if (fields.has("check_date_type") && !fields.text("check_date_type").equals("PeriodTime")) {
      throw Fields.invalid("check_date_type", "this tenant has PeriodTime only");
    }
    int status = fields.has("status") ? fields.integer("status", 0, 4) : RemedyState.PASSED.code();
    var employees = new HashSet<Employee>();
    userIds.forEach(userId -> employees.add(type.known(userId)));
    employees.forEach(Company::requireAttendance);

    ObjectNode data = Json.object();
    var list = data.putArray("user_remedys");
    Instant visible = clock.instant().minus(lag);
    remedies.all().stream()
        .filter(remedy -> employees.contains(remedy.employee()))
        .filter(remedy -> remedy.state().code() == status)
        .filter(remedy -> !instant(remedy).isBefore(from) && !instant(remedy).isAfter(to))
        .filter(remedy -> !remedy.startedAt().isAfter(visible))
        .forEach(remedy -> write(remedy, type, list.addObject()));
    return data;
  }

  private Instant instant(Remedy remedy) {
    return remedy.time().atZone(zone).toInstant();
  }

  private void write(Remedy remedy, EmployeeType type, ObjectNode entry) {
    entry
        .put("user_id", type.idOf(remedy.employee()))
        .put("remedy_date", Fields.number(remedy.day()))
        .put("punch_no", remedy.punch().number())
        .put("work_type", remedy.punch().workType())
        .put("approval_id", remedy.approvalId())
        .put("remedy_time", Fields.text(remedy.time()))
        .put("status", remedy.state().code())
        .put("reason", remedy.reason())
        .put("time", "-")
        .put("time_zone", zone.getId())
        .put("create_time", Long.toString(remedy.startedAt().getEpochSecond()))
        .put("update_time", Long.toString(remedy.changedAt().getEpochSecond()));
  }
}
