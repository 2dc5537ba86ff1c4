package io.remedyflow.feishu.attendance;

import static java.time.format.DateTimeFormatter.BASIC_ISO_DATE;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** How Feishu writes an attendance day: as a number, 20210104. */
final class AttendanceDay {

  private AttendanceDay() {}

  /** The number of a day in a year of four digits. */
  static int number(LocalDate day) {
    return Integer.parseInt(BASIC_ISO_DATE.format(day));
  }

  /** The day of a number; null if the number is not a day. */
  static @Nullable LocalDate of(int number) {
    try {
      return LocalDate.parse(String.valueOf(number), BASIC_ISO_DATE);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
