package io.remedyflow.ratelimit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The rate limits of an endpoint, or the part of them that one of several nodes has.
 *
 * @param second calls in any second
 * @param minute calls in any minute; null if only the second counts
 */
public record RateLimits(RateLimit second, @Nullable RateLimit minute) {

  /** Added to the second for calls that are made: the time that they take to arrive varies. */
  private static final Duration ON_THEIR_WAY = Duration.ofMillis(5);

  private static final Duration ON_THEIR_WAY_IN_A_MINUTE = Duration.ofMillis(50);

  /** The share of the limits that is reserved ahead; the rest lets late calls catch up. */
  private static final double RESERVED = 0.99;

  /** How many late calls may be made in the interval of one call. */
  private static final int CATCHING_UP = 4;

  /**
   * Limits of so many calls a second, and a minute.
   *
   * @param perMinute null if only the second counts
   */
  public static RateLimits of(int perSecond, @Nullable Integer perMinute) {
    return new RateLimits(
        new RateLimit(perSecond, Duration.ofSeconds(1)),
        perMinute == null ? null : new RateLimit(perMinute, Duration.ofMinutes(1)));
  }

  /** The part of one of so many nodes. */
  RateLimits part(int nodes) {
    return new RateLimits(second.part(nodes), minute == null ? null : minute.part(nodes));
  }

  /** For calls that are made: as many as are allowed, with less space between late ones. */
  SlidingWindowLog permits() {
    SlidingWindowLog log =
        new SlidingWindowLog(second.interval().dividedBy(CATCHING_UP))
            .atMost(second.over(ON_THEIR_WAY));
    return minute == null ? log : log.atMost(minute.over(ON_THEIR_WAY_IN_A_MINUTE));
  }

  /** For reservations: spaced evenly, and slightly below what is allowed. */
  SlidingWindowLog reservations() {
    SlidingWindowLog log = new SlidingWindowLog(second.share(RESERVED).interval());
    return minute == null ? log : log.atMost(minute.share(RESERVED));
  }

  /** Such as {@code 50/s 1000/min}. */
  @Override
  public String toString() {
    return second.calls() + "/s" + (minute == null ? "" : " " + minute.calls() + "/min");
  }
}
