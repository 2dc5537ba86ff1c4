package io.remedyflow.ratelimit;

import java.time.Duration;

/** There is no permit within the time that a call can wait. */
public final class NoPermitException extends Exception {

  private final boolean inCooldown;
  private final Duration retryAfter;

  private NoPermitException(String message, boolean inCooldown, Duration wait) {
    super(message + ": " + wait.toMillis() + " ms", null, false, false);
    this.inCooldown = inCooldown;
    this.retryAfter = wait;
  }

  static NoPermitException exhausted(Duration wait) {
    return new NoPermitException("the rate limit is exhausted", false, wait);
  }

  static NoPermitException inCooldown(Duration left) {
    return new NoPermitException("the rate limiter cools down", true, left);
  }

  /** Whether the reason is a cooldown, not other calls. */
  public boolean isInCooldown() {
    return inCooldown;
  }

  /** The time from now until a permit may be free. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
