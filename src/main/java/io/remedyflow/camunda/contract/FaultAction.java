package io.remedyflow.camunda.contract;

import java.util.Arrays;
import java.util.Optional;

/** What a task does about a fault: the values of {@code onRejection} and {@code onFailure}. */
public enum FaultAction {
  /** Stops at the task with an incident that says what to do. */
  INCIDENT("incident"),
  /** Continues with the status in the outputs, for a gateway. */
  CONTINUE("continue"),
  /** Throws a BPMN error, for a boundary event. */
  BPMN_ERROR("bpmnError");

  private final String word;

  FaultAction(String word) {
    this.word = word;
  }

  /** The word that models use. */
  public String word() {
    return word;
  }

  /** The action of that word; empty for any other word. */
  public static Optional<FaultAction> of(String word) {
    return Arrays.stream(values()).filter(action -> action.word.equals(word)).findFirst();
  }
}
