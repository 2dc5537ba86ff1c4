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

  /** Whether it is for a cooldown, not for other calls, that there is none. */
  public boolean isInCooldown() {
    return inCooldown;
  }

  /** From now until there may be one. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
