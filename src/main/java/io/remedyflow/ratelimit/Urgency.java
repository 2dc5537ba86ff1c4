package io.remedyflow.ratelimit;

/**
 * How soon a call needs its permit: urgent calls do not queue behind less urgent ones.
 *
 * <p>There are only three classes, since each has its own queue.
 */
public enum Urgency {
  /** Can wait for all others, such as a report at a month's end. */
  LOW,
  /** The default. */
  NORMAL,
  /** A user waits at a screen. */
  HIGH
}
