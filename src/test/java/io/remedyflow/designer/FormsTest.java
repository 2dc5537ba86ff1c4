package io.remedyflow.designer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
             "remedyRouteReason": "More than ten minutes."}"""
                .formatted(SLOTS));

    assertThat(opened.path("shown").asText()).contains("More than ten minutes.");
    assertThat(opened.path("data").properties())
        .extracting(Object::toString)
        .containsExactly("approved=false", "comment=\"\"");
  }

  private static JsonNode open(String form, String variables) throws IOException {
    var file = Path.of("bpmn", form + ".form");
    return new ObjectMapper()
        .readTree(DesignerTools.nodeWithChromium("open-form.mjs", file, variables));
  }
}
