package io.remedyflow.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.simulator.FeishuSimulator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.camunda.spin.plugin.variable.value.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotsHandedOnTest {

  private final Map<String, TypedValue> behindTheTask = new HashMap<>();

  @ParameterizedTest
  @ValueSource(strings = {"${remedySlots}", "#{remedySlots}", " ${ remedySlots } "})
  void slots_that_are_only_handed_on_are_never_parsed(String expression) {
    Map<String, Object> stored = stored(expression, nobody -> {});

    assertThat(behindTheTask.get("mine"))
        .isInstanceOfSatisfying(
            JsonValue.class, slots -> assertThat(slots.isDeserialized()).isFalse());
    assertThat(((SpinJsonNode) stored.get("mine")).elements())
        .as("what a form reads in another transaction")
        .singleElement()
        .satisfies(
            slot -> assertThat(slot.prop("remedyDate").stringValue()).isEqualTo("2024-01-05"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${remedySlots.elements().get(0)}",
        "${remedySlotCount == 1 ? remedySlots : null}",
        "the slots are ${remedySlots}",
        "${remedySlots}${remedySlotCount}"
      })
  void what_makes_something_of_them_gets_them_as_ever(String expression) {
    Map<String, Object> stored = stored(expression, nobody -> {});

    assertThat(stored.get("mine").toString()).contains("2024-01-05");
  }

  @Test
  void whoever_has_changed_the_slots_has_changed_what_is_handed_on() {
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
  void whoever_has_replaced_the_slots_has_replaced_what_is_handed_on() {
    Map<String, Object> stored =
        stored(
            "${remedySlots}",
            task ->
                task.setVariableLocal(
                    "remedySlots", Variables.untypedValue(Spin.JSON("[]"), true)));

    assertThat(((SpinJsonNode) stored.get("mine")).elements()).isEmpty();
  }

  @Test
  void where_a_listener_has_taken_them_away_the_process_own_are_found_as_ever() {
    Map<String, Object> stored =
        stored("${remedySlots}", task -> task.removeVariableLocal("remedySlots"));

    assertThat(stored).containsEntry("mine", "of the process");
  }

  private Map<String, Object> stored(String expression, Consumer<DelegateExecution> atTheEnd) {
    try (FeishuSimulator feishu = FeishuSimulator.start()) {
      var configuration = EngineOverSimulator.configuration(feishu);
      JavaDelegate look =
          execution -> behindTheTask.put("mine", execution.getVariableTyped("mine", false));
      ExecutionListener listener = atTheEnd::accept;
      configuration.setBeans(new HashMap<>(Map.of("look", look, "listener", listener)));
      ProcessEngine engine = configuration.buildProcessEngine();
      try {
        engine
            .getRepositoryService()
            .createDeployment()
            .addModelInstance("slots.bpmn", model(expression))
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

  private static BpmnModelInstance model(String expression) {
    return Bpmn.createExecutableProcess("slots")
        .startEvent()
        .serviceTask("fetch")
        .camundaDelegateExpression("${fetchAllowedRemedies}")
        .camundaInputParameter("userId", "late.li")
        .camundaInputParameter("remedyDate", "2024-01-05")
        .camundaOutputParameter("mine", expression)
        .camundaExecutionListenerDelegateExpression("end", "${listener}")
        .serviceTask("look")
        .camundaDelegateExpression("${look}")
        .userTask()
        .done();
  }
}
