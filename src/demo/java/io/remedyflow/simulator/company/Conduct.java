package io.remedyflow.simulator.company;

import io.remedyflow.simulator.http.Refusal;

/** What Feishu has to say about an employee's attendance. */
sealed interface Conduct {

  /**
   * What the answers depend on.
   *
   * @throws io.remedyflow.simulator.http.RefusedException where there is one answer to everything
   */
  Attendance attendance();

  /** Whether the app may find this employee by address or number. */
  default boolean isInRange() {
    return true;
  }

  /** Works in a group and has a habit. */
  record Working(Attendance attendance) implements Conduct {

    static Working in(AttendanceGroup group, Habit habit) {
      return new Working(new Attendance(group, habit, 0, false));
    }
  }

  /** Refused whatever is asked. */
  record Refused(Refusal refusal) implements Conduct {

    @Override
    public Attendance attendance() {
      throw refusal.thrown();
    }
  }

  /** Outside of the app's data range, in attendance as in contacts. */
  record OutOfSight() implements Conduct {

    @Override
    public Attendance attendance() {
      throw Refusals.NO_PERMISSION.thrown();
    }

    @Override
    public boolean isInRange() {
      return false;
    }
  }
}
