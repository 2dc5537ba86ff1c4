package io.remedyflow.camunda.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedySlot;
import io.remedyflow.remedy.WorkType;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The slots as models, forms and decision tables see them. They are part of the contract with
 * process models.
 */
final class SlotsJson {

  /** Not Spin's mapper, because an application may configure that one to omit null fields. */
  private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();

  private SlotsJson() {}

  /** A JSON array of the slots, as text. */
  static String of(List<RemedySlot> slots, Language language) {
    Map<String, Integer> taken = new HashMap<>();
    List<Entry> entries = new ArrayList<>(slots.size());
    for (RemedySlot slot : slots) {
      entries.add(entry(slot, unique(value(slot), taken), language));
    }
    return text(entries);
  }

  private static String text(List<Entry> entries) {
    try {
      return WRITER.writeValueAsString(entries);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of strings and numbers are always JSON", e);
    }
  }

  private static Entry entry(RemedySlot slot, String value, Language language) {
    return new Entry(
        value,
        SlotLabels.label(slot, language),
        slot.userId(),
        slot.remedyDate() == null ? null : slot.remedyDate().toString(),
        slot.freePunch(),
        slot.punchNo(),
        slot.workType().name(),
        slot.punchStatus().word(),
        iso(slot.normalPunchTime()),
        iso(slot.earliest()),
        iso(slot.latest()));
  }

  /** A slot as models see it: each field is present, even if it is null. */
  private record Entry(
      String value,
      String label,
      @Nullable String userId,
      @Nullable String remedyDate,
      boolean freePunch,
      @Nullable Integer punchNo,
      String workType,
      String punchStatus,
      @Nullable String normalPunchTime,
      @Nullable String earliest,
      @Nullable String latest) {}

  private static String value(RemedySlot slot) {
    int workType =
        slot.workType() == WorkType.ON_DUTY ? 1 : slot.workType() == WorkType.OFF_DUTY ? 2 : 0;
    return (slot.punchNo() == null ? 0 : slot.punchNo()) + "-" + workType;
  }

  /** Counts the uses of each value, to avoid comparing thousands of equal slots with each other. */
  private static String unique(String value, Map<String, Integer> taken) {
    int times = taken.merge(value, 1, Integer::sum);
    return times == 1 ? value : value + "-" + times;
  }

  private static @Nullable String iso(@Nullable LocalDateTime time) {
    return time == null ? null : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }
}
