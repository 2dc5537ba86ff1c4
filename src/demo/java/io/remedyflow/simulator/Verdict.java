package io.remedyflow.simulator;

import java.util.List;

/** What is said about one employee on one day. */
sealed interface Verdict {

  /** Code 0; an empty list is possible. */
  record Slots(List<Slot> slots) implements Verdict {}

  /** A code of the official page, with the HTTP status that the page gives it. */
  record Refusal(int status, int code, String msg) implements Verdict {

    static final Refusal NOT_NEEDED = new Refusal(400, 1226501, "no need remedy");
    static final Refusal NOT_ALLOWED = new Refusal(400, 1226502, "not allowed remedy");
    static final Refusal OUT_OF_RANGE =
        new Refusal(400, 1226503, "approval time beyond the time range");
    static final Refusal QUOTA_USED_UP = new Refusal(400, 1226504, "no remedy time left");
    static final Refusal UNKNOWN_USER =
        new Refusal(400, 1220004, "user_id is not exist or does not have permission");

    static Refusal invalid(String reason) {
      return new Refusal(400, 1220001, reason);
    }
  }
}
