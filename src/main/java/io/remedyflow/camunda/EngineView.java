package io.remedyflow.camunda;

import io.remedyflow.remedy.CallFailedException;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Port: what the engine knows about a running task, and does next. */
public interface EngineView {

  /** What the engine does if the current attempt fails with this exception. */
  NextStep after(DelegateExecution execution, CallFailedException failure);

  /**
   * Whether an event catches a BPMN error that this execution throws now; the event may be in a
   * calling process. An uncaught BPMN error silently ends the instance as completed.
   */
  boolean catches(DelegateExecution execution, String errorCode);

  /**
   * Whether output parameters map the task's outputs, and nothing else at the task may write them.
   * Then the local variables need not outlive the transaction. Without output parameters, they are
   * the task's only result.
   */
  boolean mapsOutputs(DelegateExecution execution);
}
