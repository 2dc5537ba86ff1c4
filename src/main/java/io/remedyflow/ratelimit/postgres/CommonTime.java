package io.remedyflow.ratelimit.postgres;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * The time that is passed to a bucket. Remembers when it was read: a commit may take long, and the
 * bucket's answer counts from that moment.
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
