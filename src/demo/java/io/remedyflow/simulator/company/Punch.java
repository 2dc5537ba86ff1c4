package io.remedyflow.simulator.company;

import java.time.Duration;

/**
 * One clock-in or clock-out that a shift expects.
 *
 * @param number which pair of the day, counted from 0
 * @param workType {@link #ON} or {@link #OFF}
 * @param due since midnight of the attendance day; past 24 hours for a shift that ends the next day
 */
public record Punch(int number, int workType, Duration due) {

  /** Clock-in. */
  public static final int ON = 1;

  /** Clock-out. */
  public static final int OFF = 2;
}
