package io.remedyflow.ratelimit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pause after a rate limit was exceeded: as long as the server names, else doubled from one
 * rate limit to the next until a call is admitted.
 *
 * <p>Some time is added at random, so that the nodes of one app do not come back at the same
 * moment. Within one node the sliding window spaces the calls that waited.
 */
public final class Cooldown {

  /** However long the server, or something that speaks for it, names. */
  public static final Duration LONGEST = Duration.ofHours(1);

  /** Where no time is named: limits are counted by the second... */
  static final Duration FIRST_UNNAMED = Duration.ofSeconds(1);

  /** ...or by the minute. */
  static final Duration LONGEST_UNNAMED = Duration.ofMinutes(1);

  private static final Duration JITTER_AT_MOST = Duration.ofSeconds(5);

  private final Time time;
  private long untilNanos;
  private Duration unnamed = FIRST_UNNAMED;

  Cooldown(Time time) {
    this.time = time;
    untilNanos = time.nanos();
  }

  /**
   * A rate limit was exceeded.
   *
   * @param named how long to wait; empty where the server did not say
   * @return how long the cooldown lasts from now on
   */
  synchronized Duration begin(Optional<Duration> named) {
    Duration left = left();
    if (named.isEmpty() && !left.isZero()) {
      return left; // sent before the cooldown began: it does not make the limit worse
    }
    Duration pause = shorter(jittered(named.orElse(unnamed)), LONGEST);
    if (named.isEmpty()) {
      unnamed = shorter(unnamed.multipliedBy(2), LONGEST_UNNAMED);
    }
    // The longer one stands. Answers to what was sent together come back in any order, and each
    // knows its own limit only: by the second, by the minute, for the app or for the tenant.
    if (pause.compareTo(left) > 0) {
      untilNanos = time.nanos() + pause.toNanos();
      return pause;
    }
    return left;
  }

  /** A call was admitted: the limit has passed, unless the call was sent before it. */
  synchronized void admitted() {
    if (left().isZero()) {
      unnamed = FIRST_UNNAMED;
    }
  }

  /** How long it still lasts; zero where there is none. */
  synchronized Duration left() {
    return Duration.ofNanos(Math.max(0, untilNanos - time.nanos()));
  }

  /** Up to a tenth more. */
  private static Duration jittered(Duration pause) {
    long most = shorter(pause.dividedBy(10), JITTER_AT_MOST).toNanos();
    return pause.plusNanos(ThreadLocalRandom.current().nextLong(most + 1));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
