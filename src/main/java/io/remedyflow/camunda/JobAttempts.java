package io.remedyflow.camunda;

import io.remedyflow.remedy.RemedyLookupException;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** The port to whoever knows how often, and when, the engine will still try a task. */
@FunctionalInterface
public interface JobAttempts {

  /**
   * The attempt that runs, if it fails with this trouble. Without a job to be retried it is the
   * last, and so it is with trouble that no retry is worth.
   */
  Attempt failing(DelegateExecution execution, RemedyLookupException trouble);
}
