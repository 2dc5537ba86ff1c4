package io.remedyflow.feishu.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttendanceDayTest {

  @Test
  void every_day_of_four_years_is_its_digits_and_back() {
    LocalDate.of(2023, 12, 31)
        .datesUntil(LocalDate.of(2028, 1, 2))
        .forEach(
            day -> {
              assertThat(AttendanceDay.number(day)).hasToString(digits(day));
              assertThat(AttendanceDay.of(AttendanceDay.number(day))).isEqualTo(day);
            });
  }

  private static String digits(LocalDate day) {
    return DateTimeFormatter.BASIC_ISO_DATE.format(day);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        -20240105,
        240105,
        20230229,
        20240001,
        20240100,
        20241301,
        20240132,
        202401051,
        9991231,
        100000101,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE
      })
  void what_is_no_day_is_none(int number) {
    assertThat(AttendanceDay.of(number)).isNull();
  }
}
