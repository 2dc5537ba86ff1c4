package io.remedyflow.feishu.answer;

/** What becomes of a call, given Feishu's code. */
public enum Category {
  /** The call succeeded. */
  SUCCESS,

  /** An answer that says no. */
  ANSWER,

  /** The caller's mistake: not retried, correctable. */
  REJECTION,

  /** Trouble that may be gone the next time. */
  RETRY,

  /** Too many calls: trouble that is gone after the time that Feishu names. */
  RATE_LIMIT,

  /** The token is at fault: replaced and the call replayed, once. */
  STALE_TOKEN,

  /** Trouble that somebody has to mend before a retry is worth it. */
  STOP;

  public boolean retryable() {
    return this == RETRY || this == RATE_LIMIT;
  }
}
