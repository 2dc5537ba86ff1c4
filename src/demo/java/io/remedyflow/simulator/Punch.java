package io.remedyflow.simulator;

import java.time.Duration;

/**
 * One clock-in or clock-out that a shift expects.
 *
 * @param number which pair of the day, counted from 0
 * @param workType {@link #ON} or {@link #OFF}
 * @param due since midnight of the attendance day; past 24 hours for a shift that ends the next day
 */
record Punch(int number, int workType, Duration due) {

  static final int ON = 1;
  static final int OFF = 2;
}
