package io.remedyflow.designer;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.template.Template;
import io.remedyflow.template.TemplateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Diagrams that were drawn with an older version of the template, or where it is found twice. */
class TemplateVersionsTest {

  private static final String START = "StartEvent_1";
  private static final TemplateFile LOCAL =
      new TemplateFile(Path.of("bpmn/.camunda/element-templates/fetch-allowed-remedies.json"));

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void a_task_of_the_version_before_is_upgraded_without_losing_a_value_and_still_runs(
      Template language) throws IOException {
    TemplateFile before = theOneBefore(language);
    var drawn =
        ModelerSession.withTemplates(language, List.of(before))
            .appendTask(START, before.title())
            .choose("employeeType", "employee_no")
            // Not last: the focus would go on to the empty priority, and the next click be lost.
            .fill("io.remedyflow.retryCycle", "R2/PT5S")
            .fill("userId", "${number}")
            .fill("remedyDate", "2024-01-05")
            .choose("onRejection", "continue")
            .fill("remedyStatus", "answer")
            .fill("remedySlotCount", "howMany")
            .appendPlain(before.title(), "end-event", "✓")
            .save();

    var upgraded =
        ModelerSession.withTemplates(language, List.of(language.newest(), before))
            .open(Files.writeString(folder.resolve("older.bpmn"), drawn.xml()))
            .askWhetherItShowsTheIcon(before.title())
            .select(before.title())
            .askTemplateState()
            .upgrade(before.title())
            .askTemplateState()
            .save();

    assertThat(upgraded.heard()).containsExactly(true, "Update available", "Applied");
    var older = ServiceTasks.in(drawn.xml()).get(0);
    var newer = ServiceTasks.in(upgraded.xml()).get(0);
    assertThat(ServiceTasks.templateVersion(older)).isEqualTo(before.version());
    assertThat(ServiceTasks.templateVersion(newer)).isEqualTo(language.newest().version());
    assertThat(ServiceTasks.written(newer)).isEqualTo(ServiceTasks.written(older));
    try (var deployed = new DeployedDiagram(upgraded.xml())) {
      String instance = deployed.run(Map.of("number", "003"));
      assertThat(deployed.variable(instance, "answer")).isEqualTo("AVAILABLE");
      assertThat(deployed.variable(instance, "howMany")).isEqualTo(1);
    }
  }

  /** Why the older versions lie in the folder that designers install. */
  @Test
  void without_the_older_version_the_modeler_finds_none_and_offers_no_upgrade() throws IOException {
    TemplateFile before = theOneBefore(Template.EN);
    var drawn =
        ModelerSession.withTemplates(Template.EN, List.of(before))
            .appendTask(START, before.title())
            .save();

    var opened =
        ModelerSession.withTheKit(Template.EN)
            .open(Files.writeString(folder.resolve("older.bpmn"), drawn.xml()))
            .select(before.title())
            .askTemplateState()
            .save();

    assertThat(opened.answer()).isEqualTo("Not found");
  }

  private static TemplateFile theOneBefore(Template language) {
    return language.older().get(language.older().size() - 1);
  }

  /** A diagram in a clone opens with the templates; nothing has to be installed. */
  @Test
  void the_folder_of_the_samples_has_the_newest_templates() {
    for (FeishuTask<?, ?> task : FeishuTasks.ALL) {
      TemplateFile newest = Template.EN.of(task.contract());
      Path local = LOCAL.path().resolveSibling(Template.fileName(task.contract()));
      assertThat(local).as("cp %s %s", newest, local).hasSameTextualContentAs(newest.path());
    }
  }

  /** With the kit installed as well, the Modeler finds it twice. */
  @Test
  void a_template_that_is_found_twice_is_used_once_and_complained_of() {
    var saved =
        ModelerSession.withTemplates(Template.ZH_CN, List.of(LOCAL, Template.ZH_CN.newest()))
            .open(Path.of("bpmn/remedy-approval.bpmn"))
            .select("Task_FetchAllowedRemedies")
            .askGroups()
            .save();

    assertThat(saved.lists().get(0))
        .containsAll(LOCAL.groups())
        .doesNotContainAnyElementsOf(Template.ZH_CN.newest().groups());
    assertThat(saved.faults()).singleElement().asString().contains(Template.ID, "already used");
  }

  @Test
  void the_versions_before_are_all_kept_and_older() {
    for (Template language : Template.values()) {
      for (FeishuTask<?, ?> task : FeishuTasks.ALL) {
        int newest = Integer.parseInt(language.of(task.contract()).version());
        assertThat(language.older(task.contract()))
            .as("%s in %s", task.beanName(), language)
            .extracting(TemplateFile::version)
            .containsExactlyElementsOf(
                IntStream.range(1, newest).mapToObj(String::valueOf).toList());
      }
    }
  }
}
