package io.remedyflow.feishu;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Stands at the calls of one node: lets no more of them pass than this node may send at the most,
 * which is all of the limit while the nodes share it as they need it, else this node's part. Safe
 * for use by many threads.
 */
final class NodeGuard {

  private final Time time;
  private final CallWindows whole;
  private CallWindows part;
  private final Arrivals arrivals = new Arrivals(this::move);
  private @Nullable SharedReach shared;

  NodeGuard(Pace whole, Pace part, Time time) {
    this.time = time;
    this.whole = whole.guard();
    this.part = part.guard();
  }

  synchronized void share(Pace part, SharedReach reach) {
    this.part = part.guard();
    shared = reach;
  }

  /**
   * Lets a call pass, if it need not wait for longer than it can.
   *
   * @param earliest before which it must not be made
   * @return when it passes; beyond its patience, if it does not
   */
  synchronized Passage take(long earliest, Duration patience) {
    long now = time.nanos();
    long at = next(CallWindows.later(now, earliest));
    Duration wait = Duration.ofNanos(at - now);
    if (wait.compareTo(patience) <= 0) {
      whole.note(at);
      part.note(at);
    }
    return new Passage(at, wait);
  }

  /**
   * When a call passes.
   *
   * @param at the moment
   * @param in how long it is until then
   */
  record Passage(long at, Duration in) {}

  /** A call that was let pass at that moment has not been made. */
  synchronized void giveBack(long at) {
    whole.remove(at);
    part.remove(at);
  }

  /**
   * Has a call be made now that was let pass at that moment, if there is room for it now: others
   * may have been made later than they were let pass.
   *
   * @return now; empty if there is no room, and then its moment is given back
   */
  synchronized OptionalLong makeNow(long at) {
    giveBack(at);
    long now = time.nanos();
    boolean fits = whole.fits(now) && (!isOnItsOwn() || part.fits(now));
    return fits ? OptionalLong.of(count(now)) : OptionalLong.empty();
  }

  /** Has a call be made now, come what may. */
  synchronized long makeNowAnyway(long at) {
    giveBack(at);
    return count(time.nanos());
  }

  private long count(long now) {
    whole.count(now);
    part.count(now);
    return now;
  }

  /**
   * A call that was made at that moment is answered. Over a new connection it may have arrived as
   * late as now, and counts as such, but for the time that answers take over connections that were
   * there: what is known of that while it was under way, or what the next one tells.
   *
   * @return how long the answer took
   */
  synchronized Duration answeredNow(long at, boolean overNewConnection) {
    long now = time.nanos();
    if (overNewConnection) {
      arrivals.overNewConnection(at, now);
    } else {
      arrivals.overKeptConnection(at, now);
    }
    return Duration.ofNanos(now - at);
  }

  /** A call that counts at one moment counts at another one. */
  private void move(long from, long to) {
    giveBack(from);
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
    return isOnItsOwn() ? CallWindows.later(at, part.next(at)) : at;
  }

  private boolean isOnItsOwn() {
    return shared == null || !shared.isUp();
  }
}
