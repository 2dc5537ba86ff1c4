package io.remedyflow.feishu;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The turns of one urgency. Safe for use by many threads.
 *
 * <p>A node on its own finds them itself. Nodes that share a budget take them from there, in blocks
 * and ahead of demand, by a thread of their own: whoever reserves a turn waits for nobody. Where no
 * block has come yet, the turn is an estimate, which the budget hears of and the guard at the call
 * corrects. Turns whose time has passed are nobody's, so that a block expires when its node dies.
 */
final class TurnQueue {

  /** How many turns are fetched ahead at the most, and for how long at the most. */
  private static final int BLOCK = 25;

  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  /** Of the turns that were given out, how many of the last ones are known one by one. */
  private static final int KNOWN_AT_MOST = 10_000;

  private final Time time;
  private final CallWindows whole;
  private final TreeSet<Long> free = new TreeSet<>();
  private final TreeSet<Long> given = new TreeSet<>();
  private CallWindows part;
  private long last;
  private @Nullable Source source;

  /**
   * @param whole what may be reserved by all nodes
   * @param part what may be reserved by this node if it is on its own
   */
  TurnQueue(CallWindows whole, CallWindows part, Time time) {
    this.whole = whole;
    this.part = part;
    this.time = time;
    last = time.nanos();
  }

  /** From now on turns come from the budget that the nodes share. */
  synchronized void share(SharedReach reach, Urgency urgency, Pace whole, Pace part) {
    this.part = part.turns();
    source = new Source(reach, urgency, whole.second());
  }

  synchronized long take(long earliest) {
    long now = time.nanos();
    free.headSet(now).clear(); // their time has passed
    Long reserved = free.ceiling(earliest);
    if (reserved != null) {
      free.remove(reserved);
    }
    long at = reserved == null ? found(earliest) : reserved;
    note(now, at);
    if (source != null) {
      source.taken(now, reserved == null);
    }
    return at;
  }

  private void note(long now, long at) {
    given.headSet(now).clear();
    given.add(at);
    if (given.size() > KNOWN_AT_MOST) {
      last = Objects.requireNonNull(given.pollFirst());
    }
  }

  private long found(long earliest) {
    if (source == null) {
      return part.take(earliest);
    }
    long behind = CallWindows.later(earliest, source.next());
    CallWindows windows = source.reach.isUp() ? whole : part;
    return windows.take(behind);
  }

  /** Somebody else gets it: on this node if it comes soon, else on any. */
  synchronized void giveBack(long at) {
    given.remove(at);
    if (source == null || at - time.nanos() < HALF_A_SECOND.toNanos()) {
      free.add(at);
    } else {
      source.returned();
    }
  }

  /** The last turn that somebody has; in the past where nobody queues. */
  synchronized long last() {
    return given.isEmpty() ? last : CallWindows.later(last, given.last());
  }

  /** Where turns come from; guarded by the queue's lock. */
  private final class Source {

    private final SharedReach reach;
    private final Urgency urgency;
    private final long interval;
    private final int block;
    private final Queue<Long> demand = new ArrayDeque<>();
    private long known;
    private int owed;
    private int returned;
    private boolean fetching;

    Source(SharedReach reach, Urgency urgency, Limit second) {
      this.reach = reach;
      this.urgency = urgency;
      interval = second.share(SharedBudget.TURNS).interval().toNanos();
      block = (int) Math.max(1, Math.min(BLOCK, HALF_A_SECOND.toNanos() / interval));
      known = time.nanos() - interval;
    }

    /** Behind the last turn that the budget gave. */
    long next() {
      return known + interval;
    }

    void taken(long now, boolean estimated) {
      reach.lookAgainIfDue();
      demand.add(now);
      if (demand.size() > BLOCK) {
        demand.remove();
      }
      // Not more: what was handed out during an outage has mostly passed when it ends.
      owed = estimated ? Math.min(owed + 1, 2 * BLOCK) : owed;
      if (owed > 0 || free.size() < (ahead(now) + 1) / 2) {
        fetchIfUp();
      }
    }

    /**
     * How many turns will be wanted before the first of them has passed. Where turns are to be had
     * at once that is none: what is fetched ahead then expires before anybody comes for it, and is
     * missing elsewhere.
     */
    private int ahead(long now) {
      demand.removeIf(at -> now - at > HALF_A_SECOND.toNanos());
      double share = (double) (next() - now) / HALF_A_SECOND.toNanos();
      return Math.min(block, (int) (demand.size() * Math.max(0, Math.min(1, share))));
    }

    /** Turns that this node will not use: the other nodes get them. */
    void returned() {
      returned++;
      fetchIfUp();
    }

    private void fetchIfUp() {
      if (!fetching && reach.isUp()) {
        boolean begun = false;
        try {
          fetching = true;
          reach.inBackground(this::fetch);
          begun = true;
        } finally {
          fetching = begun && fetching; // a thread that is not to be had now may be had later
        }
      }
    }

    private void fetch() {
      try {
        releaseAndReserve();
      } finally {
        synchronized (TurnQueue.this) {
          fetching = false;
          if (returned > 0) {
            fetchIfUp();
          }
        }
      }
    }

    private void releaseAndReserve() {
      int estimates;
      int turns;
      int back;
      synchronized (TurnQueue.this) {
        estimates = owed;
        turns = estimates + Math.max(0, ahead(time.nanos()) - free.size());
        owed = 0;
        back = returned;
        returned = 0;
      }
      if (back > 0) {
        release(back);
      }
      if (turns > 0) {
        Optional<Duration> untilLast = reach.ask(budget -> budget.reserve(urgency, turns));
        synchronized (TurnQueue.this) {
          untilLast.ifPresent(until -> add(time.nanos() + until.toNanos(), turns - estimates));
        }
      }
    }

    private void release(int turns) {
      Optional<Boolean> done =
          reach.ask(
              budget -> {
                budget.release(urgency, turns);
                return true;
              });
      synchronized (TurnQueue.this) {
        long now = time.nanos() - interval;
        known = done.isPresent() ? CallWindows.later(now, known - turns * interval) : known;
      }
    }

    private void add(long lastOne, int turns) {
      known = lastOne;
      for (int n = 0; n < turns; n++) {
        free.add(lastOne - n * interval);
      }
    }
  }
}
