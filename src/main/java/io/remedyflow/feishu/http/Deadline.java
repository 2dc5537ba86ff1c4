package io.remedyflow.feishu.http;

import io.remedyflow.ratelimit.Time;
import java.time.Duration;

/** The moment by which a call has to end. */
public final class Deadline {

  private final Time time;
  private final long endNanos;

  private Deadline(Time time, long endNanos) {
    this.time = time;
    this.endNanos = endNanos;
  }

  public static Deadline in(Duration duration, Time time) {
    return new Deadline(time, time.nanos() + duration.toNanos());
  }

  /** The time left; zero once the deadline has passed. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, endNanos - time.nanos()));
  }

  public boolean hasPassed() {
    return remaining().isZero();
  }
}
