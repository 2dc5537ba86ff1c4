package io.remedyflow.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.designer.DesignerTools;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The element template as a file: legal, and the same diagram in every language that a team has
 * installed.
 */
class TemplateTest {
  private static final List<String> WORDS =
      List.of("label", "description", "message", "placeholder", "documentationRef");

  @Test
  void both_languages_are_legal_templates() {
    assertThat(
            DesignerTools.node(
                "validate-templates.mjs", Template.EN.newest(), Template.ZH_CN.newest()))
        .isEmpty();
  }

  @Test
  void the_languages_differ_in_nothing_but_words() {
    assertThat(withoutWords(Template.ZH_CN.newest().read()))
        .isEqualTo(withoutWords(Template.EN.newest().read()));
  }

  @Test
  void no_word_was_left_untranslated() {
    assertThat(words(Template.EN.newest().read())).hasSizeGreaterThan(40);
    assertThat(words(Template.ZH_CN.newest().read()))
        .allSatisfy(text -> assertThat(text).containsPattern("\\p{IsHan}"));
    assertThat(words(Template.EN.newest().read()))
        .filteredOn(text -> !text.contains("(补卡)"))
        .allSatisfy(text -> assertThat(text).doesNotContainPattern("\\p{IsHan}"));
  }

  @Test
  void every_field_has_a_group_a_label_and_a_description() {
    for (var property : Template.EN.newest().read().path("properties")) {
      if (!property.path("type").asText().equals("Hidden")) {
        assertThat(List.of("group", "label", "description"))
            .allMatch(property::has, property.path("binding").toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          userId          | abd754f7                  | true
          userId          | ${userId}                 | true
          userId          | ${person.id}              | true
          userId          | 0012                      | true
          userId          | ou_7dab8a3d3cdcc9da365777c7ad535d62 | false
          userId          | on_94a1ee5551019f18cd73d9f111898cf2 | false
          userId          | on_call01                 | true
          userId          | ou_0012                   | true
          userId          | two words                 | false
          userId          | ""                        | false
          userId          | ${userId                  | false
          userId          | {userId}                  | false
          userId          | ${}                       | false
          userId          | ${ }                      | false
          userId          | E-${number}               | true
          userId          | ${a}${b}                  | true
          userId          | ${a}${b                   | false
          userId          | ${f('}')}                 | true
          userId          | ${f('x)}                  | false
          remedyDate      | 2021-01-04                | true
          remedyDate      | 20210104                  | true
          remedyDate      | #{remedyDate}             | true
          remedyDate      | 4.1.2021                  | false
          remedyDate      | 2021-13-04                | false
          remedyDate      | 20210132                  | false
          remedyDate      | 2021-0104                 | false
          remedyDate      | ""                        | false
          remedyDate      | ${remedyDate              | false
          feishuConnection| ""                        | true
          feishuConnection| subsidiary                | true
          feishuConnection| ${tenant}                 | true
          feishuConnection| our subsidiary            | false
          feishuConnection| ${tenant                  | false
          io.remedyflow.retryCycle | PT10S,PT1M,PT10M | true
          io.remedyflow.retryCycle | PT10S, PT1M      | true
          io.remedyflow.retryCycle | P1DT2H           | true
          io.remedyflow.retryCycle | R3/PT10S         | true
          io.remedyflow.retryCycle | ${retryCycle}    | true
          io.remedyflow.retryCycle | PT10S,soon       | false
          io.remedyflow.retryCycle | 10               | false
          io.remedyflow.retryCycle | P                | false
          io.remedyflow.retryCycle | PT               | false
          io.remedyflow.retryCycle | R0/PT1S          | false
          io.remedyflow.retryCycle | ${cycle          | false
          io.remedyflow.retryCycle | ""               | false
          camunda:jobPriority | ""                    | true
          camunda:jobPriority | 10                    | true
          camunda:jobPriority | -5                    | true
          camunda:jobPriority | ${urgent ? 10 : 0}    | true
          camunda:jobPriority | high                  | false
          camunda:jobPriority | 1.5                   | false
          camunda:jobPriority | ${urgent              | false
          ${remedyStatus} | remedyStatus              | true
          ${remedyStatus} | status_2                  | true
          ${remedyStatus} | my status                 | false
          ${remedyStatus} | 2status                   | false
          ${remedyStatus} | 状态                      | false
          ${remedyStatus} | ""                        | false
          ${remedyStatus} | empty                     | false
          ${remedyStatus} | emptyStatus               | true
          ${remedyStatus} | not                       | false
          """)
  void a_field_marks_what_cannot_work(String field, String text, boolean good) {
    var pattern = Template.EN.newest().field(field).at("/constraints/pattern/value").asText();

    assertThat(text.matches(pattern)).isEqualTo(good);
  }

  private static JsonNode withoutWords(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(WORDS);
      if (!object.has("type")) { // the name of a binding is not translated
        object.remove("name");
      }
    }
    node.forEach(TemplateTest::withoutWords);
    return node;
  }

  private static List<String> words(JsonNode template) {
    return Stream.concat(
            Stream.of(template.path("name"), template.at("/category/name")),
            Stream.concat(
                template.findValues("choices").stream()
                    .flatMap(TemplateFile::elements)
                    .map(choice -> choice.path("name")),
                Stream.of("label", "description", "message")
                    .flatMap(key -> template.findValues(key).stream())))
        .map(JsonNode::asText)
        .toList();
  }
}
