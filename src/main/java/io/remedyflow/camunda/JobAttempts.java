package io.remedyflow.camunda;

import io.remedyflow.remedy.RemedyLookupException;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Port: remaining attempts and the next retry time. */
@FunctionalInterface
public interface JobAttempts {

  /**
   * The current attempt, if it fails with this exception. It is the last one if no job can be
   * retried, or if the failure is not worth a retry.
   */
  Attempt failing(DelegateExecution execution, RemedyLookupException trouble);
}
