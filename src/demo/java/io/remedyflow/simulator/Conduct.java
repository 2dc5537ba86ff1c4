package io.remedyflow.simulator;

import io.remedyflow.simulator.Verdict.Refusal;
import io.remedyflow.simulator.Verdict.Slots;
import java.time.LocalDate;
import java.util.List;

/** What Feishu has to say about an employee: a function of the day asked for and of today. */
sealed interface Conduct {

  Verdict on(LocalDate day, LocalDate today);

  /** Refused whatever the day. */
  record Refused(Refusal refusal) implements Conduct {

    @Override
    public Verdict on(LocalDate day, LocalDate today) {
      return refusal;
    }
  }

  /**
   * Works in a group and has a habit. Today counts as a whole day, so that the answer does not
   * depend on the hour.
   *
   * @param remediesUsed in any month that is asked for
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
        return Refusal.NOT_ALLOWED;
      }
      if (!group.reaches(day, today)) {
        return Refusal.OUT_OF_RANGE;
      }
      List<Slot> slots = group.shift().slots(day, habit);
      if (slots.isEmpty()) {
        return silentWhenFaultless ? new Slots(slots) : Refusal.NOT_NEEDED;
      }
      return remediesUsed >= group.remediesPerMonth() ? Refusal.QUOTA_USED_UP : new Slots(slots);
    }
  }
}
