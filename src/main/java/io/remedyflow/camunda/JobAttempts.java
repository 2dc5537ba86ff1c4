package io.remedyflow.camunda;

import org.camunda.bpm.engine.delegate.DelegateExecution;

/** The port to whoever knows how often the engine will still try a task. */
@FunctionalInterface
public interface JobAttempts {

  /** Whether the engine will not try this task again of itself if it fails now. */
  boolean isLast(DelegateExecution execution);
}
