package io.remedyflow.remedy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One punch that may be remedied, and the window in which its time may be set. All times are local
 * times of the attendance group; Feishu sends no zone, and none is assumed. Feishu guarantees none
 * of the fields, so any may be missing; a time that cannot be read counts as missing.
 *
 * @param userId the employee, in the query's type of id; the query's employee if Feishu sent none
 * @param remedyDate the attendance day, or the query's day if Feishu sent none; a night shift's
 *     times may be on the next calendar day; null if it cannot be read
 * @param freePunch whether the shift is free (自由班次): the punch's number and type mean nothing, only
 *     a time is chosen
 * @param punchNo 0-based number of the pair of punches, as Feishu sends it; null if Feishu sent
 *     none
 * @param workType clocking in or out
 * @param punchStatus what is wrong with the punch
 * @param normalPunchTime when the punch was due; null if Feishu sent none
 * @param earliest the first time that may be chosen; null if Feishu sent none
 * @param latest the last time that may be chosen; null if Feishu sent none
 */
public record RemedySlot(
    @Nullable String userId,
    @Nullable LocalDate remedyDate,
    boolean freePunch,
    @Nullable Integer punchNo,
    WorkType workType,
    PunchStatus punchStatus,
    @Nullable LocalDateTime normalPunchTime,
    @Nullable LocalDateTime earliest,
    @Nullable LocalDateTime latest) {

  /** Without the employee, to keep personal data out of logs. */
  @Override
  public String toString() {
    return "RemedySlot[remedyDate=%s, freePunch=%s, punchNo=%s, workType=%s, punchStatus=%s, earliest=%s, latest=%s]"
        .formatted(remedyDate, freePunch, punchNo, workType, punchStatus.word(), earliest, latest);
  }
}
