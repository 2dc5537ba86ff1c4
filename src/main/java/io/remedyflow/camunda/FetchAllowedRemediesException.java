package io.remedyflow.camunda;

import org.jspecify.annotations.Nullable;

/**
 * A task that cannot go on. Its message becomes the incident's: what happened, why, and what to do,
 * in the connection's language.
 */
public final class FetchAllowedRemediesException extends RuntimeException {

  private final boolean retryable;

  FetchAllowedRemediesException(String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
  }

  /** Whether the engine's retries may help without anybody's doing. */
  public boolean retryable() {
    return retryable;
  }
}
