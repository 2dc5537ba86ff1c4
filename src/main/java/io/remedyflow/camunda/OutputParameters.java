package io.remedyflow.camunda;

import org.camunda.bpm.engine.delegate.DelegateExecution;

/** The port to whoever knows what the model makes of a task's outputs. */
@FunctionalInterface
public interface OutputParameters {

  /**
   * Whether the task has output parameters. Then they hand the outputs on, and the local variables
   * need not outlive the transaction; without, the local variables are all that there is.
   */
  boolean exist(DelegateExecution execution);
}
