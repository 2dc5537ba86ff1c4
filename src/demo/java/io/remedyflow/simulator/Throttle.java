package io.remedyflow.simulator;

import java.time.InstantSource;
import java.util.Map;

/** So many requests in each second of the clock, counted from the full second on. */
final class Throttle {

  static final int OFF = 0;

  private final InstantSource clock;
  private final int limit;
  private long second = Long.MIN_VALUE;
  private int taken;

  /**
   * @param limit requests a second; or {@link #OFF}
   */
  Throttle(InstantSource clock, int limit) {
    this.clock = clock;
    this.limit = limit;
  }

  synchronized boolean admits() {
    long now = clock.instant().getEpochSecond();
    if (now != second) {
      second = now;
      taken = 0;
    }
    return limit == OFF || ++taken <= limit;
  }

  /** The next second begins within one second, and the header has whole ones. */
  Answer rateLimited(String logId) {
    return Answer.envelope(429, 99991400, "request trigger frequency limit", logId)
        .with(
            Map.of("x-ogw-ratelimit-limit", Integer.toString(limit), "x-ogw-ratelimit-reset", "1"));
  }
}
