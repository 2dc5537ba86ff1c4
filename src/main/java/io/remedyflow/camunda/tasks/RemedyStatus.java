package io.remedyflow.camunda.tasks;

import io.remedyflow.remedy.DenialReason;

/**
 * The values of {@code remedyStatus}, on which gateways branch. They are part of the contract with
 * process models.
 */
public enum RemedyStatus {
  /** There is at least one slot to choose from. */
  AVAILABLE,
  /** Nothing is wrong with that day. */
  NOT_NEEDED,
  /** The attendance group does not allow remedies. */
  NOT_ALLOWED,
  /** The day is outside the range of days for which the attendance group allows remedies. */
  OUT_OF_RANGE,
  /** The remedies of the current period are used up. */
  QUOTA_USED_UP,
  /** The request itself is at fault; see {@code onRejection}. */
  REJECTED,
  /** There was no answer; see {@code onFailure}. */
  UNAVAILABLE;

  static RemedyStatus of(DenialReason reason) {
    return switch (reason) {
      case NOT_NEEDED -> NOT_NEEDED;
      case NOT_ALLOWED -> NOT_ALLOWED;
      case OUT_OF_RANGE -> OUT_OF_RANGE;
      case QUOTA_USED_UP -> QUOTA_USED_UP;
    };
  }
}
