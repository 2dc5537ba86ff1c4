package io.remedyflow.ratelimit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The reservations of one urgency. Safe for use by many threads.
 *
 * <p>A single node computes them itself. Nodes that share a rate limit fetch them from it, in
 * blocks, ahead of demand and in a background thread, so reserving never waits. Until a block has
 * come, a reservation is an estimate: it is reported to the shared rate limit afterwards, and the
 * sliding window at the call corrects it. Permits that are not used in time expire, also the block
 * of a node that dies.
 */
final class ReservationQueue {

  /** The maximum number of permits fetched ahead, and below, the maximum time. */
  private static final int BLOCK = 25;

  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  /** How many of the last reservations are stored one by one. */
  private static final int KNOWN_AT_MOST = 10_000;

  private final Time time;
  private final SlidingWindowLog whole;
  private final TreeSet<Long> free = new TreeSet<>();
  private final TreeSet<Long> reserved = new TreeSet<>();
  private SlidingWindowLog part;
  private long last;
  private @Nullable Source source;

  /**
   * @param whole what all nodes together may reserve
   * @param part what this node may reserve on its own
   */
  ReservationQueue(SlidingWindowLog whole, SlidingWindowLog part, Time time) {
    this.whole = whole;
    this.part = part;
    this.time = time;
    last = time.nanos();
  }

  /** Reserves permits in the shared rate limit from now on. */
  synchronized void share(
      SharedRateLimitAccess shared, Urgency urgency, RateLimits whole, RateLimits part) {
    this.part = part.reservations();
    source = new Source(shared, urgency, whole.second());
  }

  synchronized long take(long earliest) {
    long now = time.nanos();
    free.headSet(now).clear(); // expired
    Long fetched = free.ceiling(earliest);
    if (fetched != null) {
      free.remove(fetched);
    }
    long at = fetched == null ? computed(earliest) : fetched;
    note(now, at);
    if (source != null) {
      source.taken(now, fetched == null);
    }
    return at;
  }

  private void note(long now, long at) {
    reserved.headSet(now).clear();
    reserved.add(at);
    if (reserved.size() > KNOWN_AT_MOST) {
      last = Objects.requireNonNull(reserved.pollFirst());
    }
  }

  private long computed(long earliest) {
    if (source == null) {
      return part.take(earliest);
    }
    long behind = SlidingWindowLog.later(earliest, source.next());
    SlidingWindowLog log = source.shared.isAvailable() ? whole : part;
    return log.take(behind);
  }

  /** Releases a permit for another call: of this node if the moment is near, else of any node. */
  synchronized void release(long at) {
    reserved.remove(at);
    if (source == null || at - time.nanos() < HALF_A_SECOND.toNanos()) {
      free.add(at);
    } else {
      source.released();
    }
  }

  /** The last moment that is reserved; in the past if there is none. */
  synchronized long last() {
    return reserved.isEmpty() ? last : SlidingWindowLog.later(last, reserved.last());
  }

  /** Fetches from the shared rate limit; the queue's lock protects it. */
  private final class Source {

    private final SharedRateLimitAccess shared;
    private final Urgency urgency;
    private final long interval;
    private final int block;
    private final Queue<Long> demand = new ArrayDeque<>();
    private long known;
    private int owed;
    private int released;
    private boolean fetching;

    Source(SharedRateLimitAccess shared, Urgency urgency, RateLimit second) {
      this.shared = shared;
      this.urgency = urgency;
      interval = second.share(SharedRateLimit.RESERVED).interval().toNanos();
      block = (int) Math.max(1, Math.min(BLOCK, HALF_A_SECOND.toNanos() / interval));
      known = time.nanos() - interval;
    }

    /** The moment after the last one that was fetched. */
    long next() {
      return known + interval;
    }

    void taken(long now, boolean estimated) {
      shared.probeIfDue();
      demand.add(now);
      if (demand.size() > BLOCK) {
        demand.remove();
      }
      // Capped: most of what was estimated during an outage has passed when it ends.
      owed = estimated ? Math.min(owed + 1, 2 * BLOCK) : owed;
      if (owed > 0 || free.size() < (ahead(now) + 1) / 2) {
        fetchIfAvailable();
      }
    }

    /**
     * How many permits will be needed before the first of them expires. Zero if a permit is free at
     * once: permits fetched ahead would expire unused, and other nodes would lack them.
     */
    private int ahead(long now) {
      demand.removeIf(at -> now - at > HALF_A_SECOND.toNanos());
      double share = (double) (next() - now) / HALF_A_SECOND.toNanos();
      return Math.min(block, (int) (demand.size() * Math.max(0, Math.min(1, share))));
    }

    /** Releases a permit that this node will not use, for another node. */
    void released() {
      released++;
      fetchIfAvailable();
    }

    private void fetchIfAvailable() {
      if (!fetching && shared.isAvailable()) {
        try {
          fetching = true;
          shared.inBackground(this::fetch);
        } catch (RuntimeException | Error e) {
          fetching = false; // without a thread now, the next call tries again
          throw e;
        }
      }
    }

    private void fetch() {
      try {
        releaseAndReserve();
      } finally {
        synchronized (ReservationQueue.this) {
          fetching = false;
          if (released > 0) {
            fetchIfAvailable();
          }
        }
      }
    }

    private void releaseAndReserve() {
      int estimates;
      int permits;
      int back;
      synchronized (ReservationQueue.this) {
        estimates = owed;
        permits = estimates + Math.max(0, ahead(time.nanos()) - free.size());
        owed = 0;
        back = released;
        released = 0;
      }
      if (back > 0) {
        release(back);
      }
      if (permits > 0) {
        Optional<Duration> untilLast = shared.ask(limit -> limit.reserve(urgency, permits));
        synchronized (ReservationQueue.this) {
          untilLast.ifPresent(until -> add(time.nanos() + until.toNanos(), permits - estimates));
        }
      }
    }

    private void release(int permits) {
      Optional<Boolean> done =
          shared.ask(
              limit -> {
                limit.release(urgency, permits);
                return true;
              });
      synchronized (ReservationQueue.this) {
        long now = time.nanos() - interval;
        known = done.isPresent() ? SlidingWindowLog.later(now, known - permits * interval) : known;
      }
    }

    private void add(long lastOne, int permits) {
      known = lastOne;
      for (int n = 0; n < permits; n++) {
        free.add(lastOne - n * interval);
      }
    }
  }
}
