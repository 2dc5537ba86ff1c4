package io.remedyflow.feishu.attendance;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.remedyflow.remedy.approval.Punch;
import io.remedyflow.remedy.approval.RemedyRecord;
import io.remedyflow.remedy.approval.RemedyState;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A remedy as Feishu answers it; Feishu guarantees none of the fields.
 *
 * @param workType 1 for a free shift, although its start sends 0
 * @param status a number of {@link RemedyState}; after a start it means nothing
 * @param updateTime seconds since 1970
 */
record RemedyBody(
    @JsonProperty("user_id") @Nullable String userId,
    @JsonProperty("remedy_date") @Nullable Integer remedyDate,
    @JsonProperty("punch_no") @Nullable Integer punchNo,
    @JsonProperty("work_type") @Nullable Integer workType,
    @JsonProperty("approval_id") @Nullable String approvalId,
    @JsonProperty("remedy_time") @Nullable String remedyTime,
    @Nullable Integer status,
    @Nullable String reason,
    @JsonProperty("update_time") @Nullable String updateTime) {

  /** The record of it, with what can be read. */
  RemedyRecord record() {
    return new RemedyRecord(
        textOrNull(userId),
        remedyDate == null ? null : AttendanceDay.of(remedyDate),
        punchNo == null || punchNo < 0
            ? null
            : new Punch(punchNo, AttendanceFields.workType(workType)),
        AttendanceFields.minute(remedyTime),
        status == null ? null : RemedyState.of(status).orElse(null),
        textOrNull(approvalId),
        textOrNull(reason),
        instant(updateTime));
  }

  private static @Nullable String textOrNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static @Nullable Instant instant(@Nullable String seconds) {
    try {
      return seconds == null ? null : Instant.ofEpochSecond(Long.parseLong(seconds.strip()));
    } catch (NumberFormatException | DateTimeException e) {
      return null; // Feishu writes "-" for a field that it no longer fills
    }
  }

  /** Without employee and reason, to keep personal data out of logs. */
  @Override
  public String toString() {
    return "RemedyBody[approvalId=" + approvalId + "]";
  }
}
