package io.remedyflow.ratelimit;

import static io.remedyflow.ratelimit.Durations.longer;
import static io.remedyflow.ratelimit.Durations.shorter;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The pause after a rate limit was exceeded: as long as the server names, else doubled from one
 * rate limit to the next until a call is admitted.
 *
 * <p>Some random time is added, so the nodes of one app do not resume at the same moment. Within
 * one node the sliding window spaces the calls that waited.
 */
public final class Cooldown {

  /** The maximum, even if the server, or a gateway or proxy, names a longer time. */
  public static final Duration LONGEST = Duration.ofHours(1);

  /** The first cooldown without a named time: limits are counted by the second... */
  static final Duration FIRST_UNNAMED = Duration.ofSeconds(1);

  /** ...or by the minute, hence the longest cooldown without a named time. */
  static final Duration LONGEST_UNNAMED = Duration.ofMinutes(1);

  private static final Duration JITTER_AT_MOST = Duration.ofSeconds(5);

  private final Time time;
  private final @Nullable Cooldown wider;
  private volatile long untilNanos;
  private volatile Duration unnamed = FIRST_UNNAMED;

  Cooldown(Time time) {
    this(time, null);
  }

  /**
   * @param wider another cooldown, during which this one lasts, too
   */
  Cooldown(Time time, @Nullable Cooldown wider) {
    this.time = time;
    this.wider = wider;
    untilNanos = time.nanos();
  }

  /**
   * Begins a cooldown after a rate limit was exceeded.
   *
   * @param named how long to wait; empty if the server named no time
   * @return how long the cooldown lasts from now on
   */
  synchronized Duration begin(Optional<Duration> named) {
    Duration left = left();
    if (named.isEmpty() && !left.isZero()) {
      return left; // sent before the cooldown began: no reason to extend it
    }
    Duration pause = shorter(jittered(named.orElse(unnamed)), LONGEST);
    if (named.isEmpty()) {
      unnamed = shorter(unnamed.multipliedBy(2), LONGEST_UNNAMED);
    }
    // The longer one counts. Answers to calls sent together come back in any order, and each names
    // its own limit only: by the second, by the minute, for the app or for the tenant.
    if (pause.compareTo(left) > 0) {
      untilNanos = time.nanos() + pause.toNanos();
      return pause;
    }
    return left;
  }

  /**
   * A call was admitted: the limit has passed. During a cooldown this has no effect, since the call
   * was sent before it.
   */
  void admitted() {
    if (!unnamed.equals(FIRST_UNNAMED)) {
      reset();
    }
    if (wider != null) {
      wider.admitted();
    }
  }

  private synchronized void reset() {
    if (left().isZero()) {
      unnamed = FIRST_UNNAMED;
    }
  }

  /** How long the cooldown still lasts; zero if there is none. */
  Duration left() {
    Duration left = Duration.ofNanos(Math.max(0, untilNanos - time.nanos()));
    return wider == null ? left : longer(left, wider.left());
  }

  /** Adds up to a tenth. */
  private static Duration jittered(Duration pause) {
    long most = shorter(pause.dividedBy(10), JITTER_AT_MOST).toNanos();
    return pause.plusNanos(ThreadLocalRandom.current().nextLong(most + 1));
  }
}
