package io.remedyflow.simulator.company;

import static java.util.stream.Collectors.toSet;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The remedies of one simulator, and what they do to attendance: an approved one puts its punch
 * right; those that are pending or approved count against the month's quota.
 *
 * <p>Equal requests start remedies of their own, for Feishu knows no key that would tell a repeated
 * request from a second one.
 */
public final class Remedies {

  /** Odd, and far above 2^53: an id that is read as a double becomes another number. */
  private static final long FIRST_ID = 7_391_250_684_031_475_713L;

  /** Neighbours are the same double. */
  private static final long STEP = 2;

  private final Map<String, Remedy> remedies = new LinkedHashMap<>();
  private final InstantSource clock;
  private final ZoneId zone;
  private int forgotten;

  /** None yet. */
  public Remedies(InstantSource clock, ZoneId zone) {
    this.clock = clock;
    this.zone = zone;
  }

  /** All of them as they stand, in the order in which they were started. */
  public synchronized List<Remedy> all() {
    return List.copyOf(remedies.values());
  }

  /** Forgets all of them, as if none had been started. Their ids are not used again. */
  public synchronized void clear() {
    forgotten += remedies.size();
    remedies.clear();
  }

  /**
   * What an employee may remedy.
   *
   * @throws io.remedyflow.simulator.http.ErrorReplyException where nothing may be
   */
  public List<Slot> allowed(Employee employee, LocalDate day) {
    return slots(employee, Company.attendance(employee), day);
  }

  /**
   * Starts a remedy, pending.
   *
   * @throws io.remedyflow.simulator.http.ErrorReplyException where it may not be
   */
  public synchronized Remedy start(Employee employee, Wish wish) {
    Attendance attendance = Company.attendance(employee);
    Punch punch = attendance.group().shift().punch(wish.punchNo(), wish.workType());
    Slot slot =
        slots(employee, attendance, wish.day()).stream()
            .filter(candidate -> candidate.punch().equals(punch))
            .findFirst()
            .orElseThrow(ErrorReplies.NOT_NEEDED::thrown);
    if (!slot.admits(wish.time())) {
      throw ErrorReplies.invalid("remedy_time invalid, outside of the time that may be remedied")
          .thrown();
    }
    var now = clock.instant();
    String id = Long.toString(FIRST_ID + STEP * (forgotten + remedies.size()));
    var remedy =
        new Remedy(
            id,
            employee,
            wish.day(),
            punch,
            wish.time(),
            wish.reason(),
            RemedyState.PENDING,
            now,
            now);
    remedies.put(id, remedy);
    return remedy;
  }

  /**
   * Decides on a remedy, or takes a decision back.
   *
   * @throws io.remedyflow.simulator.http.ErrorReplyException where it is unknown, or the state may
   *     not follow its present one
   */
  public synchronized Remedy move(String approvalId, RemedyState state) {
    @Nullable Remedy remedy = remedies.get(approvalId);
    if (remedy == null) {
      throw ErrorReplies.invalid("approval_id invalid, no such remedy").thrown();
    }
    if (!state.mayFollow(remedy.state())) {
      throw ErrorReplies.invalid(
              "status invalid, a remedy in state %d does not get to state %d"
                  .formatted(remedy.state().code(), state.code()))
          .thrown();
    }
    Remedy moved = remedy.in(state, clock.instant());
    remedies.put(approvalId, moved);
    return moved;
  }

  private synchronized List<Slot> slots(Employee employee, Attendance attendance, LocalDate day) {
    Set<Punch> corrected =
        of(employee)
            .filter(remedy -> remedy.day().equals(day) && remedy.state() == RemedyState.PASSED)
            .map(Remedy::punch)
            .collect(toSet());
    long started =
        of(employee)
            .filter(remedy -> YearMonth.from(remedy.day()).equals(YearMonth.from(day)))
            .filter(remedy -> remedy.state().takesQuota())
            .count();
    return attendance.slots(
        day, LocalDate.ofInstant(clock.instant(), zone), corrected, (int) started);
  }

  private Stream<Remedy> of(Employee employee) {
    return remedies.values().stream().filter(remedy -> remedy.employee().equals(employee));
  }
}
