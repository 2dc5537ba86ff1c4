package io.remedyflow.crash;

import static io.remedyflow.camunda.TaskEngine.OUTPUTS;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.history.HistoricVariableUpdate;

/** What the history says of the instances of one process. */
final class Audit {

  private final HistoryService history;
  private final String key;

  Audit(ProcessEngine engine, String key) {
    this.history = engine.getHistoryService();
    this.key = key;
  }

  long running() {
    return history
        .createHistoricProcessInstanceQuery()
        .processDefinitionKey(key)
        .unfinished()
        .count();
  }

  List<HistoricProcessInstance> instances() {
    return history.createHistoricProcessInstanceQuery().processDefinitionKey(key).list();
  }

  /** Jobs that failed, by the engine's own log: those that were rolled back leave no trace. */
  long failures() {
    return history.createHistoricJobLogQuery().processDefinitionKey(key).failureLog().count();
  }

  /** The outputs that an instance has in the end. */
  Map<String, Object> outputs(String instance) {
    Map<String, Object> outputs = new TreeMap<>();
    ofTheProcess(instance)
        .forEach(
            variable ->
                outputs.put(
                    variable.getName(),
                    variable.getValue() == null ? "null" : variable.getValue().toString()));
    return outputs;
  }

  /** Ended at its end, by one task that wrote each output once. */
  void endedOnce(String instance) {
    HistoricProcessInstance process =
        history.createHistoricProcessInstanceQuery().processInstanceId(instance).singleResult();
    assertThat(process.getState()).isEqualTo(HistoricProcessInstance.STATE_COMPLETED);
    assertThat(visits(instance, "end")).hasSize(1);
    wroteOnce(instance);
  }

  /** The task ran to its end once, and each output was written once. */
  void wroteOnce(String instance) {
    assertThat(visits(instance, "fetch"))
        .singleElement()
        .extracting(HistoricActivityInstance::getEndTime)
        .isNotNull();
    assertThat(ofTheProcess(instance))
        .extracting(HistoricVariableInstance::getName)
        .containsExactlyInAnyOrderElementsOf(OUTPUTS);
    Map<String, Long> writes =
        history
            .createHistoricDetailQuery()
            .processInstanceId(instance)
            .variableUpdates()
            .disableBinaryFetching()
            .disableCustomObjectDeserialization()
            .list()
            .stream()
            .map(HistoricVariableUpdate.class::cast)
            .collect(groupingBy(HistoricVariableUpdate::getVariableInstanceId, counting()));
    assertThat(ofTheProcess(instance))
        .allSatisfy(variable -> assertThat(writes).containsEntry(variable.getId(), 1L));
  }

  /** Nothing of an answer is visible. */
  void wroteNothing(String instance) {
    assertThat(ofTheProcess(instance)).isEmpty();
  }

  private List<HistoricActivityInstance> visits(String instance, String activity) {
    return history
        .createHistoricActivityInstanceQuery()
        .processInstanceId(instance)
        .activityId(activity)
        .list();
  }

  private List<HistoricVariableInstance> ofTheProcess(String instance) {
    return history.createHistoricVariableInstanceQuery().processInstanceId(instance).list().stream()
        .filter(variable -> variable.getActivityInstanceId().equals(instance))
        .filter(variable -> OUTPUTS.contains(variable.getName()))
        .toList();
  }
}
