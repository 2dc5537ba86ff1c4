package io.remedyflow.camunda;

import org.camunda.bpm.engine.delegate.DelegateExecution;

/** The port to whoever knows what the model makes of a task's outputs. */
@FunctionalInterface
public interface OutputParameters {

  /**
   * Whether output parameters hand the outputs on, and nothing else at the task may write them:
   * then the local variables need not outlive the transaction. Without, they are all that there is.
   */
  boolean exist(DelegateExecution execution);
}
