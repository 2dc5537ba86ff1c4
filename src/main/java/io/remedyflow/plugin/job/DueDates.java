package io.remedyflow.plugin.job;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/**
 * When a job that has to wait comes back: by the engine's clock, and not together with all others
 * that were told the same.
 */
public final class DueDates {

  /** Where nobody said how long. */
  static final Duration UNTOLD = Duration.ofSeconds(5);

  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofHours(1);

  /** At fifty calls a second, the turns of fifteen hundred jobs. */
  static final Duration WIDEST_SPREAD = Duration.ofSeconds(30);

  private DueDates() {}

  /**
   * After this time, kept between a second and an hour. For jobs that are given a turn of their own
   * if too many of them come together.
   */
  static Instant promptlyAfter(Duration asked) {
    return now().plus(kept(asked));
  }

  /** After this time, kept between a second and an hour, and up to as long again, or 30 seconds. */
  static Instant after(Duration asked) {
    Duration wait = kept(asked);
    long spread = atMost(WIDEST_SPREAD, wait).toMillis();
    return now().plus(wait).plusMillis(ThreadLocalRandom.current().nextLong(spread + 1));
  }

  public static Instant now() {
    return ClockUtil.getCurrentTime().toInstant();
  }

  private static Duration kept(Duration asked) {
    return atLeast(SHORTEST, atMost(LONGEST, asked));
  }

  private static Duration atLeast(Duration bound, Duration time) {
    return time.compareTo(bound) < 0 ? bound : time;
  }

  private static Duration atMost(Duration bound, Duration time) {
    return time.compareTo(bound) > 0 ? bound : time;
  }
}
