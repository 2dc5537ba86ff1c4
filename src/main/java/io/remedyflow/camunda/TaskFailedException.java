package io.remedyflow.camunda;

import io.remedyflow.camunda.Attempt.Pace;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a task cannot continue. Its message becomes the incident's: what happened, why, and
 * what to do, in the connection's language.
 */
public final class TaskFailedException extends RuntimeException {

  private final boolean retryable;
  private final boolean keepsRetries;
  private final @Nullable Instant notBefore;

  TaskFailedException(String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
    this.keepsRetries = false;
    this.notBefore = null;
  }

  private TaskFailedException(String message, Attempt attempt, Throwable cause) {
    // The engine logs each exception of a job with its stack trace. In a burst, that would be
    // thousands of useless stack traces, although nothing is broken.
    super(
        message,
        attempt.pace() == Pace.FOR_FREE ? null : cause,
        false,
        attempt.pace() != Pace.FOR_FREE);
    this.retryable = true;
    this.keepsRetries = attempt.pace() == Pace.FOR_FREE;
    this.notBefore = attempt.pace() == Pace.CYCLE ? null : attempt.next();
  }

  /** A failure that is worth a retry and ends this attempt. */
  static TaskFailedException retried(String message, Attempt attempt, Throwable cause) {
    return new TaskFailedException(message, attempt, cause);
  }

  /** Whether the engine's retries may help without a person's action. */
  public boolean retryable() {
    return retryable;
  }

  /** When to retry; empty if the task's retry cycle decides. */
  public Optional<Instant> notBefore() {
    return Optional.ofNullable(notBefore);
  }

  /**
   * Whether this attempt costs no retry, because the call was rate limited, or interrupted by a
   * shutdown.
   */
  public boolean keepsRetries() {
    return keepsRetries;
  }
}
