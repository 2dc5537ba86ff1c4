package io.remedyflow.plugin.parse;

import static io.remedyflow.camunda.TaskEngine.OUTPUTS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.EngineOverSimulator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What output parameters make of the outputs, and listeners before them. */
class OutputMappingsTest {

  private final VariableMap behindTheTask = Variables.createVariables();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${remedySlots.elements().get(0)}",
        "${remedySlotCount == 1 ? remedySlots : null}",
        "the slots are ${remedySlots}",
        "${remedySlots}${remedySlotCount}"
      })
  void an_expression_reads_the_slots(String expression) {
    Map<String, Object> stored = stored(expression, null);

    assertThat(stored.get("mine").toString()).contains("2024-01-05");
  }

  @Test
  void what_is_mapped_is_stored_though_the_outputs_are_transient() {
    Map<String, String> mappings = new HashMap<>();
    OUTPUTS.forEach(output -> mappings.put("mine-" + output, "${" + output + "}"));

    Map<String, Object> stored = stored(mappings, null);

    for (String output : OUTPUTS) {
      assertThat(stored).containsKey("mine-" + output);
      assertThat(behindTheTask.<TypedValue>getValueTyped("mine-" + output).isTransient())
          .as(output)
          .isFalse();
    }
    assertThat(((SpinJsonNode) stored.get("mine-remedySlots")).elements())
        .singleElement()
        .satisfies(
            slot -> assertThat(slot.prop("remedyDate").stringValue()).isEqualTo("2024-01-05"));
  }

  @Test
  void a_listener_may_give_an_output_another_value() {
    Map<String, Object> stored =
        stored(
            "${remedyStatus}",
            task -> task.setVariableLocal("remedyStatus", task.getVariable("remedyStatus") + "!"));

    assertThat(stored).containsEntry("mine", "AVAILABLE!");
  }

  @Test
  void a_variable_that_is_no_output_is_evaluated() {
    Map<String, Object> stored = stored("${userId}", null);

    assertThat(stored).containsEntry("mine", "late.li");
  }

  @Test
  void slots_that_a_listener_changed_are_mapped_as_it_left_them() {
    Map<String, Object> stored =
        stored(
            "${remedySlots}",
            task -> {
              SpinJsonNode slots = (SpinJsonNode) task.getVariableLocal("remedySlots");
              slots.elements().get(0).prop("label", "by a listener");
            });

    assertThat(((SpinJsonNode) stored.get("mine")).elements().get(0).prop("label").stringValue())
        .isEqualTo("by a listener");
  }

  @Test
  void slots_that_a_listener_replaced_are_mapped() {
    Map<String, Object> stored =
        stored("${remedySlots}", task -> task.setVariableLocal("remedySlots", Spin.JSON("[]")));

    assertThat(((SpinJsonNode) stored.get("mine")).elements()).isEmpty();
  }

  @Test
  void where_a_listener_removed_them_those_of_the_process_are_found() {
    Map<String, Object> stored =
        stored("${remedySlots}", task -> task.removeVariableLocal("remedySlots"));

    assertThat(stored).containsEntry("mine", "of the process");
  }

  private Map<String, Object> stored(
      String expression, @Nullable Consumer<DelegateExecution> atTheEnd) {
    return stored(Map.of("mine", expression), atTheEnd);
  }

  private Map<String, Object> stored(
      Map<String, String> mappings, @Nullable Consumer<DelegateExecution> atTheEnd) {
    try (FeishuSimulator feishu = FeishuSimulator.start()) {
      var configuration = EngineOverSimulator.configuration(feishu);
      JavaDelegate look = execution -> behindTheTask.putAll(execution.getVariablesTyped(false));
      ExecutionListener listener = task -> requireNonNull(atTheEnd).accept(task);
      configuration.setBeans(new HashMap<>(Map.of("look", look, "listener", listener)));
      ProcessEngine engine = configuration.buildProcessEngine();
      try {
        engine
            .getRepositoryService()
            .createDeployment()
            .addModelInstance("slots.bpmn", model(mappings, atTheEnd != null))
            .deploy();
        String instance =
            engine
                .getRuntimeService()
                .startProcessInstanceByKey(
                    "slots", Variables.putValue("remedySlots", "of the process"))
                .getId();
        return engine.getRuntimeService().getVariables(instance);
      } finally {
        engine.close();
      }
    }
  }

  private static BpmnModelInstance model(Map<String, String> mappings, boolean listens) {
    ServiceTaskBuilder task =
        Bpmn.createExecutableProcess("slots")
            .startEvent()
            .serviceTask("fetch")
            .camundaDelegateExpression("${fetchAllowedRemedies}")
            .camundaInputParameter("userId", "late.li")
            .camundaInputParameter("remedyDate", "2024-01-05");
    mappings.forEach(task::camundaOutputParameter);
    if (listens) {
      task.camundaExecutionListenerDelegateExpression("end", "${listener}");
    }
    return task.serviceTask("look").camundaDelegateExpression("${look}").userTask().done();
  }
}
