package io.remedyflow.ratelimit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock for circuit breakers, which never jumps; its beginning has no meaning. */
public final class MonotonicClock extends Clock {

  private final Time time;

  public MonotonicClock(Time time) {
    this.time = time;
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(time.nanos());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
