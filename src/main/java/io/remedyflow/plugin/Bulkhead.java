package io.remedyflow.plugin;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Keeps threads of a job executor free of calls, so that other people's processes go on: half of
 * them while Feishu is slow, and a fifth while calls queue for their turns anyway. Otherwise calls
 * may have every thread that is there. Safe for use by many threads.
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
  private final Set<Running> running = ConcurrentHashMap.newKeySet();
  private volatile long slowUntilNanos;

  /**
   * @param threads how many jobs the executor runs at once
   * @param nanos a monotonic clock
   */
  Bulkhead(IntSupplier threads, LongSupplier nanos) {
    this.threads = threads;
    this.nanos = nanos;
    slowUntilNanos = nanos.getAsLong();
  }

  /** Whether no more calls may begin for now, because those that run hold half of the threads. */
  boolean isFullOfSlowCalls() {
    return running.size() >= atLeastOne(threads.getAsInt() / 2) && isFeishuSlow();
  }

  /** Whether a call that begins now would take one of the last threads, a fifth of them. */
  boolean isNearlyFull() {
    int all = threads.getAsInt();
    return running.size() >= atLeastOne(all - atLeastOne(all / 5));
  }

  private static int atLeastOne(int threads) {
    return Math.max(1, threads);
  }

  private boolean isFeishuSlow() {
    long now = nanos.getAsLong();
    return slowUntilNanos - now > 0 || running.stream().anyMatch(it -> it.isSlow(now));
  }

  /** Runs a job that makes a call. */
  void during(Runnable job) {
    Running it = new Running(nanos.getAsLong());
    running.add(it);
    try {
      job.run();
    } finally {
      running.remove(it);
      long now = nanos.getAsLong();
      if (it.isSlow(now)) {
        slowUntilNanos = now + REMEMBERED.toNanos();
      }
    }
  }

  /** Equal to nothing but itself. */
  private static final class Running {

    private final long sinceNanos;

    Running(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }

    boolean isSlow(long now) {
      return now - sinceNanos >= SLOW.toNanos();
    }
  }
}
