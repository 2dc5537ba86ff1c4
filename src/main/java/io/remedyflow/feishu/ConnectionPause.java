package io.remedyflow.feishu;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pause of a whole connection after Feishu said that too many calls were sent: as long as
 * Feishu names, else growing from one rate limit to the next until an answer comes.
 *
 * <p>Some time is added at random, so that the nodes that share an app do not come back in the same
 * moment. Within one node the pace spaces the calls that waited.
 */
final class ConnectionPause {

  /** However long Feishu, or something that speaks for it, wants us to wait. */
  static final Duration LONGEST = Duration.ofHours(1);

  /** Where nobody names a time: Feishu counts by the second... */
  static final Duration FIRST_UNNAMED = Duration.ofSeconds(1);

  /** ...or by the minute. */
  static final Duration LONGEST_UNNAMED = Duration.ofMinutes(1);

  private static final Duration JITTER_AT_MOST = Duration.ofSeconds(5);

  private final Time time;
  private long untilNanos;
  private Duration unnamed = FIRST_UNNAMED;

  ConnectionPause(Time time) {
    this.time = time;
    untilNanos = time.nanos();
  }

  /**
   * Feishu turned a request away.
   *
   * @param named how long it wants us to wait; empty where it did not say
   * @return how long the connection pauses from now on
   */
  synchronized Duration begin(Optional<Duration> named) {
    Duration left = left();
    if (named.isEmpty() && !left.isZero()) {
      return left; // it was sent before the pause began, and makes the limit no worse
    }
    Duration pause = shorter(jittered(named.orElse(unnamed)), LONGEST);
    if (named.isEmpty()) {
      unnamed = shorter(unnamed.multipliedBy(2), LONGEST_UNNAMED);
    }
    // The longer pause stands. The answers to what was sent together come back in any order, and
    // each
    // knows its own limit only: by the second, by the minute, for the app or for the tenant.
    if (pause.compareTo(left) > 0) {
      untilNanos = time.nanos() + pause.toNanos();
      return pause;
    }
    return left;
  }

  /** Feishu looked at a request: the limit has passed, unless the request was sent before it. */
  synchronized void answered() {
    if (left().isZero()) {
      unnamed = FIRST_UNNAMED;
    }
  }

  /** How long the connection still pauses; zero where it does not. */
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
