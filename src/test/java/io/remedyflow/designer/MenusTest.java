package io.remedyflow.designer;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.contract.Binding;
import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.template.Template;
import io.remedyflow.template.TemplateFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The tasks in the Modeler's own menus, where the designer kit puts it. */
class MenusTest {

  private static final String START = "StartEvent_1";

  @ParameterizedTest
  @EnumSource
  void the_task_is_found_in_every_menu_by_words_of_either_language(Template language) {
    var saved =
        ModelerSession.withTheKit(language)
            .askEntries("create", "", "feishu")
            .askEntries("create", "", "飞书")
            .askEntries("append", START, "remedy")
            .askEntries("append", START, "补卡")
            .askEntries("append", START, language.newest().title())
            .save();

    assertThat(saved.faults()).isEmpty();
    assertThat(saved.lists()).hasSize(5).containsOnly(List.of(language.newest().title()));
  }

  @ParameterizedTest
  @EnumSource
  void every_task_is_found_in_every_menu_by_words_of_either_language(Template language) {
    List<String> all = language.all().stream().map(TemplateFile::title).toList();
    var session =
        ModelerSession.withTheWholeKit(language)
            .askEntries("create", "", "feishu")
            .askEntries("create", "", "飞书")
            .askEntries("append", START, "lark");
    all.forEach(title -> session.askEntries("create", "", title));
    all.forEach(title -> session.askEntries("append", START, title));

    var saved = session.save();

    assertThat(saved.faults()).isEmpty();
    assertThat(saved.lists().subList(0, 3))
        .allSatisfy(found -> assertThat(found).containsExactlyInAnyOrderElementsOf(all));
    assertThat(saved.lists().subList(3, saved.lists().size()))
        .as("by its title, each is the first")
        .extracting(found -> found.get(0))
        .containsExactlyElementsOf(Stream.concat(all.stream(), all.stream()).toList());
  }

  @ParameterizedTest
  @EnumSource
  void every_task_is_appended_with_all_that_its_contract_says(Template language) {
    var session = ModelerSession.withTheWholeKit(language);
    language.all().forEach(template -> session.append(START, template.title(), ""));

    List<ServiceTask> tasks = ServiceTasks.in(session.save().xml());

    assertThat(tasks).hasSameSizeAs(FeishuTasks.ALL);
    for (FeishuTask<?, ?> task : FeishuTasks.ALL) {
      assertThat(tasks)
          .filteredOn(drawn -> drawn.getName().equals(language.of(task.contract()).title()))
          .singleElement()
          .satisfies(
              drawn -> {
                assertThat(ServiceTasks.templateVersion(drawn))
                    .isEqualTo(language.of(task.contract()).version());
                assertThat(ServiceTasks.written(drawn)).isEqualTo(defaults(task.contract()));
              });
    }
  }

  private static Map<String, String> defaults(TaskContract contract) {
    Map<String, String> defaults = new HashMap<>();
    defaults.put("delegateExpression", "${" + contract.beanName() + "}");
    defaults.put("asyncBefore", "true");
    contract.fields().stream()
        .filter(field -> field.binding() != Binding.ATTRIBUTE)
        .forEach(
            field -> defaults.put(field.name(), Objects.requireNonNullElse(field.value(), "")));
    contract
        .results()
        .all()
        .forEach(output -> defaults.put("${" + output.name() + "}", output.name()));
    return defaults;
  }

  @Test
  void the_modeler_alone_offers_it_in_none_which_is_why_there_is_a_kit() {
    var saved =
        ModelerSession.withTheKit(Template.EN)
            .withoutPlugins()
            .askEntries("create", "", "feishu")
            .askEntries("append", START, "feishu")
            .save();

    assertThat(saved.lists()).hasSize(2).containsOnly(List.of());
  }

  @ParameterizedTest
  @CsvSource({"EN, remedy, false", "EN, remedy, true", "ZH_CN, 补卡, true"})
  void it_is_dropped_on_the_canvas_ready_to_be_filled_in_and_undo_takes_it_away_whole(
      Template language, String search, boolean dragged) {
    String title = language.newest().title();
    var saved =
        ModelerSession.withTheKit(language)
            .createTask(search, dragged)
            .photograph("modeler-create-" + language.language() + ".png")
            .askFocusedField()
            .askElements()
            .askWhetherItShowsTheIcon(title)
            .select(START)
            .press("Control+z") // the Modeler counts a field that was left as it was
            .press("Control+z")
            .askElements()
            .press("Control+y")
            .save();

    assertThat(saved.heard())
        .containsExactly(
            language.newest().label("userId"),
            List.of("Process", "StartEvent", "ServiceTask " + title),
            true,
            List.of("Process", "StartEvent"));
    ServiceTask task = ServiceTasks.in(saved.xml()).get(0);
    assertThat(ServiceTasks.templateVersion(task)).isEqualTo(language.newest().version());
    assertThat(ServiceTasks.written(task))
        .containsEntry("delegateExpression", "${fetchAllowedRemedies}")
        .containsEntry("asyncBefore", "true")
        .containsEntry("employeeType", "employee_id")
        .containsEntry("onRejection", "incident")
        .containsEntry("${remedyStatus}", "remedyStatus")
        .containsEntry(CommonFields.RETRY_CYCLE, CommonFields.DEFAULT_RETRY_CYCLE)
        .hasSize(15);
  }

  @ParameterizedTest
  @CsvSource({"EN, remedy, modeler-append-en.png", "ZH_CN, 补卡, modeler-append-zh-CN.png"})
  void it_is_appended_by_a_click_with_its_flow(Template language, String search, String picture) {
    var saved =
        ModelerSession.withTheKit(language)
            .appendTask(START, search)
            .photograph(picture)
            .askFocusedField()
            .save();

    assertThat(saved.answer()).isEqualTo(language.newest().label("userId"));
    ServiceTask task = ServiceTasks.in(saved.xml()).get(0);
    assertThat(task.getName()).isEqualTo(language.newest().title());
    assertThat(task.getIncoming())
        .singleElement()
        .satisfies(flow -> assertThat(flow.getSource().getId()).isEqualTo(START));
  }

  @ParameterizedTest
  @EnumSource
  void a_task_that_is_there_already_becomes_it_and_keeps_its_name_and_its_flows(Template language) {
    var saved =
        ModelerSession.withTheKit(language)
            .appendPlain(START, "append-task", "Ask Feishu")
            .appendPlain("Ask Feishu", "end-event", "Asked")
            .replaceByTask("Ask Feishu")
            .photograph("modeler-replace-" + language.language() + ".png")
            .askWhetherItShowsTheIcon("Ask Feishu")
            .save();

    assertThat(saved.answer()).isEqualTo(true);
    ServiceTask task = ServiceTasks.in(saved.xml()).get(0);
    assertThat(task.getName()).isEqualTo("Ask Feishu");
    assertThat(task.getIncoming()).hasSize(1);
    assertThat(task.getOutgoing()).hasSize(1);
    assertThat(ServiceTasks.written(task)).hasSize(15);
  }

  @ParameterizedTest
  @EnumSource
  void a_copy_is_the_same_task_with_the_same_icon(Template language) {
    var saved =
        ModelerSession.withTheKit(language)
            .appendTask(START, language.newest().title())
            .fill("userId", "abd754f7")
            .fill("remedyDate", "${day}")
            .copyAndPaste(language.newest().title())
            .askTemplateState()
            .save();

    assertThat(saved.answer()).isEqualTo("Applied");
    assertThat(ServiceTasks.in(saved.xml()))
        .hasSize(2)
        .allSatisfy(
            task ->
                assertThat(ServiceTasks.written(task))
                    .containsEntry("userId", "abd754f7")
                    .containsEntry("remedyDate", "${day}")
                    .hasSize(15));
  }

  @Test
  void it_is_not_offered_for_itself() {
    var saved =
        ModelerSession.withTheKit(Template.EN)
            .appendTask(START, "remedy")
            .askEntries("replace", Template.EN.newest().title(), Template.EN.newest().title())
            .save();

    assertThat(saved.lists()).containsExactly(List.of());
  }

  /** Templates of others, one of them for an abstract type: the Modeler could not draw it. */
  @Test
  void other_peoples_templates_are_offered_where_they_can_stand() {
    TemplateFile foreign = new TemplateFile(Path.of("src/test/designer/foreign-templates.json"));
    var saved =
        ModelerSession.withTemplates(Template.EN, List.of(Template.EN.newest(), foreign))
            .askEntries("create", "", "For ")
            .append(START, "For user tasks", "")
            .askEntries("replace", "For user tasks", "For any")
            .save();

    assertThat(saved.lists().get(0))
        .contains("For user tasks")
        .doesNotContain("For any activity", "For boundary events");
    assertThat(saved.lists().get(1)).containsExactly("For any activity");
    assertThat(saved.xml()).contains("camunda:modelerTemplate=\"com.example.user-task\"");
  }
}
