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
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line for each slot that a tired employee can choose by. */
final class SlotLabels {

  private static final List<String> ORDINALS = List.of("First", "Second", "Third");
  private static final Map<PunchStatus, BilingualText> STATUSES =
      Map.of(
          PunchStatus.LACK, new BilingualText("missing", "缺卡"),
          PunchStatus.LATE, new BilingualText("late", "迟到"),
          PunchStatus.EARLY, new BilingualText("early", "早退"),
          PunchStatus.UNKNOWN, new BilingualText("to be remedied", "待补卡"));

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter ENGLISH_DAY =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter CHINESE_DAY =
      DateTimeFormatter.ofPattern("M月d日 HH:mm", Locale.ROOT);

  private SlotLabels() {}

  /** Such as "First clock-in, due 09:00: missing. Choose 08:00 to 10:00." */
  static String label(RemedySlot slot, Language language) {
    return switch (language) {
      case EN -> english(slot);
      case ZH_CN -> chinese(slot);
    };
  }

  private static String english(RemedySlot slot) {
    Times times = new Times(slot, ENGLISH_DAY);
    StringBuilder label = new StringBuilder();
    if (slot.freePunch()) {
      label.append("Free shift punch");
    } else {
      label
          .append(ordinal(slot.punchNo()))
          .append(capitalisedAlone(slot, punch(slot.workType()).en()));
      LocalDateTime due = slot.normalPunchTime();
      if (due != null) {
        label.append(", due ").append(times.tell(due));
      }
    }
    return label
        .append(": ")
        .append(status(slot.punchStatus()).en())
        .append(". Choose ")
        .append(englishWindow(slot.earliest(), slot.latest(), times))
        .append('.')
        .toString();
  }

  private static String englishWindow(
      @Nullable LocalDateTime earliest, @Nullable LocalDateTime latest, Times times) {
    if (earliest != null && latest != null) {
      return times.tell(earliest) + " to " + times.tell(latest);
    }
    if (earliest != null) {
      return "any time from " + times.tell(earliest);
    }
    return latest == null ? "any time" : "any time until " + times.tell(latest);
  }

  private static String chinese(RemedySlot slot) {
    Times times = new Times(slot, CHINESE_DAY);
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
        label.append("（应打卡 ").append(times.tell(due)).append("）");
      }
    }
    return label
        .append("：")
        .append(status(slot.punchStatus()).zhCn())
        .append("，")
        .append(chineseWindow(slot.earliest(), slot.latest(), times))
        .toString();
  }

  private static String chineseWindow(
      @Nullable LocalDateTime earliest, @Nullable LocalDateTime latest, Times times) {
    if (earliest != null && latest != null) {
      return "可补 " + times.tell(earliest) + " 至 " + times.tell(latest);
    }
    if (earliest != null) {
      return times.tell(earliest) + " 以后可补";
    }
    return latest == null ? "补卡时间不限" : times.tell(latest) + " 以前可补";
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

  /** A word that Feishu adds later will hardly be Chinese: there it needs one beside it. */
  private static BilingualText status(PunchStatus status) {
    return STATUSES.getOrDefault(
        status, new BilingualText(status.word(), "异常（" + status.word() + "）"));
  }

  /**
   * The times of one label, in the order in which it tells them. A night shift goes on across
   * midnight: then the first time has its date, and so has each that is on another day than the one
   * before. More would not fit into the form.
   */
  private static final class Times {
    private final DateTimeFormatter withDay;
    private @Nullable LocalDate told;

    Times(RemedySlot slot, DateTimeFormatter withDay) {
      this.withDay = withDay;
      LocalDateTime due = slot.freePunch() ? null : slot.normalPunchTime();
      LocalDate day = slot.remedyDate();
      boolean withinTheDay =
          mayBeOn(day, due) && mayBeOn(day, slot.earliest()) && mayBeOn(day, slot.latest());
      told = withinTheDay ? day : null;
    }

    private static boolean mayBeOn(@Nullable LocalDate day, @Nullable LocalDateTime time) {
      return time == null || time.toLocalDate().equals(day);
    }

    String tell(LocalDateTime time) {
      boolean sameDay = time.toLocalDate().equals(told);
      told = time.toLocalDate();
      return (sameDay ? TIME : withDay).format(time);
    }
  }
}
