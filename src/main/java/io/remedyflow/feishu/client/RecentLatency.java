package io.remedyflow.feishu.client;

import java.time.Duration;

/**
 * How long answers take of late: a moving average, in which each weighs a fifth. Zero until the
 * first one. Safe for use by many threads.
 */
final class RecentLatency {

  private static final double WEIGHT = 0.2;

  /**
   * An answer that took longer counts as this: a Feishu that is quick again is known after a dozen.
   */
  private static final Duration AT_MOST = Duration.ofSeconds(1);

  private double nanos;
  private boolean known;

  synchronized void saw(Duration took) {
    double now = Math.min(took.toNanos(), AT_MOST.toNanos());
    nanos = known ? nanos + WEIGHT * (now - nanos) : now;
    known = true;
  }

  synchronized Duration value() {
    return Duration.ofNanos((long) nanos);
  }
}
