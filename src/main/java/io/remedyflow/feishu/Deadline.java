package io.remedyflow.feishu;

import io.remedyflow.ratelimit.Time;
import java.time.Duration;

/** The moment by which a call ends, whatever happens on the way. */
final class Deadline {

  private final Time time;
  private final long endNanos;

  private Deadline(Time time, long endNanos) {
    this.time = time;
    this.endNanos = endNanos;
  }

  static Deadline in(Duration duration, Time time) {
    return new Deadline(time, time.nanos() + duration.toNanos());
  }

  /** What is left; zero once it has passed. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, endNanos - time.nanos()));
  }

  boolean hasPassed() {
    return remaining().isZero();
  }
}
