package io.remedyflow.camunda.tasks;

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

/** A one-line label for each slot, clear enough for a tired employee to choose by. */
final class SlotLabels {

  private static final List<String> ORDINALS = List.of("First", "Second", "Third");
  private static final Map<PunchStatus, BilingualText> STATUSES =
      Map.of(
          PunchStatus.LACK, new BilingualText("missing", "缺卡"),
          PunchStatus.LATE, new BilingualText("late", "迟到"),
          PunchStatus.EARLY, new BilingualText("early", "早退"),
          PunchStatus.UNKNOWN, new BilingualText("to be remedied", "待补卡"));

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter ENGLISH_DATE =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter CHINESE_DATE =
      DateTimeFormatter.ofPattern("M月d日", Locale.ROOT);

  private SlotLabels() {}

  /** Such as "First clock-in, due 09:00: missing. Choose 08:00 to 10:00." */
  static String label(RemedySlot slot, Language language) {
    return switch (language) {
      case EN -> english(slot);
      case ZH_CN -> chinese(slot);
    };
  }

  private static String english(RemedySlot slot) {
    Times times = Times.of(slot, Language.EN);
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
      return times.window(earliest, latest);
    }
    if (earliest != null) {
      return "any time from " + times.tell(earliest);
    }
    return latest == null ? "any time" : "any time until " + times.tell(latest);
  }

  private static String chinese(RemedySlot slot) {
    Times times = Times.of(slot, Language.ZH_CN);
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
      return "可补 " + times.window(earliest, latest);
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

  /**
   * A word that Feishu adds later is probably not Chinese, so the Chinese label puts a Chinese word
   * beside it.
   */
  private static BilingualText status(PunchStatus status) {
    return STATUSES.getOrDefault(
        status, new BilingualText(status.word(), "异常（" + status.word() + "）"));
  }

  /**
   * The times of one label. If a night shift crosses midnight, each time includes its day, and a
   * window within one day names the day once. A longer label would not fit into the form, which
   * shows the attendance day beside it.
   */
  private record Times(RemedySlot slot, boolean withinTheDay, Language language) {

    static Times of(RemedySlot slot, Language language) {
      LocalDate day = slot.remedyDate();
      LocalDateTime due = slot.freePunch() ? null : slot.normalPunchTime();
      boolean withinTheDay =
          mayBeOn(day, due) && mayBeOn(day, slot.earliest()) && mayBeOn(day, slot.latest());
      return new Times(slot, withinTheDay, language);
    }

    private static boolean mayBeOn(@Nullable LocalDate day, @Nullable LocalDateTime time) {
      return time == null || time.toLocalDate().equals(day);
    }

    String tell(LocalDateTime time) {
      String day = withinTheDay ? "" : day(time.toLocalDate());
      return day.isEmpty() ? TIME.format(time) : day + " " + TIME.format(time);
    }

    String window(LocalDateTime earliest, LocalDateTime latest) {
      if (withinTheDay) {
        return TIME.format(earliest) + to() + TIME.format(latest);
      }
      if (earliest.toLocalDate().equals(latest.toLocalDate())) {
        return tell(earliest) + "–" + TIME.format(latest);
      }
      boolean backToTheDay =
          language == Language.ZH_CN && latest.toLocalDate().equals(slot.remedyDate());
      return tell(earliest) + to() + (backToTheDay ? "当日 " : "") + tell(latest);
    }

    private String to() {
      return language == Language.EN ? " to " : " 至 ";
    }

    /** Chinese says "the next day", as Feishu does, and omits the attendance day itself. */
    private String day(LocalDate date) {
      LocalDate day = slot.remedyDate();
      if (language == Language.EN) {
        return ENGLISH_DATE.format(date);
      }
      if (date.equals(day)) {
        return "";
      }
      if (day != null && date.equals(day.plusDays(1))) {
        return "次日";
      }
      return day != null && date.equals(day.minusDays(1)) ? "前一日" : CHINESE_DATE.format(date);
    }
  }
}
