package io.remedyflow.feishu;

/** How a call ended, as a short tag for metrics. */
public enum CallOutcome {
  /** Feishu answered with the requested data. */
  ANSWERED,
  /** Feishu answered with a valid "no". */
  DENIED,
  /** The request is at fault. */
  REJECTED,
  /** A failure that must be fixed before a retry can succeed. */
  PERMANENT_FAILURE,
  /** A failure that may be gone at the next call. */
  TRANSIENT_FAILURE,
  /** A request that writes may have been processed: no definite answer came. */
  OUTCOME_UNKNOWN,
  /** Too many calls for Feishu's rate limit or our own. */
  RATE_LIMITED,
  /** Not sent: the circuit breaker is open, because recent calls failed. */
  CIRCUIT_OPEN
}
