package io.remedyflow.ratelimit;

/**
 * How soon a call needs its permit: urgent calls do not queue behind less urgent ones.
 *
 * <p>Three classes and no more: each is a queue of its own.
 */
public enum Urgency {
  /** Can wait for all others, such as a report at a month's end. */
  LOW,
  /** The default. */
  NORMAL,
  /** Somebody waits at a screen. */
  HIGH
}
