package io.remedyflow.ratelimit;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the calls of one node within a sliding window: the whole limit while nodes share it, else
 * this node's part. Safe for use by many threads.
 */
final class SlidingWindowLimiter {

  private final Time time;
  private final SlidingWindowLog whole;
  private SlidingWindowLog part;
  private final Arrivals arrivals = new Arrivals(this::move);
  private @Nullable SharedRateLimitAccess shared;

  SlidingWindowLimiter(RateLimits whole, RateLimits part, Time time) {
    this.time = time;
    this.whole = whole.permits();
    this.part = part.permits();
  }

  synchronized void share(RateLimits part, SharedRateLimitAccess access) {
    this.part = part.permits();
    shared = access;
  }

  /**
   * Takes a permit, if the call can wait that long.
   *
   * @param earliest the moment before which the call must not be made
   * @return the permit; if it is beyond the call's patience, nothing was taken
   */
  synchronized Permit acquire(long earliest, Duration patience) {
    long now = time.nanos();
    long at = next(SlidingWindowLog.later(now, earliest));
    Duration wait = Duration.ofNanos(at - now);
    if (wait.compareTo(patience) <= 0) {
      whole.note(at);
      part.note(at);
    }
    return new Permit(at, wait);
  }

  /** Permission to make a call {@code at} a moment, which is {@code in} that time from now. */
  record Permit(long at, Duration in) {}

  /** Releases a permit that is not used. */
  synchronized void release(long at) {
    whole.remove(at);
    part.remove(at);
  }

  /**
   * Uses a permit now, if there is room: other permits may have been used later than their moment.
   *
   * @param at the permit's moment
   * @return now; empty if there is no room, and then the permit is released
   */
  synchronized OptionalLong use(long at) {
    release(at);
    long now = time.nanos();
    boolean fits = whole.fits(now) && (!isOnItsOwn() || part.fits(now));
    return fits ? OptionalLong.of(count(now)) : OptionalLong.empty();
  }

  /** Uses a permit now, even without room. */
  synchronized long useAnyway(long at) {
    release(at);
    return count(time.nanos());
  }

  private long count(long now) {
    whole.count(now);
    part.count(now);
    return now;
  }

  /**
   * A call that was made at that moment is answered. Over a new connection it may have arrived as
   * late as now. It then counts from now, minus the time that answers take over kept connections,
   * as measured since the call was made or by the next answer.
   *
   * @return how long the answer took
   */
  synchronized Duration answered(long at, boolean overNewConnection) {
    long now = time.nanos();
    if (overNewConnection) {
      arrivals.overNewConnection(at, now);
    } else {
      arrivals.overKeptConnection(at, now);
    }
    return Duration.ofNanos(now - at);
  }

  /** Moves a call from one moment to another one. */
  private void move(long from, long to) {
    release(from);
    whole.count(to);
    part.count(to);
  }

  /** How long a call would have to wait. */
  synchronized Duration backlog() {
    long now = time.nanos();
    return Duration.ofNanos(next(now) - now);
  }

  private long next(long earliest) {
    long at = whole.next(earliest);
    return isOnItsOwn() ? SlidingWindowLog.later(at, part.next(at)) : at;
  }

  private boolean isOnItsOwn() {
    return shared == null || !shared.isAvailable();
  }
}
