package io.remedyflow.camunda.tasks;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.remedyflow.camunda.contract.ElementField;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.WorkType;
import io.remedyflow.remedy.approval.Punch;
import io.remedyflow.remedy.approval.RemedyRecord;
import io.remedyflow.remedy.approval.RemedyState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.camunda.spin.DataFormats;
import org.camunda.spin.impl.json.jackson.format.JacksonJsonDataFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemediesJsonTest {

  private static final LocalDate DAY = LocalDate.of(2021, 1, 4);
  private static final List<ElementField> FIELDS =
      FindRemedies.TASK.contract().results().all().stream()
          .filter(output -> output.name().equals(FindRemediesContract.REMEDIES))
          .flatMap(output -> output.elements().stream())
          .toList();

  /** The documents show the examples of the contract. */
  @ParameterizedTest
  @EnumSource
  void the_examples_of_the_contract_are_a_remedy(Language language) {
    String reason = language == Language.EN ? "The badge stayed at home" : "忘带工牌";
    String examples =
        FIELDS.stream()
            .map(field -> "\"%s\":%s".formatted(field.name(), field.example().in(language)))
            .collect(joining(",", "[{", "}]"));

    assertThat(RemediesJson.of(List.of(remedy(reason, RemedyState.PENDING)))).isEqualTo(examples);
  }

  @Test
  void the_types_of_the_contract_are_those_of_a_remedy() throws Exception {
    JsonNode remedy = json(remedy("any", RemedyState.PENDING)).get(0);

    assertThat(FIELDS)
        .allSatisfy(
            field ->
                assertThat(remedy.get(field.name()).getNodeType())
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
    JsonNode remedy = json(nothing()).get(0);

    assertThat(FIELDS)
        .extracting(ElementField::nullable)
        .isEqualTo(FIELDS.stream().map(field -> remedy.get(field.name()).isNull()).toList());
    assertThat(remedy.get("workType").asText()).isEqualTo("UNKNOWN");
  }

  @Test
  void it_does_not_depend_on_how_the_application_has_set_its_spin() throws Exception {
    JacksonJsonDataFormat spin = (JacksonJsonDataFormat) DataFormats.json();
    ObjectMapper usual = spin.getObjectMapper();
    JsonNode remedies = json(nothing());
    try {
      spin.setObjectMapper(
          usual
              .copy()
              .setDefaultPropertyInclusion(
                  JsonInclude.Value.construct(
                      JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL)));

      assertThat(json(nothing())).isEqualTo(remedies);
    } finally {
      spin.setObjectMapper(usual);
    }
  }

  @Test
  void no_remedies_are_an_empty_array() throws Exception {
    assertThat(json().isArray()).isTrue();
    assertThat(json()).isEmpty();
  }

  @Test
  void the_order_is_that_of_the_answer() throws Exception {
    JsonNode remedies = json(remedy("b", RemedyState.WITHDRAWN), remedy("a", RemedyState.PENDING));

    assertThat(StreamSupport.stream(remedies.spliterator(), false))
        .extracting(remedy -> remedy.get("state").asText() + remedy.get("reason").asText())
        .containsExactly("WITHDRAWNb", "PENDINGa");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\\", "</script>", "\u2028", "𝄞", "工", "a\nb"})
  void a_reason_survives_as_it_is(String text) throws Exception {
    assertThat(json(remedy(text, RemedyState.PENDING)).get(0).get("reason").asText())
        .isEqualTo(text);
  }

  /** An approval's id has more digits than a number of JavaScript holds. */
  @Test
  void an_approval_id_is_text() throws Exception {
    assertThat(json(remedy("any", RemedyState.PENDING)).get(0).get("remedyApprovalId").isTextual())
        .isTrue();
  }

  private static RemedyRecord remedy(String reason, RemedyState state) {
    return new RemedyRecord(
        "abd754f7",
        DAY,
        new Punch(0, WorkType.ON_DUTY),
        DAY.atTime(9, 0),
        state,
        "6953129324543180819",
        reason,
        Instant.EPOCH);
  }

  private static RemedyRecord nothing() {
    return new RemedyRecord(null, null, null, null, null, null, null, null);
  }

  private static JsonNode json(RemedyRecord... remedies) throws JsonProcessingException {
    return new ObjectMapper().readTree(RemediesJson.of(Arrays.asList(remedies)));
  }
}
