package io.remedyflow.camunda;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a task cannot continue. Its message becomes the incident's: what happened, why, and
 * what to do, in the connection's language.
 */
public final class TaskFailedException extends RuntimeException {

  private final transient NextStep next;

  /**
   * A failure that ends the attempt. Without a stack trace if the job is rescheduled: the engine
   * logs each exception of a job, and in a burst that would be thousands of useless stack traces
   * although nothing is broken.
   */
  TaskFailedException(String message, NextStep next, @Nullable Throwable cause) {
    super(
        message,
        next instanceof NextStep.Reschedule ? null : cause,
        true,
        !(next instanceof NextStep.Reschedule));
    this.next = next;
  }

  /** What the engine does next. */
  public NextStep next() {
    return next;
  }
}
