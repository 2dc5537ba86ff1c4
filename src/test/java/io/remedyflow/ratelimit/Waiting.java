package io.remedyflow.ratelimit;

import io.remedyflow.ratelimit.RateLimiter.Patience;
import java.time.Duration;

/** Calls that wait for a permit. */
public final class Waiting {

  private Waiting() {}

  /** A call that can wait for so long from now on. */
  public static Patience within(Duration span, Time time) {
    long end = time.nanos() + span.toNanos();
    return () -> Duration.ofNanos(Math.max(0, end - time.nanos()));
  }

  /** Waits for a permit that is bound to come. */
  public static long acquire(RateLimiter limiter, Patience patience) {
    try {
      return limiter.acquire(patience);
    } catch (NoPermitException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
