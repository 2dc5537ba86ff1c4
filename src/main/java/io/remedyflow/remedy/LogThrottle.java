package io.remedyflow.remedy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Decides whether a line that would fill the log is written this time: once only, or once per
 * interval. Safe for use by many threads.
 */
public final class LogThrottle {

  /** Longer than any JVM runs. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final Duration interval;
  private final LongSupplier nanos;
  private final AtomicLong nextNanos;

  private LogThrottle(Duration interval, LongSupplier nanos) {
    this.interval = interval;
    this.nanos = nanos;
    nextNanos = new AtomicLong(nanos.getAsLong());
  }

  /** Permits one line. */
  public static LogThrottle once() {
    return new LogThrottle(FOR_EVER, System::nanoTime);
  }

  /**
   * Permits one line, and the next one when the interval has passed.
   *
   * @param nanos a monotonic clock, such as {@link System#nanoTime}
   */
  public static LogThrottle oncePer(Duration interval, LongSupplier nanos) {
    return new LogThrottle(interval, nanos);
  }

  /** Whether to write the line now; true for one thread only. */
  public boolean permits() {
    long now = nanos.getAsLong();
    long next = nextNanos.get();
    return now - next >= 0 && nextNanos.compareAndSet(next, now + interval.toNanos());
  }
}
