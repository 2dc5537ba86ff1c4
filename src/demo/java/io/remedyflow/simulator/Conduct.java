package io.remedyflow.simulator;

import io.remedyflow.simulator.Verdict.ErrorReply;
import io.remedyflow.simulator.Verdict.Slots;
import java.time.LocalDate;
import java.util.List;

/** What Feishu answers for an employee: a function of the requested day and of today. */
sealed interface Conduct {

  Verdict on(LocalDate day, LocalDate today);

  /** The same error for every day. */
  record Failing(ErrorReply error) implements Conduct {

    @Override
    public Verdict on(LocalDate day, LocalDate today) {
      return error;
    }
  }

  /**
   * Works in a group and has a habit. Today counts as a whole day: the answer does not depend on
   * the hour.
   *
   * @param remediesUsed in any requested month
   * @param silentWhenFaultless a clean day is answered with code 0 and an empty list, not 1226501
   */
  record Attendance(
      AttendanceGroup group, Habit habit, int remediesUsed, boolean silentWhenFaultless)
      implements Conduct {

    static Attendance in(AttendanceGroup group, Habit habit) {
      return new Attendance(group, habit, 0, false);
    }

    @Override
    public Verdict on(LocalDate day, LocalDate today) {
      if (!group.allowsRemedies()) {
        return ErrorReply.NOT_ALLOWED;
      }
      if (!group.reaches(day, today)) {
        return ErrorReply.OUT_OF_RANGE;
      }
      List<Slot> slots = group.shift().slots(day, habit);
      if (slots.isEmpty()) {
        return silentWhenFaultless ? new Slots(slots) : ErrorReply.NOT_NEEDED;
      }
      return remediesUsed >= group.remediesPerMonth() ? ErrorReply.QUOTA_USED_UP : new Slots(slots);
    }
  }
}
