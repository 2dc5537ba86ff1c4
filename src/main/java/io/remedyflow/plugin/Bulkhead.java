package io.remedyflow.plugin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Keeps threads of a job executor free of calls, so that other people's processes go on: half of
 * them while Feishu is slow, and a fifth while calls queue for their turns anyway. Otherwise calls
 * may have every thread that is there.
 *
 * <p>Safe for use by many threads: a call enters and learns in one step how many were there before
 * it, so that of several that come at once no more stay than there is room for. The lock is held
 * for that step, never during a call.
 */
final class Bulkhead {

  /** From when on a call is slow: several times what Feishu usually takes. */
  static final Duration SLOW = Duration.ofSeconds(1);

  /** How long Feishu counts as slow after a slow call: the next ones may all have just begun. */
  static final Duration REMEMBERED = Duration.ofSeconds(10);

  /** How long a call stays away that leaves its thread to others. */
  static final Duration YIELDED_FOR = Duration.ofMillis(250);

  private final IntSupplier threads;
  private final LongSupplier nanos;
  private final Object lock = new Object();

  /** In the order in which they entered. Guarded by the lock, as is what follows. */
  private final Deque<Place> taken = new ArrayDeque<>();

  private long slowUntilNanos;

  /**
   * @param threads how many jobs the executor runs at once
   * @param nanos a monotonic clock
   */
  Bulkhead(IntSupplier threads, LongSupplier nanos) {
    this.threads = threads;
    this.nanos = nanos;
    slowUntilNanos = nanos.getAsLong();
  }

  /** Takes a thread for a job that makes a call, until its place is closed. */
  Place enter() {
    synchronized (lock) {
      long now = nanos.getAsLong();
      Place place = new Place(now, taken.size(), isFeishuSlow(now));
      taken.add(place);
      return place;
    }
  }

  private boolean isFeishuSlow(long now) {
    Place longest = taken.peekFirst();
    return slowUntilNanos - now > 0 || (longest != null && longest.isSlow(now));
  }

  private void leave(Place place) {
    synchronized (lock) {
      long now = nanos.getAsLong();
      taken.remove(place);
      if (place.isSlow(now)) {
        slowUntilNanos = now + REMEMBERED.toNanos();
      }
    }
  }

  private static int atLeastOne(int threads) {
    return Math.max(1, threads);
  }

  /** The thread of one call. Equal to nothing but itself. */
  final class Place implements AutoCloseable {

    private final long sinceNanos;
    private final int before;
    private final boolean feishuIsSlow;

    private Place(long sinceNanos, int before, boolean feishuIsSlow) {
      this.sinceNanos = sinceNanos;
      this.before = before;
      this.feishuIsSlow = feishuIsSlow;
    }

    /** Whether the call must not begin, because slow ones hold half of the threads already. */
    boolean isOneTooManySlow() {
      return feishuIsSlow && before >= atLeastOne(threads.getAsInt() / 2);
    }

    /** Whether this is one of the last threads, a fifth of them. */
    boolean isAmongTheLast() {
      int all = threads.getAsInt();
      return before >= atLeastOne(all - atLeastOne(all / 5));
    }

    private boolean isSlow(long now) {
      return now - sinceNanos >= SLOW.toNanos();
    }

    @Override
    public void close() {
      leave(this);
    }
  }
}
