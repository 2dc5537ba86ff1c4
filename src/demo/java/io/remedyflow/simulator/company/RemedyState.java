package io.remedyflow.simulator.company;

import org.jspecify.annotations.Nullable;

/**
 * How a remedy stands, in the numbers of Feishu's record of remedies. The numbers of the actions
 * (reject, approve, revoke) are those of the states that they lead to.
 */
public enum RemedyState {
  PENDING(0, null),
  REJECTED(1, PENDING),
  PASSED(2, PENDING),
  CANCELLED(3, PENDING),
  WITHDRAWN(4, PASSED);

  private final int code;
  private final @Nullable RemedyState before;

  RemedyState(int code, @Nullable RemedyState before) {
    this.code = code;
    this.before = before;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  boolean mayFollow(RemedyState state) {
    return state == before;
  }

  /** Whether it takes one of the month's remedies. */
  boolean takesQuota() {
    return this == PENDING || this == PASSED;
  }
}
