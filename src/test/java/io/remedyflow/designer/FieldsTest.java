package io.remedyflow.designer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.template.Template;
import io.remedyflow.template.TemplateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The template's fields in the Modeler's properties panel: what a designer reads and types. */
class FieldsTest {

  private static final String START = "StartEvent_1";

  /** The Modeler's own words, in English for templates of both languages. */
  private static final String EMPTY = "Must not be empty.";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void two_fields_have_to_be_filled_in_and_the_task_runs(Template language) {
    var saved =
        ModelerSession.withTheKit(language)
            .appendTask(START, language.newest().title())
            .askComplaint("userId")
            .askComplaint("remedyDate")
            .fill("userId", "${userId}")
            .fill("remedyDate", "${remedyDate}")
            .photograph("modeler-filled-" + language.language() + ".png")
            .askComplaint("userId")
            .askComplaint("remedyDate")
            .askComplaint("remedyStatus")
            .askComplaint("feishuConnection")
            .askComplaint("io.remedyflow.retryCycle")
            .appendPlain(language.newest().title(), "end-event", "✓")
            .save();

    assertThat(saved.heard()).containsExactly(EMPTY, EMPTY, "", "", "", "", "");
    try (var deployed = new DeployedDiagram(saved.xml())) {
      String instance = deployed.run(Map.of("userId", "forgets.zhang", "remedyDate", "2024-01-05"));

      assertThat(deployed.variable(instance, "remedyStatus")).isEqualTo("AVAILABLE");
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_cannot_work_is_reported_in_the_language_of_the_template(Template language) {
    var wrong =
        Map.of(
            "remedyDate", "2021-02-45",
            "feishuConnection", "our subsidiary",
            "io.remedyflow.retryCycle", "ten seconds",
            "remedyStatus", "my status",
            "remedySlots", "empty");
    TemplateFile template = language.newest();
    var session = ModelerSession.withTheKit(language).appendTask(START, template.title());
    List<String> names = new ArrayList<>(wrong.keySet());
    names.forEach(name -> session.fill(name, wrong.get(name)).askComplaint(name));
    names.add("userId");
    session.fill("userId", "${userId").askComplaint("userId");

    var saved = session.photograph("modeler-complaints-" + language.language() + ".png").save();

    assertThat(saved.heard())
        .containsExactlyElementsOf(names.stream().map(language.newest()::complaint).toList());
  }

  /** Constraints of a template only warn; the engine gets the value they warned of. */
  @ParameterizedTest
  @EnumSource
  void a_result_without_a_name_is_reported_and_does_not_deploy_until_it_has_one_again(
      Template language) throws Exception {
    var cleared =
        ModelerSession.withTheKit(language)
            .appendTask(START, language.newest().title())
            .fill("userId", "late.li")
            .fill("remedyDate", "2024-01-05")
            .fill("remedyMessage", "")
            .askComplaint("remedyMessage")
            .appendPlain(language.newest().title(), "end-event", "✓")
            .save();

    assertThat(cleared.answer()).isEqualTo(EMPTY);
    assertThatThrownBy(() -> new DeployedDiagram(cleared.xml()))
        .hasMessageContaining("Missing attribute 'name' for outputParameter");

    var mended =
        ModelerSession.withTheKit(language)
            .open(Files.writeString(folder.resolve("cleared.bpmn"), cleared.xml()))
            .select(language.newest().title())
            .fill("remedyMessage", "explanation")
            .askComplaint("remedyMessage")
            .save();

    assertThat(mended.answer()).isEqualTo("");
    try (var deployed = new DeployedDiagram(mended.xml())) {
      assertThat(deployed.variable(deployed.run(Map.of()), "remedyStatus")).isEqualTo("AVAILABLE");
    }
  }

  /** The engine rejects a model with an empty priority. */
  @ParameterizedTest
  @EnumSource
  void a_priority_is_typed_or_left_empty_and_may_be_taken_away_again(Template language)
      throws IOException {
    String title = language.newest().title();
    var typed =
        ModelerSession.withTheKit(language)
            .appendTask(START, title)
            .fill("userId", "late.li")
            .fill("remedyDate", "2024-01-05")
            .fill("camunda:jobPriority", "high")
            .askComplaint("camunda:jobPriority")
            .fill("camunda:jobPriority", "10")
            .askComplaint("camunda:jobPriority")
            .appendPlain(title, "end-event", "✓")
            .save();

    assertThat(typed.heard())
        .containsExactly(language.newest().complaint("camunda:jobPriority"), "");
    assertThat(ServiceTasks.in(typed.xml()).get(0).getCamundaJobPriority()).isEqualTo("10");

    var cleared =
        ModelerSession.withTheKit(language)
            .open(Files.writeString(folder.resolve("priority.bpmn"), typed.xml()))
            .select(title)
            .fill("camunda:jobPriority", "")
            .save();

    assertThat(ServiceTasks.in(cleared.xml()).get(0).getCamundaJobPriority()).isNull();
    for (String xml : List.of(typed.xml(), cleared.xml())) {
      try (var deployed = new DeployedDiagram(xml)) {
        assertThat(deployed.variable(deployed.run(Map.of()), "remedyStatus"))
            .isEqualTo("AVAILABLE");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void choices_are_read_in_words_and_saved_as_the_contract_has_them(Template language) {
    var saved =
        ModelerSession.withTheKit(language)
            .appendTask(START, language.newest().title())
            .choose("employeeType", "employee_no")
            .choose("onRejection", "bpmnError")
            .choose("onFailure", "continue")
            .fill("remedyStatus", "status")
            .askGroups()
            .save();

    assertThat(saved.lists().get(0)).containsSubsequence(language.newest().groups());
    assertThat(ServiceTasks.written(ServiceTasks.in(saved.xml()).get(0)))
        .containsEntry("employeeType", "employee_no")
        .containsEntry("onRejection", "bpmnError")
        .containsEntry("onFailure", "continue")
        .containsEntry("${remedyStatus}", "status");
  }
}
