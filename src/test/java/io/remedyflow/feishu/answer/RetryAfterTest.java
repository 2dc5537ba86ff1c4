package io.remedyflow.feishu.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.http.Reply;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wait that a reply names, in every form that HTTP has for it. */
class RetryAfterTest {

  private static final String NOW = "Wed, 06 Nov 2024 08:48:07 GMT";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "90",
        " 090 ",
        "Wed, 06 Nov 2024 08:49:37 GMT",
        "Wednesday, 06-Nov-24 08:49:37 GMT",
        "Wed Nov  6 08:49:37 2024"
      })
  @Provokes(FaultRow.L12)
  void seconds_and_the_three_forms_of_a_date_are_read(String retryAfter) {
    assertThat(RetryAfter.of(reply(Map.of("retry-after", retryAfter, "date", NOW))))
        .contains(Duration.ofSeconds(90));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        NOW,
        "Wed, 06 Nov 2024 08:48:06 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Mon, 06 Nov 2024 08:49:37 GMT",
        "Wed, 36 Nov 2024 08:49:37 GMT",
        "Wed, 06 Nov 2024 08:49:37 +0800",
        "2024-11-06T08:49:37Z",
        "tomorrow",
        "",
        "0",
        "-1",
        "1.5"
      })
  @Provokes(FaultRow.L12)
  void a_past_or_invalid_date_counts_as_silence(String retryAfter) {
    assertThat(RetryAfter.of(reply(Map.of("retry-after", retryAfter, "date", NOW)))).isEmpty();
  }

  @Test
  @Provokes(FaultRow.L12)
  void a_date_a_day_ahead_is_capped_at_an_hour() {
    assertThat(
            RetryAfter.of(
                reply(Map.of("retry-after", "Thu, 07 Nov 2024 08:48:07 GMT", "date", NOW))))
        .contains(Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "yesterday"})
  @Provokes(FaultRow.L12)
  void without_the_replys_own_date_this_machines_clock_has_to_do(String date) {
    String later =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(30));
    Map<String, String> headers = new HashMap<>(Map.of("retry-after", later));
    if (!date.equals("none")) {
      headers.put("date", date);
    }

    assertThat(RetryAfter.of(reply(headers)).orElseThrow())
        .isBetween(Duration.ofMinutes(20), Duration.ofMinutes(30));
  }

  @ParameterizedTest
  @CsvSource({"3, 60, 3", "soon, 60, 60", "0, 60, 60"})
  void feishus_own_header_comes_first_if_it_can_be_read(String reset, String after, int seconds) {
    assertThat(RetryAfter.of(reply(Map.of("x-ogw-ratelimit-reset", reset, "retry-after", after))))
        .contains(Duration.ofSeconds(seconds));
  }

  private static Reply reply(Map<String, String> headers) {
    return new Reply(503, headers, new byte[0], false);
  }
}
