package io.remedyflow.simulator.company;

import java.util.Optional;

/** What somebody does every day, as the marks on clock-in and clock-out ("" is a punch in time). */
enum Habit {
  FAULTLESS("", ""),
  LATE("Late", ""),
  LEAVES_EARLY("", "Early"),
  LATE_AND_EARLY("Late", "Early"),
  FORGETS_CLOCK_IN("Lack", ""),
  FORGETS_CLOCK_OUT("", "Lack"),
  ABSENT("Lack", "Lack");

  private final String on;
  private final String off;

  Habit(String on, String off) {
    this.on = on;
    this.off = off;
  }

  Optional<String> markOf(Punch punch) {
    String mark = punch.workType() == Punch.ON ? on : off;
    return mark.isEmpty() ? Optional.empty() : Optional.of(mark);
  }
}
