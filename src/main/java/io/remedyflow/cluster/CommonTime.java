package io.remedyflow.cluster;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * The time that a budget is told, which remembers when it was: answers that count from there are
 * turned into answers that count from now, however long the commit has taken since.
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
