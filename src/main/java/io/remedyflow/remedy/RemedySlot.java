package io.remedyflow.remedy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One punch that may be remedied, and the window in which its time may be set. All times are local
 * times of the attendance group; Feishu sends no zone and none is invented. Feishu promises none of
 * the fields, so that any may be missing; a time that cannot be read counts as missing.
 *
 * @param userId the employee, in the id space that was asked in; the one who was asked for where
 *     Feishu sent none
 * @param remedyDate the attendance day, which is the one that was asked for where Feishu sent none;
 *     a night shift's times may lie on the next calendar day; null where it cannot be read
 * @param freePunch whether the shift is free (自由班次): the punch's number and type mean nothing, only
 *     a time is chosen
 * @param punchNo 0-based number of the pair of punches, as Feishu sends it; null where Feishu sent
 *     none
 * @param workType clocking in or out
 * @param punchStatus what is wrong with the punch
 * @param normalPunchTime when the punch was due; null where Feishu sent none
 * @param earliest the first time that may be chosen; null where Feishu sent none
 * @param latest the last time that may be chosen; null where Feishu sent none
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

  /** Without the employee, so that no log holds personal data by accident. */
  @Override
  public String toString() {
    return "RemedySlot[remedyDate=%s, freePunch=%s, punchNo=%s, workType=%s, punchStatus=%s, earliest=%s, latest=%s]"
        .formatted(remedyDate, freePunch, punchNo, workType, punchStatus.word(), earliest, latest);
  }
}
