package io.remedyflow.remedy.approval;

import io.remedyflow.remedy.AttendanceDays;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.EmployeeId;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.Request;
import io.remedyflow.remedy.RequestRejectedException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * The request: start the approval of a remedy, unless an equal one is pending or approved.
 *
 * <p>Two remedies are equal if employee, day, punch and minute are the same: Feishu keeps the time
 * to the minute. The reason makes no difference.
 *
 * @param employee the employee
 * @param remedyDate the attendance day
 * @param punch the punch
 * @param remedyTime the time that shall count, in local time of the attendance group; cut off to
 *     the minute
 * @param reason why, for the approver, 1 to 500 characters
 * @param zone the zone of the attendance group, for the period in which Feishu is searched
 */
public record StartRequest(
    EmployeeId employee,
    LocalDate remedyDate,
    Punch punch,
    LocalDateTime remedyTime,
    String reason,
    ZoneId zone)
    implements Request<StartOutcome> {

  /** The longest reason that is accepted, in code points. */
  public static final int REASON_AT_MOST = 500;

  /**
   * How far the time may be from the beginning of its day: a night shift ends on the next day, and
   * a shift of the morning may begin on the day before.
   */
  private static final int DAYS_AT_MOST = 2;

  /**
   * Checks what can be checked without Feishu.
   *
   * @throws RequestRejectedException if a value is not valid
   */
  public StartRequest {
    AttendanceDays.checked(remedyDate, RemedyQuery.REMEDY_DATE);
    remedyTime = remedyTime.truncatedTo(ChronoUnit.MINUTES);
    reason = reason.strip();
    checkTime(remedyDate, remedyTime);
    checkReason(reason);
  }

  @Override
  public String subject() {
    return employee.value();
  }

  @Override
  public String maskedSubject() {
    return employee.masked();
  }

  /** Without employee and reason, to keep personal data out of logs. */
  @Override
  public String toString() {
    return "StartRequest[remedyDate=%s, punch=%s, remedyTime=%s]"
        .formatted(remedyDate, punch, remedyTime);
  }

  private static void checkTime(LocalDate day, LocalDateTime time) {
    if (Math.abs(ChronoUnit.DAYS.between(day, time.toLocalDate())) >= DAYS_AT_MOST) {
      throw new RequestRejectedException(
          new BilingualText(
              "The remedy time %s does not belong to the attendance day %s. Enter a time within the window of the punch."
                  .formatted(time, day),
              "补卡时间 %s 不属于考勤日期 %s。请填写该次打卡可补时间范围内的时间。".formatted(time, day)));
    }
  }

  private static void checkReason(String reason) {
    if (reason.isBlank()) {
      throw new RequestRejectedException(
          new BilingualText(
              "The reason is empty. Feishu requires one: enter why the punch is missing or wrong.",
              "补卡原因为空。飞书要求填写补卡原因，请说明缺卡或打卡异常的原因。"));
    }
    int length = reason.codePointCount(0, reason.length());
    if (length > REASON_AT_MOST) {
      throw new RequestRejectedException(
          new BilingualText(
              "The reason has %d characters, more than %d. Shorten it."
                  .formatted(length, REASON_AT_MOST),
              "补卡原因有 %d 个字符，超过 %d 个，请缩短。".formatted(length, REASON_AT_MOST)));
    }
  }
}
