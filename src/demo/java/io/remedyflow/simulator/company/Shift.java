package io.remedyflow.simulator.company;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The punches that a working day expects. Every day is a working day, so a demo works on Sundays.
 */
record Shift(boolean free, List<Punch> punches) {

  /** 09:00 to 18:00. */
  static final Shift DAY = fixed(9, 18);

  /** 08:00 to 12:00 and 14:00 to 18:00. */
  static final Shift SPLIT = fixed(8, 12, 14, 18);

  /** 22:00 to 06:00 of the next calendar day; the attendance day is the one on which it begins. */
  static final Shift NIGHT = fixed(22, 30);

  /**
   * Any time of the day. The page does not say what stands in the fields that mean nothing to a
   * free shift; here it is one entry with the first clock-in, due at midnight.
   */
  static final Shift FREE = new Shift(true, List.of(new Punch(0, Punch.ON, Duration.ZERO)));

  private static final Duration MARGIN = Duration.ofHours(1);

  private static Shift fixed(int... hours) {
    var punches = new ArrayList<Punch>();
    for (int i = 0; i < hours.length; i++) {
      punches.add(new Punch(i / 2, i % 2 == 0 ? Punch.ON : Punch.OFF, Duration.ofHours(hours[i])));
    }
    return new Shift(false, List.copyOf(punches));
  }

  /** What somebody of this habit has to remedy on this day. */
  List<Slot> slots(LocalDate day, Habit habit) {
    return punches.stream()
        .flatMap(punch -> habit.markOf(punch).map(mark -> slot(day, punch, mark)).stream())
        .toList();
  }

  /**
   * The punch that a request means: of a free shift it is number 0 of type 0, whatever the answers
   * call it.
   *
   * @throws io.remedyflow.simulator.http.ErrorReplyException where the shift expects no such punch
   */
  Punch punch(int number, int workType) {
    if (free) {
      if (number != 0 || workType != 0) {
        throw ErrorReplies.invalid(
                (number != 0 ? "punch_no" : "work_type")
                    + " invalid, a free shift has punch_no 0 and work_type 0")
            .thrown();
      }
      return punches.get(0);
    }
    if (workType != Punch.ON && workType != Punch.OFF) {
      throw ErrorReplies.invalid("work_type invalid, send 1 or 2").thrown();
    }
    return punches.stream()
        .filter(punch -> punch.number() == number && punch.workType() == workType)
        .findFirst()
        .orElseThrow(
            () -> ErrorReplies.invalid("punch_no invalid, the shift has no such punch").thrown());
  }

  private Slot slot(LocalDate day, Punch punch, String mark) {
    LocalDateTime due = day.atStartOfDay().plus(punch.due());
    return free
        ? new Slot(punch, true, mark, due, due, day.atTime(23, 59))
        : new Slot(punch, false, mark, due, due.minus(MARGIN), due.plus(MARGIN));
  }
}
