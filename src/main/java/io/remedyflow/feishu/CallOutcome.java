package io.remedyflow.feishu;

/** What became of a question, in as few words as a metric's tag may have. */
public enum CallOutcome {
  /** There are slots to choose from. */
  AVAILABLE,
  /** Feishu answered that nothing may be remedied. */
  REFUSED,
  /** The request is at fault. */
  REJECTED,
  /** Trouble that somebody has to mend. */
  FAILED,
  /** Trouble that may pass. */
  FAILED_FOR_NOW,
  /** Too many calls, by Feishu's limit or our own. */
  TURNED_AWAY,
  /** Not sent: the circuit is open, because Feishu failed too often of late. */
  CUT_OFF
}
