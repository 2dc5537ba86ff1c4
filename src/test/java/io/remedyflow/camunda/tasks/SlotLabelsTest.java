package io.remedyflow.camunda.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.camunda.TaskEngine;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.PunchStatus;
import io.remedyflow.remedy.RemedySlot;
import io.remedyflow.remedy.WorkType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotLabelsTest {

  private static final LocalDate DAY = LocalDate.of(2021, 1, 4);

  @Test
  void an_ordinary_day_is_shown_in_hours() {
    assertLabel(
        TaskEngine.slot("7", DAY),
        "First clock-in, due 09:00: missing. Choose 08:00 to 10:00.",
        "第 1 次上班打卡（应打卡 09:00）：缺卡，可补 08:00 至 10:00");
  }

  @Test
  void across_midnight_each_time_tells_its_day() {
    LocalDate next = DAY.plusDays(1);

    assertLabel(
        slot(
            1,
            WorkType.OFF_DUTY,
            PunchStatus.EARLY,
            next.atTime(2, 0),
            DAY.atTime(22, 0),
            next.atTime(4, 30)),
        "Second clock-out, due 5 Jan 02:00: early. Choose 4 Jan 22:00 to 5 Jan 04:30.",
        "第 2 次下班打卡（应打卡 次日 02:00）：早退，可补 22:00 至 次日 04:30");
  }

  @Test
  void a_clock_out_of_the_next_morning_shows_the_day_of_its_window_too() {
    LocalDate next = DAY.plusDays(1);

    assertLabel(
        slot(
            0,
            WorkType.OFF_DUTY,
            PunchStatus.LACK,
            next.atTime(6, 0),
            next.atTime(5, 0),
            next.atTime(7, 0)),
        "First clock-out, due 5 Jan 06:00: missing. Choose 5 Jan 05:00–07:00.",
        "第 1 次下班打卡（应打卡 次日 06:00）：缺卡，可补 次日 05:00–07:00");
  }

  @Test
  void a_window_that_begins_the_evening_before_says_so() {
    assertLabel(
        slot(
            0,
            WorkType.ON_DUTY,
            PunchStatus.LACK,
            DAY.atTime(0, 30),
            DAY.minusDays(1).atTime(23, 30),
            DAY.atTime(1, 30)),
        "First clock-in, due 4 Jan 00:30: missing. Choose 3 Jan 23:30 to 4 Jan 01:30.",
        "第 1 次上班打卡（应打卡 00:30）：缺卡，可补 前一日 23:30 至 当日 01:30");
  }

  @Test
  void days_further_away_are_shown_by_their_date() {
    assertLabel(
        slot(
            0,
            WorkType.OFF_DUTY,
            PunchStatus.LACK,
            DAY.plusDays(2).atTime(6, 0),
            DAY.minusDays(2).atTime(5, 0),
            DAY.plusDays(400).atTime(7, 0)),
        "First clock-out, due 6 Jan 06:00: missing. Choose 2 Jan 05:00 to 8 Feb 07:00.",
        "第 1 次下班打卡（应打卡 1月6日 06:00）：缺卡，可补 1月2日 05:00 至 2月8日 07:00");
  }

  @Test
  void a_free_shift_keeps_the_day_of_its_window_too() {
    assertLabel(
        new RemedySlot(
            "7",
            DAY,
            true,
            0,
            WorkType.ON_DUTY,
            PunchStatus.LACK,
            null,
            DAY.atTime(5, 0),
            DAY.plusDays(1).atTime(4, 59)),
        "Free shift punch: missing. Choose 4 Jan 05:00 to 5 Jan 04:59.",
        "自由班次：缺卡，可补 05:00 至 次日 04:59");
  }

  @Test
  void a_window_that_ends_after_midnight_says_on_which_day() {
    assertLabel(
        slot(
            0,
            WorkType.ON_DUTY,
            PunchStatus.LACK,
            DAY.atTime(22, 0),
            DAY.atTime(20, 0),
            DAY.plusDays(1).atTime(0, 0)),
        "First clock-in, due 4 Jan 22:00: missing. Choose 4 Jan 20:00 to 5 Jan 00:00.",
        "第 1 次上班打卡（应打卡 22:00）：缺卡，可补 20:00 至 次日 00:00");
  }

  @Test
  void without_an_attendance_day_the_date_is_shown() {
    assertLabel(
        new RemedySlot(
            "7",
            null,
            false,
            0,
            WorkType.ON_DUTY,
            PunchStatus.LATE,
            DAY.atTime(9, 0),
            DAY.atTime(8, 0),
            DAY.atTime(10, 0)),
        "First clock-in, due 4 Jan 09:00: late. Choose 4 Jan 08:00–10:00.",
        "第 1 次上班打卡（应打卡 1月4日 09:00）：迟到，可补 1月4日 08:00–10:00");
  }

  @Test
  void a_free_shift_has_neither_number_nor_due_time() {
    assertLabel(
        new RemedySlot(
            "7",
            DAY,
            true,
            0,
            WorkType.ON_DUTY,
            PunchStatus.LACK,
            DAY.minusDays(1).atTime(9, 0),
            DAY.atTime(0, 0),
            DAY.atTime(23, 59)),
        "Free shift punch: missing. Choose 00:00 to 23:59.",
        "自由班次：缺卡，可补 00:00 至 23:59");
  }

  @Test
  void a_word_that_feishu_adds_later_is_shown_as_it_is() {
    assertLabel(
        slot(0, WorkType.UNKNOWN, new PunchStatus("Absent"), null, null, null),
        "First punch: Absent. Choose any time.",
        "第 1 次打卡：异常（Absent），补卡时间不限");
  }

  @Test
  void missing_fields_leave_a_sentence_nevertheless() {
    assertLabel(
        SlotsJsonTest.nothing(), "Punch: to be remedied. Choose any time.", "打卡：待补卡，补卡时间不限");
  }

  @Test
  void a_window_may_be_open_on_either_side() {
    assertLabel(
        slot(2, WorkType.ON_DUTY, PunchStatus.LACK, null, DAY.atTime(8, 0), null),
        "Third clock-in: missing. Choose any time from 08:00.",
        "第 3 次上班打卡：缺卡，08:00 以后可补");
    assertLabel(
        slot(3, WorkType.OFF_DUTY, PunchStatus.LACK, null, null, DAY.atTime(20, 0)),
        "No. 4 clock-out: missing. Choose any time until 20:00.",
        "第 4 次下班打卡：缺卡，20:00 以前可补");
  }

  @Test
  void an_open_window_of_another_day_shows_its_date() {
    assertLabel(
        slot(0, WorkType.OFF_DUTY, PunchStatus.LACK, null, DAY.plusDays(1).atTime(5, 0), null),
        "First clock-out: missing. Choose any time from 5 Jan 05:00.",
        "第 1 次下班打卡：缺卡，次日 05:00 以后可补");
  }

  @ParameterizedTest
  @CsvSource({"-1,No. 0,第 0 次", "2147483647,No. 2147483648,第 2147483648 次"})
  void a_number_beyond_reason_stays_a_number(int punchNo, String english, String chinese) {
    RemedySlot slot = slot(punchNo, WorkType.ON_DUTY, PunchStatus.LACK, null, null, null);

    assertThat(SlotLabels.label(slot, Language.EN)).startsWith(english + " clock-in");
    assertThat(SlotLabels.label(slot, Language.ZH_CN)).startsWith(chinese + "上班打卡");
  }

  @Test
  void the_machines_own_language_does_not_matter() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab-ca-islamic"));

      an_ordinary_day_is_shown_in_hours();
      across_midnight_each_time_tells_its_day();
    } finally {
      Locale.setDefault(before);
    }
  }

  private static void assertLabel(RemedySlot slot, String english, String chinese) {
    assertThat(SlotLabels.label(slot, Language.EN)).isEqualTo(english);
    assertThat(SlotLabels.label(slot, Language.ZH_CN)).isEqualTo(chinese);
  }

  private static RemedySlot slot(
      int punchNo,
      WorkType workType,
      PunchStatus status,
      LocalDateTime due,
      LocalDateTime earliest,
      LocalDateTime latest) {
    return new RemedySlot("7", DAY, false, punchNo, workType, status, due, earliest, latest);
  }
}
