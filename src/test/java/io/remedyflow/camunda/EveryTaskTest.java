package io.remedyflow.camunda;

import static io.remedyflow.camunda.TaskEngine.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.camunda.TaskEngine.Failure;
import io.remedyflow.camunda.contract.TaskOutput;
import io.remedyflow.camunda.contract.TaskStatus;
import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.RequestRejectedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.spin.json.SpinJsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every task of the catalogue, on a real engine. */
class EveryTaskTest {

  @RegisterExtension static final TaskEngine engine = new TaskEngine();

  private static final Map<String, String> KEPT = new HashMap<>();

  static Stream<TaskSample> tasks() {
    return TaskSample.all();
  }

  static Stream<Arguments> answers() {
    return tasks()
        .flatMap(
            task -> task.answers().keySet().stream().map(status -> Arguments.of(task, status)));
  }

  static Stream<Arguments> faults() {
    return tasks()
        .flatMap(task -> Stream.of(true, false).map(rejection -> Arguments.of(task, rejection)));
  }

  // answers

  @ParameterizedTest
  @MethodSource("tasks")
  void there_is_an_answer_for_each_status_of_the_contract(TaskSample task) {
    assertThat(task.answers().keySet())
        .containsExactlyInAnyOrderElementsOf(
            task.contract().results().answers().stream().map(TaskStatus::word).toList());
  }

  @ParameterizedTest
  @MethodSource("answers")
  void an_answer_is_a_status_and_writes_every_output(TaskSample task, String status)
      throws Exception {
    engine.feishuAnswers(task.answers().get(status));

    ProcessInstance instance = start(task, task.variablesWith("incident", "default"));

    assertThat(engine.isAt(instance, "after")).isTrue();
    assertThat(engine.variable(instance, task.status())).isEqualTo(status);
    assertThat(engine.variable(instance, errorCode(task))).isInstanceOf(Integer.class);
    assertThat(engine.variable(instance, "feishuLogId")).isEqualTo("log-1");
    assertOutputs(task, instance);
    assertThat(engine.requests()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void a_message_is_in_the_language_of_the_connection(TaskSample task, String status) {
    engine.feishuAnswers(task.answers().get(status));

    ProcessInstance english = start(task, task.variablesWith("incident", "default"));
    ProcessInstance chinese = start(task, task.variablesWith("incident", "chinese"));

    if (task.silent().contains(status)) {
      assertThat(engine.variable(english, task.message())).isNull();
      assertThat(engine.variable(chinese, task.message())).isNull();
    } else {
      assertThat((String) engine.variable(english, task.message()))
          .isNotBlank()
          .doesNotContainPattern("\\p{IsHan}");
      assertThat((String) engine.variable(chinese, task.message())).containsPattern("\\p{IsHan}");
    }
  }

  /** The documents and the Modeler say which statuses have no message. */
  @ParameterizedTest
  @MethodSource("tasks")
  void the_contract_names_the_statuses_without_a_message(TaskSample task) {
    String meaning = task.contract().results().message().meaning().en();
    assertThat(task.answers().keySet())
        .filteredOn(status -> meaning.contains("`" + status + "`"))
        .containsExactlyInAnyOrderElementsOf(task.silent());
  }

  // rejections and failures

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_may_continue_with_every_output(TaskSample task, boolean rejection) throws Exception {
    faults(rejection);

    ProcessInstance instance = start(task, task.variablesWith("continue", "chinese"));

    assertThat(engine.isAt(instance, "after")).isTrue();
    assertFault(task, instance, rejection);
    assertThat(engine.variable(instance, task.message()))
        .isEqualTo(rejection ? "没有此用户。" : "飞书不可用。请稍候。");
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_may_be_a_bpmn_error_of_the_task_with_every_output(TaskSample task, boolean rejection)
      throws Exception {
    faults(rejection);
    var errors = task.contract().errors();

    ProcessInstance instance =
        engine.start(
            caughtBy(task, rejection ? errors.rejected() : errors.unavailable()),
            task.variablesWith("bpmnError", "default"));

    assertThat(engine.isAt(instance, "caught")).isTrue();
    assertFault(task, instance, rejection);
    assertThat(engine.variable(instance, "errorMessage"))
        .isEqualTo(rejection ? "No such user." : "Feishu is away. Wait.");
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_is_an_incident_that_names_task_connection_and_masked_subject(
      TaskSample task, boolean rejection) {
    faults(rejection);
    engine.start(inJob(task), task.variablesWith("incident", "default"));

    assertThatThrownBy(engine::runJob).isInstanceOf(TaskFailedException.class);

    assertThat(engine.incident().getActivityId()).isEqualTo("task");
    assertThat(engine.incident().getIncidentMessage())
        .isEqualTo(
            (rejection
                    ? "1220001: No such user. Then retry the job. [task task, connection default, employee %s, code 1220001, log id log-3, not retried]"
                    : "1225000: Feishu is away. Wait. Then retry the job. [task task, connection default, employee %s, code 1225000, log id log-9, not retried]")
                .formatted(task.masked()));
  }

  /** Outputs are mapped where a boundary event names the incident's Java class. */
  @ParameterizedTest
  @MethodSource("faults")
  void an_incident_has_written_every_output_first(TaskSample task, boolean rejection)
      throws Exception {
    faults(rejection);

    ProcessInstance instance =
        engine.start(
            caughtBy(task, TaskFailedException.class.getName()),
            task.variablesWith("incident", "default"));

    assertThat(engine.isAt(instance, "caught")).isTrue();
    assertFault(task, instance, rejection);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void an_error_that_nothing_catches_is_an_incident(TaskSample task, boolean rejection) {
    faults(rejection);
    engine.start(inJob(task), task.variablesWith("bpmnError", "default"));

    assertThatThrownBy(engine::runJob).isInstanceOf(TaskFailedException.class);

    var errors = task.contract().errors();
    assertThat(engine.incident().getIncidentMessage())
        .startsWith(
            "No event catches the BPMN error %s of task 'task'"
                .formatted(rejection ? errors.rejected() : errors.unavailable()));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void a_request_without_any_input_is_rejected_in_both_languages_and_not_sent(TaskSample task)
      throws Exception {
    for (String connection : List.of("default", "chinese")) {
      ProcessInstance instance =
          start(task, Map.of("in_onRejection", "continue", "in_feishuConnection", connection));

      assertThat(engine.variable(instance, task.status())).isEqualTo("REJECTED");
      assertThat(engine.variable(instance, errorCode(task))).isNull();
      assertThat(engine.variable(instance, task.message()).toString().matches(".*\\p{IsHan}.*"))
          .isEqualTo(connection.equals("chinese"));
      assertOutputs(task, instance);
    }
    assertThat(engine.requests()).isEmpty();
  }

  @Test
  void no_two_tasks_share_a_bean_a_template_an_error_or_an_output_of_their_own() {
    assertThat(tasks().map(task -> task.task().beanName())).doesNotHaveDuplicates();
    assertThat(tasks().map(task -> task.contract().template().id())).doesNotHaveDuplicates();
    assertThat(tasks().map(task -> task.contract().template().name().en())).doesNotHaveDuplicates();
    assertThat(
            tasks()
                .map(task -> task.contract().errors())
                .flatMap(errors -> Stream.of(errors.rejected(), errors.unavailable())))
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("FEISHU_[A-Z]+_(REJECTED|UNAVAILABLE)"));
    assertThat(tasks().flatMap(task -> task.outputs().stream()))
        .filteredOn(output -> !output.equals("feishuLogId"))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_subject_is_never_in_the_text_of_a_request() {
    engine.feishuThrows(() -> new Failure(false));
    tasks().forEach(task -> start(task, task.variablesWith("continue", "default")));

    assertThat(engine.requests())
        .hasSameSizeAs(FeishuTasks.ALL)
        .allSatisfy(
            request ->
                assertThat(request.toString())
                    .doesNotContain("abd754f7", "000123", "li.chi", "badge stayed"));
  }

  private static ProcessInstance start(TaskSample task, Map<String, Object> variables) {
    String definition =
        KEPT.computeIfAbsent(
            task.toString(),
            name -> engine.keep(task.after(process(name)).userTask("after").endEvent().done()));
    return engine.startKept(definition, variables);
  }

  private static BpmnModelInstance inJob(TaskSample task) {
    return task.after(process("p"))
        .camundaAsyncBefore()
        .camundaFailedJobRetryTimeCycle("R1/PT1S")
        .userTask("after")
        .endEvent()
        .done();
  }

  private static BpmnModelInstance caughtBy(TaskSample task, String code) {
    return task.after(process("p"))
        .userTask("after")
        .endEvent()
        .moveToActivity("task")
        .boundaryEvent("boundary")
        .errorEventDefinition()
        .error(code)
        .errorMessageVariable("errorMessage")
        .errorEventDefinitionDone()
        .userTask("caught")
        .endEvent()
        .done();
  }

  private static void faults(boolean rejection) {
    engine.feishuThrows(
        () ->
            rejection
                ? new RequestRejectedException(
                    new BilingualText("No such user.", "没有此用户。"), 1220001, "log-3")
                : new Failure(false));
  }

  private static void assertFault(TaskSample task, ProcessInstance instance, boolean rejection)
      throws Exception {
    assertThat(engine.variable(instance, task.status()))
        .isEqualTo(rejection ? "REJECTED" : "UNAVAILABLE");
    assertThat(engine.variable(instance, errorCode(task))).isEqualTo(rejection ? 1220001 : 1225000);
    assertThat(engine.variable(instance, "feishuLogId")).isEqualTo(rejection ? "log-3" : "log-9");
    assertOutputs(task, instance);
  }

  /** Every output exists, with the type of the contract. */
  private static void assertOutputs(TaskSample task, ProcessInstance instance) throws Exception {
    Map<String, Object> variables =
        engine.engine().getRuntimeService().getVariables(instance.getId());
    assertThat(variables).containsKeys(task.outputs().toArray(String[]::new));
    for (TaskOutput output : task.contract().results().all()) {
      Object value = variables.get(output.name());
      switch (output.type()) {
        case STRING -> assertThat(value == null || value instanceof String).isTrue();
        case INTEGER -> assertThat(value == null || value instanceof Integer).isTrue();
        case COUNT -> assertThat(value).isInstanceOf(Integer.class);
        case JSON -> {
          assertThat(value).isInstanceOf(SpinJsonNode.class);
          JsonNode elements = new ObjectMapper().readTree(value.toString());
          assertThat(elements.isArray()).isTrue();
          elements.forEach(
              element ->
                  assertThat(element.fieldNames())
                      .toIterable()
                      .containsExactlyElementsOf(
                          output.elements().stream().map(field -> field.name()).toList()));
        }
      }
    }
  }

  private static String errorCode(TaskSample task) {
    return task.contract().results().errorCode().name();
  }
}
