package io.remedyflow.plugin;

import static io.remedyflow.camunda.TaskEngine.OUTPUTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.simulator.FeishuSimulator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.SerializableValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.camunda.spin.plugin.variable.value.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputsHandedOnTest {

  private final VariableMap behindTheTask = Variables.createVariables();

  @ParameterizedTest
  @ValueSource(strings = {"${remedySlots}", "#{remedySlots}", " ${ remedySlots } "})
  void slots_that_are_only_handed_on_are_never_parsed(String expression) {
    Map<String, Object> stored = stored(expression, nobody -> {});

    assertThat(behindTheTask.<TypedValue>getValueTyped("mine"))
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
  void what_is_handed_on_is_what_an_expression_would_make_of_it() {
    Map<String, String> mappings = new HashMap<>();
    for (String output : OUTPUTS) {
      mappings.put("mine-" + output, "${" + output + "}");
      mappings.put("evaluated-" + output, "${true ? " + output + " : null}");
    }

    stored(mappings, nobody -> {});

    for (String output : OUTPUTS) {
      TypedValue handedOn = behindTheTask.getValueTyped("mine-" + output);
      TypedValue evaluated = behindTheTask.getValueTyped("evaluated-" + output);
      assertThat(text(handedOn)).as(output).isEqualTo(text(evaluated));
      assertThat(handedOn.getType()).as(output).isEqualTo(evaluated.getType());
      assertThat(handedOn.isTransient()).as(output).isFalse();
    }
  }

  private static String text(TypedValue value) {
    return value instanceof SerializableValue serializable
        ? serializable.getValueSerialized()
        : String.valueOf(value.getValue());
  }

  @Test
  void what_a_listener_makes_of_an_output_is_handed_on() {
    Map<String, Object> stored =
        stored(
            "${remedyStatus}",
            task ->
                task.setVariableLocal(
                    "remedyStatus",
                    Variables.untypedValue(new ArrayList<>(List.of("mine")), true)));

    assertThat(stored).containsEntry("mine", List.of("mine"));
  }

  @Test
  void a_variable_that_is_no_output_is_evaluated_as_ever() {
    Map<String, Object> stored = stored("${userId}", nobody -> {});

    assertThat(stored).containsEntry("mine", "late.li");
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
    return stored(Map.of("mine", expression), atTheEnd);
  }

  private Map<String, Object> stored(
      Map<String, String> mappings, Consumer<DelegateExecution> atTheEnd) {
    try (FeishuSimulator feishu = FeishuSimulator.start()) {
      var configuration = EngineOverSimulator.configuration(feishu);
      JavaDelegate look = execution -> behindTheTask.putAll(execution.getVariablesTyped(false));
      ExecutionListener listener = atTheEnd::accept;
      configuration.setBeans(new HashMap<>(Map.of("look", look, "listener", listener)));
      ProcessEngine engine = configuration.buildProcessEngine();
      try {
        engine
            .getRepositoryService()
            .createDeployment()
            .addModelInstance("slots.bpmn", model(mappings))
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

  private static BpmnModelInstance model(Map<String, String> mappings) {
    ServiceTaskBuilder task =
        Bpmn.createExecutableProcess("slots")
            .startEvent()
            .serviceTask("fetch")
            .camundaDelegateExpression("${fetchAllowedRemedies}")
            .camundaInputParameter("userId", "late.li")
            .camundaInputParameter("remedyDate", "2024-01-05");
    mappings.forEach(task::camundaOutputParameter);
    return task.camundaExecutionListenerDelegateExpression("end", "${listener}")
        .serviceTask("look")
        .camundaDelegateExpression("${look}")
        .userTask()
        .done();
  }
}
