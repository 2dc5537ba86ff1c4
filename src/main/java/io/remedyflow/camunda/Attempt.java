package io.remedyflow.camunda;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One failed attempt to run a task, and what the engine does next.
 *
 * @param number the attempt's number, counted from 1 by the retries that are left; if a person
 *     grants a retry after the last attempt, the new attempt has the last one's number again
 * @param total how many attempts the engine makes automatically
 * @param next when the engine retries automatically; null if it does not
 * @param pace what decides {@code next}
 */
public record Attempt(int number, int total, @Nullable Instant next, Pace pace) {

  /** What decides when a job is retried. */
  public enum Pace {
    /** The task's retry cycle. */
    CYCLE,
    /** The failure names the time. This costs a retry. */
    AS_ASKED,
    /**
     * The call was rate limited, or interrupted by a shutdown: the job runs again later and loses
     * no retry.
     */
    FOR_FREE
  }

  /** Checks that {@code next} is set if the retry cycle does not decide it. */
  public Attempt {
    if (pace != Pace.CYCLE) {
      Objects.requireNonNull(next, "next");
    }
  }

  /** The last attempt: the engine does not retry automatically. */
  public static Attempt last(int number, int total) {
    return new Attempt(number, total, null, Pace.CYCLE);
  }

  /** Whether the engine does not retry this task automatically. */
  public boolean isLast() {
    return next == null;
  }
}
