package io.remedyflow.designer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in the very form-js that Tasklist 7.24 ships. */
class FormsTest {
  private static final String SLOTS =
      """
      [{"value": "0-1", "label": "1st punch, on duty: missing", "freePunch": false}]""";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "forms/request-remedy",
        "forms/choose-punch",
        "forms/correct-request",
        "forms/handle-outage",
        "forms/decide-remedy",
        "zh-CN/forms/request-remedy",
        "zh-CN/forms/choose-punch",
        "zh-CN/forms/correct-request",
        "zh-CN/forms/handle-outage",
        "zh-CN/forms/decide-remedy"
      })
  void a_form_opens_while_none_of_its_variables_is_set(String form) throws IOException {
    assertThat(open(form, "{}").path("shown").asText())
        .isNotBlank()
        .doesNotContain("null", "undefined", "{{");
  }

  @Test
  void an_unfitting_time_comes_back_with_what_was_chosen_and_why() throws IOException {
    var opened =
        open(
            "forms/choose-punch",
            """
            {"remedySlots": %s, "chosenSlot": "0-1", "remedyTime": "2024-01-05T09:07",
             "timeProblem": "The time is too late."}"""
                .formatted(SLOTS));

    assertThat(opened.path("shown").asText())
        .contains("The time is too late.", "1st punch, on duty: missing");
    assertThat(opened.at("/data/chosenSlot").asText()).isEqualTo("0-1");
    assertThat(opened.at("/data/remedyTime").asText()).isEqualTo("2024-01-05T09:07");
  }

  /**
   * A date picker of this form-js moves a prefilled day west of UTC at every redraw, and posts the
   * day before: no form may have one, in any language or folder.
   */
  @Provokes(FaultRow.I11)
  @Test
  void no_form_has_a_date_picker() throws IOException {
    try (var files = Files.walk(Path.of("bpmn"))) {
      var forms = files.filter(file -> file.toString().endsWith(".form")).toList();

      assertThat(forms).hasSizeGreaterThanOrEqualTo(10);
      for (var form : forms) {
        var types = new ObjectMapper().readTree(form.toFile()).findValuesAsText("type");
        assertThat(types).as("%s", form).hasSizeGreaterThan(1);
        assertThat(types).as("%s", form).doesNotContain("datetime", "date", "time");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"forms/request-remedy", "forms/correct-request"})
  void an_invalid_day_is_reported_and_stays(String form) throws IOException {
    String[] days = {
      "2021-01-04", "20210104", " 2021-01-04 ", "2024-02-29", "2021-13-04", "2021/01/04"
    };
    var opened = openEach(form, "remedyDate", days);

    for (int i = 0; i < days.length; i++) {
      boolean wrong = i > 3;
      assertThat(
              opened.get(i).path("shown").asText().contains("This is not a day of the calendar."))
          .as(days[i])
          .isEqualTo(wrong);
      assertThat(opened.get(i).path("errors").has("Field_remedyDate")).as(days[i]).isEqualTo(wrong);
      assertThat(opened.get(i).at("/data/remedyDate").asText()).isEqualTo(days[i]);
    }
  }

  /** Two asterisks beside a Chinese full stop are text, and no mark-up. */
  @ParameterizedTest
  @CsvSource({
    "choose-punch, remedyTime, soon, 这不是有效时间，请按时:分填写",
    "request-remedy, remedyDate, tomorrow, 这不是有效日期，请按年-月-日填写",
    "decide-remedy, remedyTime, 2021-01-04T09:50, 补卡时间：2021-01-04 09:50"
  })
  void no_markup_is_shown(String form, String variable, String value, String shown)
      throws IOException {
    assertThat(openEach("zh-CN/forms/" + form, variable, value).get(0).path("shown").asText())
        .contains(shown)
        .doesNotContain("**");
  }

  /** No readable pattern knows the months; the process has such a day entered again. */
  @Test
  void a_day_beyond_the_end_of_its_month_is_reported() throws IOException {
    for (var opened : openEach("forms/request-remedy", "remedyDate", "2023-02-29", "2021-04-31")) {
      assertThat(opened.path("shown").asText()).contains("This is not a day of the calendar.");
    }
  }

  @Test
  void an_invalid_time_is_reported_and_stays() throws IOException {
    String[] times = {
      "09:05",
      "9:05",
      "09：05",
      " 09:05 ",
      "2021-01-05 06:00",
      "2021-01-05T06:00:00",
      "25:00",
      "soon"
    };
    var opened = openEach("forms/choose-punch", "remedyTime", times);

    for (int i = 0; i < times.length; i++) {
      assertThat(opened.get(i).path("shown").asText().contains("This is not a time."))
          .as(times[i])
          .isEqualTo(i > 5);
      assertThat(opened.get(i).at("/data/remedyTime").asText()).isEqualTo(times[i]);
    }
  }

  @Test
  void a_request_needs_a_reason() throws IOException {
    var opened = openEach("forms/request-remedy", "reason", "", "   ", "ill");

    assertThat(opened.get(0).path("errors").has("Field_reason")).isTrue();
    assertThat(opened.get(1).path("errors").has("Field_reason")).isTrue();
    assertThat(opened.get(2).path("errors").has("Field_reason")).isFalse();
  }

  @Test
  void the_employees_name_is_shown_where_the_process_has_it() throws IOException {
    var opened = openEach("forms/decide-remedy", "employeeName", "张忘", "");

    assertThat(opened.get(0).path("shown").asText()).contains("Name", "Employee");
    assertThat(opened.get(1).path("shown").asText()).contains("Employee").doesNotContain("Name");
  }

  @Test
  void a_slot_that_is_not_offered_cannot_be_submitted() throws IOException {
    var opened =
        open(
            "forms/choose-punch",
            "{\"remedySlots\": %s, \"chosenSlot\": \"9-9\"}".formatted(SLOTS));

    assertThat(opened.at("/errors/Field_chosenSlot")).isNotEmpty();
  }

  @Test
  void giving_up_needs_no_correct_request() throws IOException {
    var opened = open("forms/correct-request", "{\"giveUp\": true, \"remedyDate\": \"someday\"}");

    assertThat(opened.path("errors")).isEmpty();
    assertThat(opened.path("data").properties()).singleElement().hasToString("giveUp=true");
  }

  @Test
  void a_manager_reads_who_when_and_why_but_submits_only_the_decision() throws IOException {
    var opened =
        open(
            "forms/decide-remedy",
            """
            {"userId": "abd754f7", "remedySlots": %s, "chosenSlot": "0-1", "approved": false,
             "remedyTime": "2021-01-04T09:50", "remedyRouteReason": "More than ten minutes."}"""
                .formatted(SLOTS));

    assertThat(opened.path("shown").asText())
        .contains("More than ten minutes.", "2021-01-04 09:50");
    assertThat(opened.path("data").properties())
        .extracting(Object::toString)
        .containsExactly("approved=false", "comment=\"\"");
  }

  private static List<JsonNode> openEach(String form, String variable, String... values)
      throws IOException {
    var each = Stream.of(values).map(value -> Map.of(variable, value)).toList();
    List<JsonNode> opened = new ArrayList<>();
    open(form, new ObjectMapper().writeValueAsString(each)).forEach(opened::add);
    return opened;
  }

  private static JsonNode open(String form, String variables) throws IOException {
    var file = Path.of("bpmn", form + ".form");
    return new ObjectMapper()
        .readTree(DesignerTools.nodeWithChromium("open-form.mjs", file, variables));
  }
}
