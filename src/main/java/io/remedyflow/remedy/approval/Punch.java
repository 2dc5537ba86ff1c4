package io.remedyflow.remedy.approval;

import io.remedyflow.remedy.WorkType;

/**
 * Which punch of a day a remedy is for.
 *
 * @param number 0-based number of the pair of punches; 0 for a free shift
 * @param workType clocking in or out; {@link WorkType#UNKNOWN} for a free shift (自由班次), where only
 *     the time counts
 */
public record Punch(int number, WorkType workType) {

  /** The punch of a free shift. */
  public static final Punch FREE = new Punch(0, WorkType.UNKNOWN);

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Punch {
    if (number < 0) {
      throw new IllegalArgumentException("a punch's number is not negative");
    }
  }

  /** Whether it is the punch of a free shift. */
  public boolean isFree() {
    return workType == WorkType.UNKNOWN;
  }
}
