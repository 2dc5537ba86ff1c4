package io.remedyflow.ratelimit.postgres;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * The time that a bucket is told. Remembers when that was: a commit may take long, and what the
 * bucket answers counts from then.
 */
final class CommonTime implements TimeMeter {

  private final DatabaseClock clock;
  private volatile long told = System.nanoTime();

  CommonTime(DatabaseClock clock) {
    this.clock = clock;
  }

  @Override
  public long currentTimeNanos() {
    long now = System.nanoTime();
    told = now;
    return clock.nanos(now);
  }

  Duration sinceTold() {
    return Duration.ofNanos(System.nanoTime() - told);
  }

  @Override
  public boolean isWallClockBased() {
    return true;
  }
}
