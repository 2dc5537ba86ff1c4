package io.remedyflow.feishu;

/**
 * How soon a call should get its turn: calls of more urgency do not queue behind those of less.
 *
 * <p>Follows the priority of a Camunda job, of which 0 is the default. Three classes and no more,
 * because each of them is a queue of its own, and a model may compute priorities as it likes.
 */
public enum Urgency {
  /** What may wait for everything else, such as a month's end: a job priority below 0. */
  LOW,
  /** What nobody has said anything about: job priority 0. */
  NORMAL,
  /** Somebody waits at a screen: a job priority above 0. */
  HIGH;

  /** The urgency of a job of that priority. */
  public static Urgency ofJobPriority(long priority) {
    return priority > 0 ? HIGH : priority < 0 ? LOW : NORMAL;
  }
}
