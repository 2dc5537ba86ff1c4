package io.remedyflow.remedy;

/** Why nothing may be remedied although the question was a proper one. */
public enum RefusalReason {
  /** Nothing is wrong with that day. */
  NOT_NEEDED,
  /** The attendance group does not allow remedies. */
  NOT_ALLOWED,
  /** The day is outside of the days that the attendance group allows to remedy. */
  OUT_OF_RANGE,
  /** The remedies of the current period are used up. */
  QUOTA_USED_UP
}
