package io.remedyflow.camunda.tasks;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.remedyflow.camunda.TaskEngine;
import io.remedyflow.camunda.contract.ElementField;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.PunchStatus;
import io.remedyflow.remedy.RemedySlot;
import io.remedyflow.remedy.WorkType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.camunda.spin.DataFormats;
import org.camunda.spin.impl.json.jackson.format.JacksonJsonDataFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotsJsonTest {

  private static final LocalDate DAY = LocalDate.of(2021, 1, 4);
  private static final List<ElementField> FIELDS =
      FetchAllowedRemedies.TASK.contract().results().all().stream()
          .filter(output -> output.name().equals(RemedyVariables.REMEDY_SLOTS))
          .flatMap(output -> output.elements().stream())
          .toList();

  @Test
  void a_slot_has_the_fields_of_the_contract_and_no_others() throws Exception {
    JsonNode slots = json(TaskEngine.slot("000123", DAY));

    assertThat(slots)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    [{
                      "value": "0-1",
                      "label": "First clock-in, due 09:00: missing. Choose 08:00 to 10:00.",
                      "userId": "000123",
                      "remedyDate": "2021-01-04",
                      "freePunch": false,
                      "punchNo": 0,
                      "workType": "ON_DUTY",
                      "punchStatus": "LACK",
                      "normalPunchTime": "2021-01-04T09:00:00",
                      "earliest": "2021-01-04T08:00:00",
                      "latest": "2021-01-04T10:00:00"
                    }]
                    """));
  }

  /** The documents show the examples of the contract. */
  @ParameterizedTest
  @EnumSource
  void the_examples_of_the_contract_are_a_slot(Language language) throws Exception {
    String examples =
        FIELDS.stream()
            .map(field -> "\"%s\":%s".formatted(field.name(), field.example().in(language)))
            .collect(joining(",", "[{", "}]"));

    assertThat(SlotsJson.of(List.of(TaskEngine.slot("abd754f7", DAY)), language))
        .isEqualTo(examples);
  }

  @Test
  void the_types_of_the_contract_are_those_of_a_slot() throws Exception {
    JsonNode slot = json(TaskEngine.slot("abd754f7", DAY)).get(0);

    assertThat(FIELDS)
        .allSatisfy(
            field ->
                assertThat(slot.get(field.name()).getNodeType())
                    .as(field.name())
                    .isEqualTo(
                        switch (field.type()) {
                          case STRING -> JsonNodeType.STRING;
                          case INTEGER -> JsonNodeType.NUMBER;
                          case BOOLEAN -> JsonNodeType.BOOLEAN;
                        }));
  }

  @Test
  void what_feishu_left_out_is_null_and_never_absent() throws Exception {
    JsonNode slot = json(nothing()).get(0);

    assertThat(FIELDS)
        .extracting(ElementField::nullable)
        .isEqualTo(FIELDS.stream().map(field -> slot.get(field.name()).isNull()).toList());
    assertThat(slot.get("value").asText()).isEqualTo("0-0");
    assertThat(slot.get("workType").asText()).isEqualTo("UNKNOWN");
    assertThat(slot.get("punchStatus").asText()).isEqualTo("UNKNOWN");
    assertThat(slot.get("freePunch").isBoolean()).isTrue();
  }

  @Test
  void it_does_not_depend_on_how_the_application_has_set_its_spin() throws Exception {
    JacksonJsonDataFormat spin = (JacksonJsonDataFormat) DataFormats.json();
    ObjectMapper usual = spin.getObjectMapper();
    JsonNode slots = json(nothing());
    try {
      spin.setObjectMapper(
          usual
              .copy()
              .setDefaultPropertyInclusion(
                  JsonInclude.Value.construct(
                      JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL)));

      assertThat(json(nothing())).isEqualTo(slots);
    } finally {
      spin.setObjectMapper(usual);
    }
  }

  @Test
  void no_slots_are_an_empty_array() throws Exception {
    assertThat(json().isArray()).isTrue();
    assertThat(json()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,ON_DUTY,0-1", "0,OFF_DUTY,0-2", "2,UNKNOWN,2-0", ",ON_DUTY,0-1"})
  void a_value_is_made_of_punch_and_work_type(Integer punchNo, WorkType workType, String value)
      throws Exception {
    assertThat(values(punch(punchNo, workType))).containsExactly(value);
  }

  @Test
  void values_are_unique_within_an_answer() throws Exception {
    RemedySlot twin = punch(0, WorkType.ON_DUTY);

    assertThat(values(twin, punch(0, WorkType.OFF_DUTY), twin, punch(null, WorkType.ON_DUTY)))
        .containsExactly("0-1", "0-2", "0-1-2", "0-1-3");
  }

  @Test
  void the_order_is_feishus() throws Exception {
    assertThat(values(punch(1, WorkType.OFF_DUTY), punch(0, WorkType.ON_DUTY)))
        .containsExactly("1-2", "0-1");
  }

  @Test
  void times_always_have_seconds() throws Exception {
    var slot = windowed(DAY.atTime(8, 0), DAY.atTime(10, 0, 30));

    JsonNode json = json(slot).get(0);

    assertThat(json.get("earliest").asText()).isEqualTo("2021-01-04T08:00:00");
    assertThat(json.get("latest").asText()).isEqualTo("2021-01-04T10:00:30");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\\", "</script>", "\u2028", "𝄞", "工"})
  void text_survives_as_it_is(String text) throws Exception {
    assertThat(json(TaskEngine.slot(text, DAY)).get(0).get("userId").asText()).isEqualTo(text);
  }

  @Test
  void a_word_that_feishu_adds_later_is_kept() throws Exception {
    var slot =
        new RemedySlot(
            "7", DAY, false, 0, WorkType.ON_DUTY, new PunchStatus("Absent"), null, null, null);

    assertThat(json(slot).get(0).get("punchStatus").asText()).isEqualTo("Absent");
  }

  static RemedySlot nothing() {
    return new RemedySlot(
        null, null, false, null, WorkType.UNKNOWN, PunchStatus.UNKNOWN, null, null, null);
  }

  private static RemedySlot punch(Integer punchNo, WorkType workType) {
    return new RemedySlot("7", DAY, false, punchNo, workType, PunchStatus.LACK, null, null, null);
  }

  private static RemedySlot windowed(LocalDateTime earliest, LocalDateTime latest) {
    return new RemedySlot(
        "7", DAY, false, 0, WorkType.ON_DUTY, PunchStatus.LACK, null, earliest, latest);
  }

  private static List<String> values(RemedySlot... slots) throws JsonProcessingException {
    return StreamSupport.stream(json(slots).spliterator(), false)
        .map(slot -> slot.get("value").asText())
        .toList();
  }

  private static JsonNode json(RemedySlot... slots) throws JsonProcessingException {
    return new ObjectMapper().readTree(SlotsJson.of(Arrays.asList(slots), Language.EN));
  }
}
