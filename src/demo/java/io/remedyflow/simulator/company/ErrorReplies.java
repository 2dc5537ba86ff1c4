package io.remedyflow.simulator.company;

import io.remedyflow.simulator.http.ErrorReply;

/** The codes of attendance that more than one employee or endpoint meets. */
public final class ErrorReplies {

  /** No such employee, or none that the app may know of. */
  public static final ErrorReply UNKNOWN_USER =
      new ErrorReply(400, 1220004, "user_id is not exist or does not have permission");

  static final ErrorReply NO_PERMISSION = new ErrorReply(400, 1220005, "没有权限");
  static final ErrorReply NOT_NEEDED = new ErrorReply(400, 1226501, "no need remedy");
  static final ErrorReply NOT_ALLOWED = new ErrorReply(400, 1226502, "not allowed remedy");
  static final ErrorReply OUT_OF_RANGE =
      new ErrorReply(400, 1226503, "approval time beyond the time range");
  static final ErrorReply QUOTA_USED_UP = new ErrorReply(400, 1226504, "no remedy time left");

  private ErrorReplies() {}

  /** The request is at fault; the text begins with the field. */
  public static ErrorReply invalid(String reason) {
    return new ErrorReply(400, 1220001, reason);
  }
}
