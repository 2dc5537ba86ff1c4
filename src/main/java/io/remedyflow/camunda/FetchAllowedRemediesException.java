package io.remedyflow.camunda;

import io.remedyflow.camunda.Attempt.Pace;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task that cannot go on. Its message becomes the incident's: what happened, why, and what to do,
 * in the connection's language.
 */
public final class FetchAllowedRemediesException extends RuntimeException {

  private final boolean retryable;
  private final boolean keepsRetries;
  private final @Nullable Instant notBefore;

  FetchAllowedRemediesException(String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
    this.keepsRetries = false;
    this.notBefore = null;
  }

  private FetchAllowedRemediesException(String message, Attempt attempt, Throwable cause) {
    // The engine logs each exception of a job with its stack: of no use, and thousands of them in a
    // burst, where nothing is broken.
    super(
        message,
        attempt.pace() == Pace.FOR_FREE ? null : cause,
        false,
        attempt.pace() != Pace.FOR_FREE);
    this.retryable = true;
    this.keepsRetries = attempt.pace() == Pace.FOR_FREE;
    this.notBefore = attempt.pace() == Pace.CYCLE ? null : attempt.next();
  }

  /** Trouble worth retrying, that ends this attempt. */
  static FetchAllowedRemediesException retried(String message, Attempt attempt, Throwable cause) {
    return new FetchAllowedRemediesException(message, attempt, cause);
  }

  /** Whether the engine's retries may help without anybody's doing. */
  public boolean retryable() {
    return retryable;
  }

  /** When to try again; empty where the task's retry cycle decides. */
  public Optional<Instant> notBefore() {
    return Optional.ofNullable(notBefore);
  }

  /** Whether this attempt costs no retry, because the question was not looked at. */
  public boolean keepsRetries() {
    return keepsRetries;
  }
}
