package io.remedyflow.camunda;

import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Port: whether an event in the running model catches a BPMN error. */
@FunctionalInterface
public interface ErrorCatchers {

  /**
   * Whether an event catches a BPMN error that this execution throws now; the event may be in a
   * calling process. An uncaught BPMN error silently ends the instance as completed.
   */
  boolean exist(DelegateExecution execution, String errorCode);
}
