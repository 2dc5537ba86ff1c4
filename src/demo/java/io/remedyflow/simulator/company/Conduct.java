package io.remedyflow.simulator.company;

import io.remedyflow.simulator.http.ErrorReply;

/** What Feishu has to say about an employee's attendance. */
sealed interface Conduct {

  /**
   * What the answers depend on.
   *
   * @throws io.remedyflow.simulator.http.ErrorReplyException where there is one answer to
   *     everything
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

  /** AlwaysError whatever is asked. */
  record AlwaysError(ErrorReply errorReply) implements Conduct {

    @Override
    public Attendance attendance() {
      throw errorReply.thrown();
    }
  }

  /** Outside of the app's data range, in attendance as in contacts. */
  record OutOfSight() implements Conduct {

    @Override
    public Attendance attendance() {
      throw ErrorReplies.NO_PERMISSION.thrown();
    }

    @Override
    public boolean isInRange() {
      return false;
    }
  }
}
