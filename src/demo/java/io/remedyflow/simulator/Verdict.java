package io.remedyflow.simulator;

import java.util.List;

/** What is said about one employee on one day. */
sealed interface Verdict {

  /** Code 0; an empty list is possible. */
  record Slots(List<Slot> slots) implements Verdict {}

  /** A code of the official page, with the HTTP status that the page gives it. */
  record ErrorReply(int status, int code, String msg) implements Verdict {

    static final ErrorReply NOT_NEEDED = new ErrorReply(400, 1226501, "no need remedy");
    static final ErrorReply NOT_ALLOWED = new ErrorReply(400, 1226502, "not allowed remedy");
    static final ErrorReply OUT_OF_RANGE =
        new ErrorReply(400, 1226503, "approval time beyond the time range");
    static final ErrorReply QUOTA_USED_UP = new ErrorReply(400, 1226504, "no remedy time left");
    static final ErrorReply UNKNOWN_USER =
        new ErrorReply(400, 1220004, "user_id is not exist or does not have permission");

    static ErrorReply invalid(String reason) {
      return new ErrorReply(400, 1220001, reason);
    }
  }
}
