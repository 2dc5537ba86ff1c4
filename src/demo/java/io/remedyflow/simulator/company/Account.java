package io.remedyflow.simulator.company;

/** How somebody's Feishu account stands, in the five flags of the contact API. */
public enum Account {
  ACTIVE(false, false, true, false, false),
  FROZEN(true, false, true, false, false),
  RESIGNED(false, true, false, false, false),
  /** Has left the company's Feishu, and not the company. */
  EXITED(false, false, true, true, false),
  /** Was invited, and has not logged in yet. */
  NOT_JOINED(false, false, false, false, true);

  private final boolean frozen;
  private final boolean resigned;
  private final boolean activated;
  private final boolean exited;
  private final boolean unjoined;

  Account(boolean frozen, boolean resigned, boolean activated, boolean exited, boolean unjoined) {
    this.frozen = frozen;
    this.resigned = resigned;
    this.activated = activated;
    this.exited = exited;
    this.unjoined = unjoined;
  }

  /** The flag {@code is_frozen}. */
  public boolean isFrozen() {
    return frozen;
  }

  /** The flag {@code is_resigned}. */
  public boolean isResigned() {
    return resigned;
  }

  /** The flag {@code is_activated}. */
  public boolean isActivated() {
    return activated;
  }

  /** The flag {@code is_exited}. */
  public boolean isExited() {
    return exited;
  }

  /** The flag {@code is_unjoin}. */
  public boolean isUnjoined() {
    return unjoined;
  }
}
