package io.remedyflow.camunda;

import java.time.Instant;

/** What the engine does after a failed attempt to run a task. */
public sealed interface NextStep {

  /** No retry would help: an incident is created at once. */
  record Stop() implements NextStep {}

  /**
   * The retries are used up. If a person grants another one, the new attempt is the last one again.
   *
   * @param total how many attempts the engine has made automatically
   */
  record LastAttempt(int total) implements NextStep {}

  /**
   * The job is retried, and loses a retry.
   *
   * @param number the failed attempt's number, counted from 1 by the retries that are left
   * @param total how many attempts the engine makes automatically
   * @param at when it is retried
   * @param byCycle whether the task's retry cycle decides the time; if not, the failure names it
   */
  record Retry(int number, int total, Instant at, boolean byCycle) implements NextStep {}

  /**
   * The call was rate limited, or interrupted by a shutdown: the job runs again later and loses no
   * retry.
   *
   * @param at when it runs again
   */
  record Reschedule(Instant at) implements NextStep {}

  /** Whether the engine does not run this task again automatically. */
  default boolean isEnd() {
    return this instanceof Stop || this instanceof LastAttempt;
  }
}
