package io.remedyflow.plugin.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.EngineOverSimulator;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransientVariablesTest {

  @AutoClose private final FeishuSimulator feishu = FeishuSimulator.start();

  @AutoClose
  private final ProcessEngine engine =
      EngineOverSimulator.configuration(feishu).buildProcessEngine();

  @Test
  void inputs_and_mapped_outputs_leave_no_rows_of_their_own() {
    run(calling().camundaOutputParameter("status", "${remedyStatus}").userTask().done());

    assertThat(engine.getHistoryService().createHistoricVariableInstanceQuery().list())
        .extracting(HistoricVariableInstance::getName)
        .containsExactlyInAnyOrder("typed", "status");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${execution.setVariable('userId', userId.trim())}",
        "${execution.setVariableLocal('remedyDate', '2024-01-05')}"
      })
  void a_start_listener_may_give_an_input_another_value(String listener) {
    ProcessInstance instance =
        run(
            calling()
                .camundaExecutionListenerExpression("start", listener)
                .camundaOutputParameter("status", "${remedyStatus}")
                .userTask()
                .done());

    assertThat(engine.getRuntimeService().getVariable(instance.getId(), "status"))
        .isEqualTo("AVAILABLE");
  }

  @Test
  void an_end_listener_may_give_an_output_another_value() {
    ProcessInstance instance =
        run(
            calling()
                .camundaExecutionListenerExpression(
                    "end", "${execution.setVariable('remedyStatus', remedyStatus.toLowerCase())}")
                .camundaOutputParameter("status", "${remedyStatus}")
                .userTask()
                .done());

    assertThat(engine.getRuntimeService().getVariable(instance.getId(), "status"))
        .isEqualTo("available");
  }

  @Test
  void an_input_that_is_not_the_tasks_is_left_alone() {
    ProcessInstance instance =
        run(
            calling()
                .camundaInputParameter("note", "of the model")
                .camundaOutputParameter("status", "${remedyStatus}")
                .userTask()
                .done());

    assertThat(
            engine
                .getHistoryService()
                .createHistoricVariableInstanceQuery()
                .processInstanceId(instance.getId())
                .variableName("note")
                .singleResult()
                .getValue())
        .isEqualTo("of the model");
  }

  private static ServiceTaskBuilder calling() {
    return Bpmn.createExecutableProcess("p")
        .startEvent()
        .serviceTask("fetch")
        .camundaDelegateExpression("${fetchAllowedRemedies}")
        .camundaInputParameter("userId", "${typed}")
        .camundaInputParameter("remedyDate", "2024-01-05");
  }

  private ProcessInstance run(BpmnModelInstance model) {
    EngineOverSimulator.deploy(engine, model);
    return engine.getRuntimeService().startProcessInstanceByKey("p", Map.of("typed", " late.li "));
  }
}
