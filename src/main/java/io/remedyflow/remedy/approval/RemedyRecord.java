package io.remedyflow.remedy.approval;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A remedy that Feishu knows. Feishu guarantees none of the fields, so any may be missing; a value
 * that cannot be read counts as missing.
 *
 * @param userId the employee, in the query's type of id
 * @param remedyDate the attendance day
 * @param punch the punch; null if Feishu sent none
 * @param remedyTime the time that shall count, in local time of the attendance group
 * @param state its state; null if Feishu sent one that is not known
 * @param approvalId the id of its approval, for the decision
 * @param reason the employee's reason
 * @param changed when it was last changed
 */
public record RemedyRecord(
    @Nullable String userId,
    @Nullable LocalDate remedyDate,
    @Nullable Punch punch,
    @Nullable LocalDateTime remedyTime,
    @Nullable RemedyState state,
    @Nullable String approvalId,
    @Nullable String reason,
    @Nullable Instant changed) {

  /** Without employee and reason, to keep personal data out of logs. */
  @Override
  public String toString() {
    return "RemedyRecord[remedyDate=%s, punch=%s, remedyTime=%s, state=%s, approvalId=%s]"
        .formatted(remedyDate, punch, remedyTime, state, approvalId);
  }
}
