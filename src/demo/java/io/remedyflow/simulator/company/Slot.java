package io.remedyflow.simulator.company;

import java.time.LocalDateTime;

/**
 * A punch that may be remedied, and the times that may be put in its place; local to the company.
 */
public record Slot(
    Punch punch,
    boolean freeShift,
    String status,
    LocalDateTime due,
    LocalDateTime earliest,
    LocalDateTime latest) {

  /** Both ends are part of the window; the page does not say. */
  boolean admits(LocalDateTime time) {
    return !time.isBefore(earliest) && !time.isAfter(latest);
  }
}
