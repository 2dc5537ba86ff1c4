package io.remedyflow.camunda;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a task that failed, and what the engine will do about it.
 *
 * @param number which attempt it is, counted from 1 by the retries that are left; so an attempt
 *     that a person granted after the last one has the last one's number again
 * @param total how many attempts there are, as far as the engine's own doing goes
 * @param next when the engine tries again of itself; null if it does not
 * @param pace who chose {@code next}
 */
public record Attempt(int number, int total, @Nullable Instant next, Pace pace) {

  /** Who chooses when a job is tried again. */
  public enum Pace {
    /** The task's retry cycle. */
    CYCLE,
    /** Whoever failed said when. It costs a retry all the same. */
    AS_ASKED,
    /** The question was not looked at: it waits for its turn, and that costs no retry. */
    FOR_FREE
  }

  /** Checks that what has to wait knows until when. */
  public Attempt {
    if (pace != Pace.CYCLE) {
      Objects.requireNonNull(next, "next");
    }
  }

  /** An attempt after which the engine does nothing of itself. */
  public static Attempt last(int number, int total) {
    return new Attempt(number, total, null, Pace.CYCLE);
  }

  /** Whether the engine will not try this task again of itself. */
  public boolean isLast() {
    return next == null;
  }
}
