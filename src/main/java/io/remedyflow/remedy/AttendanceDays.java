package io.remedyflow.remedy;

import java.time.LocalDate;

/** Checks attendance days, which Feishu writes with four digits for the year. */
public final class AttendanceDays {

  private static final int FIRST_YEAR = 1000;
  private static final int LAST_YEAR = 9999;

  private AttendanceDays() {}

  /**
   * Checks a day.
   *
   * @param name what the message calls the day
   * @return the day
   * @throws RequestRejectedException if its year does not have four digits
   */
  public static LocalDate checked(LocalDate day, BilingualText name) {
    if (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR) {
      throw new RequestRejectedException(
          new BilingualText(
              "The %s has no four-digit year. Enter the attendance day as yyyyMMdd or yyyy-MM-dd, such as 20210104."
                  .formatted(name.en()),
              "%s的年份不是四位数。请按 yyyyMMdd 或 yyyy-MM-dd 填写考勤日期，例如 20210104。".formatted(name.zhCn())));
    }
    return day;
  }
}
