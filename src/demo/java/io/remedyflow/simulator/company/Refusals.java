package io.remedyflow.simulator.company;

import io.remedyflow.simulator.http.Refusal;

/** The codes of attendance that more than one employee or endpoint meets. */
public final class Refusals {

  /** No such employee, or none that the app may know of. */
  public static final Refusal UNKNOWN_USER =
      new Refusal(400, 1220004, "user_id is not exist or does not have permission");

  static final Refusal NO_PERMISSION = new Refusal(400, 1220005, "没有权限");
  static final Refusal NOT_NEEDED = new Refusal(400, 1226501, "no need remedy");
  static final Refusal NOT_ALLOWED = new Refusal(400, 1226502, "not allowed remedy");
  static final Refusal OUT_OF_RANGE =
      new Refusal(400, 1226503, "approval time beyond the time range");
  static final Refusal QUOTA_USED_UP = new Refusal(400, 1226504, "no remedy time left");

  private Refusals() {}

  /** The request is at fault; the text begins with the field. */
  public static Refusal invalid(String reason) {
    return new Refusal(400, 1220001, reason);
  }
}
