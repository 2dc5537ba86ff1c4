package io.remedyflow.camunda;

import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Port: how the model uses a task's outputs. */
@FunctionalInterface
public interface OutputParameters {

  /**
   * Whether output parameters map the outputs, and nothing else at the task may write them. Then
   * the local variables need not outlive the transaction. Without output parameters, they are the
   * task's only result.
   */
  boolean exist(DelegateExecution execution);
}
