package io.remedyflow.simulator.company;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The company that the simulator answers for: a documented employee for every outcome, for each of
 * the twelve codes of the official page, and for every way in which an account can stand.
 *
 * <p>Whoever works here has the same habit every day, weekends included, so the same question gets
 * the same answer on every run; only the look-back rules move with today, and what is remedied is
 * known to one simulator's {@link Remedies} alone.
 */
public final class Company {

  /** The zone of every attendance group, unless a simulator has another; times are local to it. */
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  /** Feishu's own mailboxes for the company: addresses that it does not search for people. */
  static final String MAILBOX_DOMAIN = "mail.example.com";

  private static final Map<Employee, Conduct> STAFF = staff();
  private static final Map<String, Employee> BY_ID = index(Employee::employeeId);
  private static final Map<String, Employee> BY_NO = index(Employee::employeeNo);
  private static final Map<String, Employee> BY_EMAIL = index(Company::searchableEmail);
  private static final Map<String, Employee> BY_MOBILE = index(Employee::mobile);

  private Company() {}

  /** The documented directory, in the order of the employee numbers. */
  public static List<Employee> employees() {
    return List.copyOf(STAFF.keySet());
  }

  /** Who has this employee id, in this very spelling. */
  public static Optional<Employee> byId(String employeeId) {
    return Optional.ofNullable(BY_ID.get(employeeId));
  }

  /** Who has this job number. */
  public static Optional<Employee> byNo(String employeeNo) {
    return Optional.ofNullable(BY_NO.get(employeeNo));
  }

  /** Whom the app may find by this address, in capital or small letters. */
  public static Optional<Employee> byEmail(String email) {
    return inRange(BY_EMAIL.get(email.toLowerCase(Locale.ROOT)));
  }

  /** Whom the app may find by this number: without a country code it is one of the mainland. */
  public static Optional<Employee> byMobile(String mobile) {
    return inRange(BY_MOBILE.get(mobile.startsWith("+") ? mobile : "+86" + mobile));
  }

  /**
   * Nothing, where Feishu answers for this employee's attendance.
   *
   * @throws io.remedyflow.simulator.http.ErrorReplyException where every request gets an error
   */
  public static void requireAttendance(Employee employee) {
    var unused = attendance(employee);
  }

  static Attendance attendance(Employee employee) {
    return conduct(employee).attendance();
  }

  private static Conduct conduct(Employee employee) {
    return Optional.ofNullable(STAFF.get(employee)).orElseThrow();
  }

  private static Optional<Employee> inRange(@Nullable Employee employee) {
    return Optional.ofNullable(employee).filter(found -> conduct(found).isInRange());
  }

  private static @Nullable String searchableEmail(Employee employee) {
    String email = employee.email();
    return email == null || email.endsWith("@" + MAILBOX_DOMAIN) ? null : email;
  }

  private static Map<String, Employee> index(Function<Employee, @Nullable String> key) {
    var index = new LinkedHashMap<String, Employee>();
    for (Employee employee : STAFF.keySet()) {
      String known = key.apply(employee);
      if (known != null) {
        index.put(known, employee);
      }
    }
    return index;
  }

  private static Map<Employee, Conduct> staff() {
    var staff = new LinkedHashMap<Employee, Conduct>();
    OrdinaryStaff.hire(staff);
    StaffWithErrors.hire(staff);
    UnusualStaff.hire(staff);
    return staff;
  }
}
