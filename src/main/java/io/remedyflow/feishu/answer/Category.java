package io.remedyflow.feishu.answer;

/** What a code of Feishu means for a call. */
public enum Category {
  /** The call succeeded. */
  SUCCESS,

  /** A denial: Feishu's valid "no". */
  ANSWER,

  /** The request is at fault: not retried, correctable. */
  REJECTION,

  /** A failure that may be gone the next time. */
  TRANSIENT_FAILURE,

  /** Too many calls: possible again after the time that Feishu names. */
  RATE_LIMITED,

  /** The token is at fault: it is replaced, and the request is sent again, once. */
  STALE_TOKEN,

  /** A failure that has to be fixed before a retry is worthwhile. */
  PERMANENT_FAILURE;

  /** Whether Feishu may have processed the request. */
  public boolean mayBeProcessed() {
    return this == SUCCESS || this == ANSWER || this == TRANSIENT_FAILURE;
  }

  public boolean retryable() {
    return this == TRANSIENT_FAILURE || this == RATE_LIMITED;
  }
}
