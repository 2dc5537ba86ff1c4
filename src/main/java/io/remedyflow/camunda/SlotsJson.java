package io.remedyflow.camunda;

import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedySlot;
import io.remedyflow.remedy.WorkType;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.spin.Spin;
import org.camunda.spin.plugin.variable.SpinValues;
import org.camunda.spin.plugin.variable.value.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The slots as models, forms and decision tables see them. Part of the contract with process
 * models.
 */
final class SlotsJson {

  private SlotsJson() {}

  /**
   * A JSON array, empty where there are no slots; never null, which a form's select could not bear.
   */
  static JsonValue of(List<RemedySlot> slots, Language language, boolean transiently) {
    Map<String, Integer> taken = new HashMap<>();
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    for (RemedySlot slot : slots) {
      entries.add(entry(slot, unique(value(slot), taken), language));
    }
    // As text, which is what is stored: a tree the engine would write each time it is handed on.
    String text = Spin.JSON(entries).toString();
    return SpinValues.jsonValue(text, transiently).create();
  }

  private static Map<String, @Nullable Object> entry(
      RemedySlot slot, String value, Language language) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("value", value);
    entry.put("label", SlotLabels.label(slot, language));
    entry.put("userId", slot.userId());
    entry.put("remedyDate", slot.remedyDate() == null ? null : slot.remedyDate().toString());
    entry.put("freePunch", slot.freePunch());
    entry.put("punchNo", slot.punchNo());
    entry.put("workType", slot.workType().name());
    entry.put("punchStatus", slot.punchStatus().word());
    entry.put("normalPunchTime", iso(slot.normalPunchTime()));
    entry.put("earliest", iso(slot.earliest()));
    entry.put("latest", iso(slot.latest()));
    return entry;
  }

  private static String value(RemedySlot slot) {
    int workType =
        slot.workType() == WorkType.ON_DUTY ? 1 : slot.workType() == WorkType.OFF_DUTY ? 2 : 0;
    return (slot.punchNo() == null ? 0 : slot.punchNo()) + "-" + workType;
  }

  /** Counts on from the last number, or thousands of equal slots would be compared with all. */
  private static String unique(String value, Map<String, Integer> taken) {
    int times = taken.merge(value, 1, Integer::sum);
    return times == 1 ? value : value + "-" + times;
  }

  private static @Nullable String iso(@Nullable LocalDateTime time) {
    return time == null ? null : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }
}
