package io.remedyflow.plugin;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Keeps half of a job executor's threads free of calls while Feishu is slow, so that other people's
 * processes go on. While it is quick, calls may have every thread that is there. Safe for use by
 * many threads.
 */
final class SlowCalls {

  /** From when on a call is slow: several times what Feishu usually takes. */
  static final Duration SLOW = Duration.ofSeconds(1);

  /** How long Feishu counts as slow after a slow call: the next ones may all have just begun. */
  static final Duration REMEMBERED = Duration.ofSeconds(10);

  private final IntSupplier threads;
  private final LongSupplier nanos;
  private final Set<Running> running = ConcurrentHashMap.newKeySet();
  private volatile long slowUntilNanos;

  /**
   * @param threads how many jobs the executor runs at once
   * @param nanos a monotonic clock
   */
  SlowCalls(IntSupplier threads, LongSupplier nanos) {
    this.threads = threads;
    this.nanos = nanos;
    slowUntilNanos = nanos.getAsLong();
  }

  /** Whether no more may begin for now. */
  boolean areTooMany() {
    return isFeishuSlow() && running.size() >= Math.max(1, threads.getAsInt() / 2);
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
