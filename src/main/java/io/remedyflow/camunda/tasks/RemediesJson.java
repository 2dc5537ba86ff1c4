package io.remedyflow.camunda.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.remedyflow.remedy.WorkType;
import io.remedyflow.remedy.approval.Punch;
import io.remedyflow.remedy.approval.RemedyRecord;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remedies as models see them. They are part of the contract with process models.
 *
 * <p>Not Spin's mapper, because an application may configure that one to omit null fields.
 */
final class RemediesJson {

  private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();

  private RemediesJson() {}

  /** A JSON array of the remedies, as text. */
  static String of(List<RemedyRecord> remedies) {
    try {
      return WRITER.writeValueAsString(remedies.stream().map(RemediesJson::entry).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of strings and numbers are always JSON", e);
    }
  }

  private static Entry entry(RemedyRecord remedy) {
    Punch punch = remedy.punch();
    return new Entry(
        remedy.approvalId(),
        remedy.userId(),
        remedy.remedyDate() == null ? null : remedy.remedyDate().toString(),
        punch == null ? null : punch.number(),
        (punch == null ? WorkType.UNKNOWN : punch.workType()).name(),
        iso(remedy.remedyTime()),
        remedy.state() == null ? null : remedy.state().name(),
        remedy.reason());
  }

  private static @Nullable String iso(@Nullable LocalDateTime time) {
    return time == null ? null : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }

  /** A remedy as models see it: each field is present, even if it is null. */
  private record Entry(
      @Nullable String remedyApprovalId,
      @Nullable String userId,
      @Nullable String remedyDate,
      @Nullable Integer punchNo,
      String workType,
      @Nullable String remedyTime,
      @Nullable String state,
      @Nullable String reason) {}
}
