package io.remedyflow.remedy;

import java.time.LocalDate;
import java.util.Objects;

/**
 * The query: when may this employee remedy the punches of this attendance day?
 *
 * @param employee the employee
 * @param remedyDate the attendance day; Feishu decides whether it is too late or too early
 */
public record RemedyQuery(EmployeeId employee, LocalDate remedyDate)
    implements Request<RemedyOutcome> {

  /** What messages call the attendance day of a remedy. */
  public static final BilingualText REMEDY_DATE = new BilingualText("remedy date", "补卡日期");

  /**
   * Checks what can be checked without Feishu.
   *
   * @throws RequestRejectedException if the day has no four-digit year
   */
  public RemedyQuery {
    Objects.requireNonNull(employee, "employee");
    AttendanceDays.checked(remedyDate, REMEDY_DATE);
  }

  /**
   * A query with the parts of the employee's id.
   *
   * @throws RequestRejectedException if the user id is not valid, or the day has no four-digit year
   */
  public RemedyQuery(EmployeeType employeeType, String userId, LocalDate remedyDate) {
    this(new EmployeeId(employeeType, userId), remedyDate);
  }

  /** The type of {@link #userId}. */
  public EmployeeType employeeType() {
    return employee.type();
  }

  /** The employee's id, as Feishu knows it. */
  public String userId() {
    return employee.value();
  }

  @Override
  public String subject() {
    return employee.value();
  }

  @Override
  public String maskedSubject() {
    return employee.masked();
  }

  @Override
  public int elements(RemedyOutcome answer) {
    return answer instanceof RemedyOutcome.Available available ? available.slots().size() : 0;
  }
}
