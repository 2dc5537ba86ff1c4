package io.remedyflow.plugin.reservation;

import static io.remedyflow.ratelimit.Durations.longer;
import static io.remedyflow.ratelimit.Durations.shorter;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/**
 * Computes when a waiting job runs again: by the engine's clock, spread among jobs with the same
 * wait.
 */
public final class DueDates {

  /** The wait if none is given. */
  public static final Duration UNTOLD = Duration.ofSeconds(5);

  public static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofHours(1);

  /** At 50 calls a second, this is enough for the reservations of 1,500 jobs. */
  static final Duration WIDEST_SPREAD = Duration.ofSeconds(30);

  private DueDates() {}

  /**
   * Now plus this wait, limited to between a second and an hour. For jobs that get their own
   * reservation if too many of them come together.
   */
  public static Instant promptlyAfter(Duration asked) {
    return now().plus(kept(asked));
  }

  /**
   * Now plus this wait, limited to between a second and an hour, plus a random time of up to the
   * same length, at most 30 seconds.
   */
  public static Instant after(Duration asked) {
    Duration wait = kept(asked);
    long spread = shorter(WIDEST_SPREAD, wait).toMillis();
    return now().plus(wait).plusMillis(ThreadLocalRandom.current().nextLong(spread + 1));
  }

  public static Instant now() {
    return ClockUtil.getCurrentTime().toInstant();
  }

  private static Duration kept(Duration asked) {
    return longer(SHORTEST, shorter(LONGEST, asked));
  }
}
