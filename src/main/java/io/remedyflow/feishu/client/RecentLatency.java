package io.remedyflow.feishu.client;

import java.time.Duration;

/**
 * How long recent answers took: a moving average in which each new answer weighs a fifth. Zero
 * before the first answer. Safe for use by many threads.
 */
final class RecentLatency {

  private static final double WEIGHT = 0.2;

  /** A slower answer counts as this: after about twelve fast answers, the average is low again. */
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
