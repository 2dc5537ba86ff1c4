package io.remedyflow.camunda;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.PunchStatus;
import io.remedyflow.remedy.RemedySlot;
import io.remedyflow.remedy.WorkType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line for each slot that a tired employee can choose by. */
final class SlotLabels {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm");
  private static final List<String> ORDINALS = List.of("First", "Second", "Third");
  private static final Map<PunchStatus, BilingualText> STATUSES =
      Map.of(
          PunchStatus.LACK, new BilingualText("missing", "缺卡"),
          PunchStatus.LATE, new BilingualText("late", "迟到"),
          PunchStatus.EARLY, new BilingualText("early", "早退"),
          PunchStatus.UNKNOWN, new BilingualText("to be remedied", "待补卡"));

  private SlotLabels() {}

  /** Such as "First clock-in, due 09:00: missing. Choose 08:00 to 10:00." */
  static String label(RemedySlot slot, Language language) {
    return new BilingualText(english(slot), chinese(slot)).in(language);
  }

  private static String english(RemedySlot slot) {
    StringBuilder label = new StringBuilder();
    if (slot.freePunch()) {
      label.append("Free shift");
    } else {
      label
          .append(ordinal(slot.punchNo()))
          .append(capitalisedAlone(slot, punch(slot.workType()).en()));
      LocalDateTime due = slot.normalPunchTime();
      if (due != null) {
        label.append(", due ").append(time(due, slot.remedyDate()));
      }
    }
    label.append(": ").append(status(slot.punchStatus()).en()).append('.');
    String window = window(slot, " to ", "any time from ", "any time until ");
    return label
        .append(window.isEmpty() ? " Choose any time." : " Choose " + window + ".")
        .toString();
  }

  private static String chinese(RemedySlot slot) {
    StringBuilder label = new StringBuilder();
    if (slot.freePunch()) {
      label.append("自由班次");
    } else {
      Integer punchNo = slot.punchNo();
      label
          .append(punchNo == null ? "" : "第 " + (punchNo + 1L) + " 次")
          .append(punch(slot.workType()).zhCn());
      LocalDateTime due = slot.normalPunchTime();
      if (due != null) {
        label.append("（应打卡 ").append(time(due, slot.remedyDate())).append("）");
      }
    }
    label.append("：").append(status(slot.punchStatus()).zhCn()).append("，");
    String window = window(slot, " 至 ", "不早于 ", "不晚于 ");
    return label.append(window.isEmpty() ? "补卡时间不限" : "可补 " + window).toString();
  }

  private static String ordinal(@Nullable Integer punchNo) {
    if (punchNo == null) {
      return "";
    }
    return punchNo >= 0 && punchNo < ORDINALS.size()
        ? ORDINALS.get(punchNo) + " "
        : "No. " + (punchNo + 1L) + " ";
  }

  private static String capitalisedAlone(RemedySlot slot, String word) {
    return slot.punchNo() == null
        ? Character.toUpperCase(word.charAt(0)) + word.substring(1)
        : word;
  }

  private static BilingualText punch(WorkType workType) {
    return switch (workType) {
      case ON_DUTY -> new BilingualText("clock-in", "上班打卡");
      case OFF_DUTY -> new BilingualText("clock-out", "下班打卡");
      case UNKNOWN -> new BilingualText("punch", "打卡");
    };
  }

  private static BilingualText status(PunchStatus status) {
    return STATUSES.getOrDefault(status, new BilingualText(status.word(), status.word()));
  }

  private static String window(RemedySlot slot, String between, String openEnd, String openStart) {
    LocalDateTime earliest = slot.earliest();
    LocalDateTime latest = slot.latest();
    if (earliest != null && latest != null) {
      return time(earliest, slot.remedyDate()) + between + time(latest, slot.remedyDate());
    }
    if (earliest != null) {
      return openEnd + time(earliest, slot.remedyDate());
    }
    return latest == null ? "" : openStart + time(latest, slot.remedyDate());
  }

  /** With the date where it is not the attendance day: a night shift goes on across midnight. */
  private static String time(LocalDateTime time, @Nullable LocalDate remedyDate) {
    return (time.toLocalDate().equals(remedyDate) ? TIME : DAY_AND_TIME).format(time);
  }
}
