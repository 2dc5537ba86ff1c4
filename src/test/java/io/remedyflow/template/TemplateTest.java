package io.remedyflow.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.contract.TaskField;
import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.designer.DesignerTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.el.ExpressionManager;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The element templates as files: legal, and the same diagram in every language that a team has
 * installed.
 */
class TemplateTest {
  private static final List<String> WORDS =
      List.of("label", "description", "message", "placeholder", "documentationRef");

  static Stream<Named<TaskContract>> tasks() {
    return FeishuTasks.ALL.stream().map(task -> Named.of(task.beanName(), task.contract()));
  }

  @Test
  void all_of_both_languages_are_legal_templates() {
    Object[] files =
        Stream.of(Template.values()).flatMap(language -> language.all().stream()).toArray();

    assertThat(files).hasSize(2 * FeishuTasks.ALL.size());
    assertThat(DesignerTools.node("validate-templates.mjs", files)).isEmpty();
  }

  /** Another file there would be installed, too. */
  @ParameterizedTest
  @EnumSource
  void there_is_a_template_for_each_task_and_no_other(Template language) throws IOException {
    Path folder = language.newest().path().getParent();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(Files::isRegularFile))
          .containsExactlyInAnyOrderElementsOf(
              language.all().stream().map(TemplateFile::path).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void the_languages_differ_in_nothing_but_words(TaskContract task) {
    assertThat(withoutWords(Template.ZH_CN.of(task).read()))
        .isEqualTo(withoutWords(Template.EN.of(task).read()));
    assertThat(Template.ZH_CN.of(task).id())
        .isEqualTo(Template.EN.of(task).id())
        .isEqualTo(task.template().id());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void no_word_was_left_untranslated(TaskContract task) {
    assertThat(words(Template.EN.of(task).read())).hasSizeGreaterThan(35);
    assertThat(words(Template.ZH_CN.of(task).read()))
        .allSatisfy(text -> assertThat(text).containsPattern("\\p{IsHan}"));
    assertThat(words(Template.EN.of(task).read()))
        .map(text -> text.replace("(补卡)", "").replace("(企业邮箱)", ""))
        .allSatisfy(text -> assertThat(text).doesNotContainPattern("\\p{IsHan}"));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void every_field_has_a_group_a_label_and_a_description(TaskContract task) {
    for (var property : Template.EN.of(task).read().path("properties")) {
      if (!property.path("type").asText().equals("Hidden")) {
        assertThat(List.of("group", "label", "description"))
            .allMatch(property::has, property.path("binding").toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void every_field_is_one_of_the_contract_and_every_one_of_the_contract_has_a_field(
      TaskContract task) {
    List<String> bound =
        TemplateFile.elements(Template.EN.of(task).read().path("properties"))
            .filter(property -> !property.path("type").asText().equals("Hidden"))
            .map(
                property ->
                    property.at("/binding/source").isMissingNode()
                        ? property.at("/binding/name").asText()
                        : property.at("/binding/source").asText())
            .toList();

    assertThat(bound)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    task.fields().stream().map(TaskField::name),
                    task.results().all().stream().map(output -> "${" + output.name() + "}"))
                .toList());
  }

  /** What a new task has must neither be marked nor fail the deployment. */
  @ParameterizedTest
  @MethodSource("tasks")
  void every_default_and_every_choice_fits_its_field_and_can_be_read(TaskContract task) {
    ExpressionManager expressions = new JuelExpressionManager();
    for (var property : Template.EN.of(task).read().path("properties")) {
      List<String> values = new ArrayList<>();
      property.path("choices").forEach(choice -> values.add(choice.path("value").asText()));
      if (property.has("value") && !values.isEmpty()) {
        assertThat(values).contains(property.path("value").asText());
      } else if (property.has("value")) {
        values.add(property.path("value").asText());
      }
      String pattern = property.at("/constraints/pattern/value").asText(".*");
      assertThat(values)
          .as("%s", property.path("binding"))
          .allMatch(value -> value.matches(pattern))
          .allSatisfy(
              value ->
                  assertThatCode(() -> expressions.createExpression(value))
                      .doesNotThrowAnyException());
    }
  }

  /** An example that a designer copies must work. */
  @ParameterizedTest
  @MethodSource("tasks")
  void every_example_in_an_empty_field_fits_it(TaskContract task) {
    assertThat(task.fields())
        .filteredOn(field -> field.placeholder() != null && field.pattern() != null)
        .allSatisfy(field -> assertThat(field.placeholder()).matches(field.pattern().regex()));
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
    assertMarked(Template.EN.newest(), field, text, good);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          findEmployee         | email            | ""                        | true
          findEmployee         | email            | li.chi@example.com        | true
          findEmployee         | email            | ${email}                  | true
          findEmployee         | email            | ${user}@example.com       | true
          findEmployee         | email            | li.chi                    | false
          findEmployee         | email            | a@b@c                     | false
          findEmployee         | mobile           | ""                        | true
          findEmployee         | mobile           | 13812345678               | true
          findEmployee         | mobile           | +65 9123 4567             | true
          findEmployee         | mobile           | call me                   | false
          findEmployee         | ${userId}        | ""                        | false
          startRemedyApproval  | punch            | 0-1                       | true
          startRemedyApproval  | punch            | 0-1-2                     | true
          startRemedyApproval  | punch            | ${chosenSlot}             | true
          startRemedyApproval  | punch            | 0-3                       | false
          startRemedyApproval  | punch            | ""                        | false
          startRemedyApproval  | remedySlots      | ""                        | true
          startRemedyApproval  | remedySlots      | ${slots}                  | true
          startRemedyApproval  | remedySlots      | remedySlots               | false
          startRemedyApproval  | remedyTime       | 2021-01-04T09:00          | true
          startRemedyApproval  | remedyTime       | 2021-01-04 09:00:00       | true
          startRemedyApproval  | remedyTime       | ${remedyTime}             | true
          startRemedyApproval  | remedyTime       | 09:00                     | false
          startRemedyApproval  | reason           | The badge stayed at home  | true
          startRemedyApproval  | reason           | ${reason}                 | true
          startRemedyApproval  | reason           | " "                       | false
          reportRemedyDecision | remedyApprovalId | 6953129324543180819       | true
          reportRemedyDecision | remedyApprovalId | ${remedyApprovalId}       | true
          reportRemedyDecision | remedyApprovalId | ""                        | false
          reportRemedyDecision | remedyApprovalId | two words                 | false
          findRemedies         | userId           | a                         | true
          findRemedies         | userId           | a, b,c                    | true
          findRemedies         | userId           | ${ids}                    | true
          findRemedies         | userId           | a b                       | false
          findRemedies         | userId           | ""                        | false
          findRemedies         | from             | 2021-01-04                | true
          findRemedies         | from             | ${from}                   | true
          findRemedies         | to               | 4.1.2021                  | false
          findRemedies         | states           | ""                        | true
          findRemedies         | states           | PENDING, APPROVED         | true
          findRemedies         | states           | OPEN                      | false
          """)
  void a_field_of_the_other_tasks_marks_what_cannot_work(
      String task, String field, String text, boolean good) {
    FeishuTask<?, ?> wanted =
        FeishuTasks.ALL.stream()
            .filter(one -> one.beanName().equals(task))
            .findFirst()
            .orElseThrow();

    assertMarked(Template.EN.of(wanted.contract()), field, text, good);
  }

  private static void assertMarked(TemplateFile template, String field, String text, boolean good) {
    var pattern = template.field(field).at("/constraints/pattern/value").asText();

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
