package io.remedyflow.plugin.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.testing.TestEngine;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.builder.ProcessBuilder;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DeploymentWarningsTest {

  @AutoClose
  private static final ProcessEngine engine =
      TestEngine.inMemory("warnings", new RemedyflowPlugin()).buildProcessEngine();

  @Test
  @Provokes(FaultRow.E9)
  void a_task_that_is_not_asynchronous_is_warned_about_once(CapturedOutput output) {
    deploy(fetch(start(), "fetch").endEvent().done());
    engine.getRuntimeService().createProcessInstanceQuery().list();
    ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getDeploymentCache()
        .discardProcessDefinitionCache();
    engine.getRepositoryService().getProcessDefinition(definitionId());
    engine.getRepositoryService().getBpmnModelInstance(definitionId());

    assertThat(output).containsOnlyOnce("Task 'fetch' of process 'p' (deployment ");
    assertThat(output)
        .contains("waits for Feishu", "failures are not retried", "camunda:asyncBefore=\"true\"");
  }

  @ParameterizedTest
  @CsvSource({"onRejection,FEISHU_REMEDY_REJECTED", "onFailure,FEISHU_REMEDY_UNAVAILABLE"})
  @Provokes(FaultRow.E10)
  void an_error_that_nothing_in_the_model_catches_is_warned_about(
      String input, String error, CapturedOutput output) {
    deploy(throwing(start(), "fetch", input, " bpmnError ").endEvent().done());

    assertThat(output)
        .containsOnlyOnce(
            "sets %s to bpmnError, and nothing in this model catches %s".formatted(input, error))
        .contains("unless a calling process catches it at its call activity");
  }

  @Test
  void every_task_is_named_wherever_it_stands(CapturedOutput output) {
    deploy(
        fetch(start().subProcess("sub").embeddedSubProcess().startEvent(), "inner")
            .endEvent()
            .subProcessDone()
            .serviceTask("outer")
            .camundaDelegateExpression("#{fetchAllowedRemedies}")
            .endEvent()
            .done());

    assertThat(output).contains("Task 'inner' of process 'p'", "Task 'outer' of process 'p'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"incident", "continue", "${'bpmnError'}", ""})
  void what_throws_no_error_or_is_unknown_is_not_warned_about(String value, CapturedOutput output) {
    deploy(throwing(start(), "fetch", "onRejection", value).endEvent().done());

    assertNothingIsSaid(output);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FEISHU_REMEDY_REJECTED", ""})
  void a_boundary_event_catches(String code, CapturedOutput output) {
    ServiceTaskBuilder task = throwing(start(), "fetch", "onRejection", "bpmnError");
    var boundary = task.endEvent().moveToActivity("fetch").boundaryEvent("boundary");
    deploy((code.isEmpty() ? boundary.error() : boundary.error(code)).endEvent().done());

    assertNothingIsSaid(output);
  }

  @Test
  void a_boundary_event_for_another_error_does_not(CapturedOutput output) {
    deploy(
        throwing(start(), "fetch", "onRejection", "bpmnError")
            .endEvent()
            .moveToActivity("fetch")
            .boundaryEvent("boundary")
            .error("FEISHU_REMEDY_UNAVAILABLE")
            .endEvent()
            .done());

    assertThat(output).contains("nothing in this model catches FEISHU_REMEDY_REJECTED");
  }

  @Test
  void an_enclosing_subprocess_catches(CapturedOutput output) {
    deploy(
        throwing(
                start().subProcess("sub").embeddedSubProcess().startEvent(),
                "fetch",
                "onRejection",
                "bpmnError")
            .endEvent()
            .subProcessDone()
            .boundaryEvent("boundary")
            .error("FEISHU_REMEDY_REJECTED")
            .endEvent()
            .moveToActivity("sub")
            .endEvent()
            .done());

    assertNothingIsSaid(output);
  }

  @Test
  void an_event_subprocess_catches_but_not_the_errors_of_its_own_tasks(CapturedOutput output) {
    ProcessBuilder process = Bpmn.createExecutableProcess("p");
    BpmnModelInstance model =
        throwing(process.startEvent(), "fetch", "onRejection", "bpmnError").endEvent().done();
    var inside =
        process.eventSubProcess("events").startEvent("caught").error("FEISHU_REMEDY_REJECTED");
    throwing(inside, "within", "onRejection", "bpmnError").endEvent();

    deploy(model);

    assertThat(output).contains("Task 'within' of process 'p'").doesNotContain("Task 'fetch'");
  }

  @Test
  void foreign_tasks_are_ignored(CapturedOutput output) {
    deploy(
        start()
            .serviceTask("other")
            .camundaDelegateExpression("${other}")
            .camundaInputParameter("onRejection", "bpmnError")
            .endEvent()
            .done());

    assertNothingIsSaid(output);
  }

  private static void assertNothingIsSaid(CapturedOutput output) {
    assertThat(output).doesNotContain("DeploymentWarningsRule");
  }

  private static AbstractFlowNodeBuilder<?, ?> start() {
    return Bpmn.createExecutableProcess("p").startEvent();
  }

  private static ServiceTaskBuilder fetch(AbstractFlowNodeBuilder<?, ?> before, String id) {
    return before.serviceTask(id).camundaDelegateExpression("${fetchAllowedRemedies}");
  }

  private static ServiceTaskBuilder throwing(
      AbstractFlowNodeBuilder<?, ?> before, String id, String input, String value) {
    return fetch(before, id).camundaAsyncBefore().camundaInputParameter(input, value);
  }

  private static void deploy(BpmnModelInstance model) {
    engine.getRepositoryService().createDeployment().addModelInstance("p.bpmn", model).deploy();
  }

  private static String definitionId() {
    return engine
        .getRepositoryService()
        .createProcessDefinitionQuery()
        .latestVersion()
        .singleResult()
        .getId();
  }
}
