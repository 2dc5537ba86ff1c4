package io.remedyflow.remedy.approval;

import static java.util.stream.Collectors.joining;

import io.remedyflow.remedy.AttendanceDays;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.EmployeeId;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.Request;
import io.remedyflow.remedy.RequestRejectedException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The query: which remedies do these employees have?
 *
 * @param employees 1 to 50 employees, all with ids of one type
 * @param from the first attendance day
 * @param to the last attendance day, not before {@code from}
 * @param states the states that count, at least one
 * @param zone the zone of the attendance group, in which days begin
 */
public record RecordsQuery(
    List<EmployeeId> employees, LocalDate from, LocalDate to, Set<RemedyState> states, ZoneId zone)
    implements Request<RemedyRecords> {

  /** How many employees Feishu accepts. */
  public static final int EMPLOYEES_AT_MOST = 50;

  /** What messages call {@code from}. */
  public static final BilingualText FIRST_DAY = new BilingualText("first day", "开始日期");

  /** What messages call {@code to}. */
  public static final BilingualText LAST_DAY = new BilingualText("last day", "结束日期");

  /**
   * Checks what can be checked without Feishu.
   *
   * @throws RequestRejectedException if a value is not valid
   */
  public RecordsQuery {
    employees = List.copyOf(new LinkedHashSet<>(employees));
    states = Set.copyOf(states);
    AttendanceDays.checked(from, FIRST_DAY);
    AttendanceDays.checked(to, LAST_DAY);
    checkNumber(employees.size());
    if (to.isBefore(from)) {
      throw new RequestRejectedException(
          new BilingualText(
              "The last day %s is before the first day %s. Exchange them, or correct one."
                  .formatted(to, from),
              "结束日期 %s 早于开始日期 %s，请更正。".formatted(to, from)));
    }
    if (states.isEmpty() || employees.stream().map(EmployeeId::type).distinct().count() > 1) {
      throw new IllegalArgumentException("no state, or ids of several types");
    }
  }

  /** The type of all ids. */
  public EmployeeType employeeType() {
    return employees.get(0).type();
  }

  /** The states in Feishu's order. */
  public List<RemedyState> orderedStates() {
    return List.copyOf(EnumSet.copyOf(states));
  }

  @Override
  public String subject() {
    return employees.stream().map(EmployeeId::value).collect(joining(", "));
  }

  @Override
  public String maskedSubject() {
    return employees.stream().map(EmployeeId::masked).collect(joining(", "));
  }

  @Override
  public int elements(RemedyRecords answer) {
    return answer.records().size();
  }

  private static void checkNumber(int employees) {
    if (employees == 0) {
      throw new RequestRejectedException(
          new BilingualText(
              "There is no employee to search for. Enter one user ID, or a list of up to 50.",
              "没有要查询的员工。请填写一个用户 ID，或最多 50 个用户 ID 的列表。"));
    }
    if (employees > EMPLOYEES_AT_MOST) {
      throw new RequestRejectedException(
          new BilingualText(
              "The list has %d employees, more than the %d that Feishu accepts. Split it."
                  .formatted(employees, EMPLOYEES_AT_MOST),
              "列表中有 %d 名员工，超过飞书允许的 %d 名。请拆分后分别查询。".formatted(employees, EMPLOYEES_AT_MOST)));
    }
  }
}
