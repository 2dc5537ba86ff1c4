package io.remedyflow.feishu;

/** What became of a call, in as few words as a metric's tag may have. */
public enum CallOutcome {
  /** Feishu answered with what was asked for. */
  ANSWERED,
  /** Feishu answered with a valid "no". */
  DENIED,
  /** The request is at fault. */
  REJECTED,
  /** A failure that somebody has to mend before a retry is worth it. */
  PERMANENT_FAILURE,
  /** A failure that may be gone the next time. */
  TRANSIENT_FAILURE,
  /** Too many calls, by Feishu's rate limit or our own. */
  RATE_LIMITED,
  /** Not sent: the circuit breaker is open, because recent calls failed. */
  CIRCUIT_OPEN
}
