package io.remedyflow.ratelimit;

import java.time.Duration;

/** Elapsed time and waiting; tests can replace both. Never wall-clock time, which jumps. */
public interface Time {

  /** The JVM's monotonic clock, and real sleep. */
  Time SYSTEM =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
        }
      };

  /** Nanoseconds since an arbitrary moment; only differences have a meaning. */
  long nanos();

  void sleep(Duration duration) throws InterruptedException;
}
