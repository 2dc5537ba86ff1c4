package io.remedyflow.simulator.company;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * Somebody's days, under the rules of their group. Today counts as a whole day, so that the answer
 * does not depend on the hour.
 *
 * @param remediesUsed in any month that is asked for, beside those that were started here
 * @param silentWhenFaultless a clean day is answered with code 0 and an empty list, not 1226501
 */
record Attendance(
    AttendanceGroup group, Habit habit, int remediesUsed, boolean silentWhenFaultless) {

  /**
   * What may be remedied.
   *
   * @param corrected punches of the day that a remedy has put right
   * @param started remedies of the month that count against the quota
   * @throws io.remedyflow.simulator.http.ErrorReplyException where nothing may be
   */
  List<Slot> slots(LocalDate day, LocalDate today, Set<Punch> corrected, int started) {
    if (!group.allowsRemedies()) {
      throw ErrorReplies.NOT_ALLOWED.thrown();
    }
    if (!group.reaches(day, today)) {
      throw ErrorReplies.OUT_OF_RANGE.thrown();
    }
    List<Slot> wrong = group.shift().slots(day, habit);
    List<Slot> left = wrong.stream().filter(slot -> !corrected.contains(slot.punch())).toList();
    if (left.isEmpty()) {
      if (wrong.isEmpty() && silentWhenFaultless) {
        return left;
      }
      throw ErrorReplies.NOT_NEEDED.thrown();
    }
    if (remediesUsed + started >= group.remediesPerMonth()) {
      throw ErrorReplies.QUOTA_USED_UP.thrown();
    }
    return left;
  }
}
