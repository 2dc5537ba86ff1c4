package io.remedyflow.feishu.attendance;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** How Feishu writes an attendance day: as a number, 20210104. */
final class AttendanceDay {

  private static final int FIRST = 1000_01_01;
  private static final int LAST = 9999_12_31;

  private AttendanceDay() {}

  /** The number of a day in a year of four digits. */
  static int number(LocalDate day) {
    return (day.getYear() * 100 + day.getMonthValue()) * 100 + day.getDayOfMonth();
  }

  /** The day of a number; null if the number is not a day. */
  static @Nullable LocalDate of(int number) {
    if (number < FIRST || number > LAST) {
      return null;
    }
    try {
      return LocalDate.of(number / 1_00_00, number / 1_00 % 1_00, number % 1_00);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
