package io.remedyflow.remedy;

/** Why nothing may be remedied although the request is valid. */
public enum DenialReason {
  /** Nothing is wrong with that day. */
  NOT_NEEDED,
  /** The attendance group does not allow remedies. */
  NOT_ALLOWED,
  /** The day is outside the range of days for which the attendance group allows remedies. */
  OUT_OF_RANGE,
  /** The remedies of the current period are used up. */
  QUOTA_USED_UP
}
