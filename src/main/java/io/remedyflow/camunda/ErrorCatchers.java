package io.remedyflow.camunda;

import org.camunda.bpm.engine.delegate.DelegateExecution;

/** The port to whoever knows whether anything in the running model would catch a BPMN error. */
@FunctionalInterface
public interface ErrorCatchers {

  /**
   * Whether a BPMN error that this execution throws now would be caught, be it in a calling
   * process. One that is not ends the instance silently as completed.
   */
  boolean exist(DelegateExecution execution, String errorCode);
}
