package io.remedyflow.feishu;

import java.time.Duration;
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
   * @return how long it has to wait; more than its patience, if it does not pass
   */
  synchronized Duration take(long earliest, Duration patience) {
    long now = time.nanos();
    long at = next(CallWindows.later(now, earliest));
    Duration wait = Duration.ofNanos(at - now);
    if (wait.compareTo(patience) <= 0) {
      whole.note(at);
      part.note(at);
    }
    return wait;
  }

  /** How long a call would have to wait. */
  synchronized Duration backlog() {
    long now = time.nanos();
    return Duration.ofNanos(next(now) - now);
  }

  private long next(long earliest) {
    long at = whole.next(earliest);
    boolean onItsOwn = shared == null || !shared.isUp();
    return onItsOwn ? CallWindows.later(at, part.next(at)) : at;
  }
}
