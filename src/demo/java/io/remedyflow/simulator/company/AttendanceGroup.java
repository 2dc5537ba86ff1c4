package io.remedyflow.simulator.company;

import java.time.LocalDate;

/**
 * The rules that an administrator set for some employees.
 *
 * @param lookBackDays how many days back may be remedied; 0 is today only
 * @param remediesPerMonth how many remedies one employee gets a month
 */
record AttendanceGroup(
    Shift shift, boolean allowsRemedies, int lookBackDays, int remediesPerMonth) {

  /** No limit on days: what the admin console calls an unlimited remedy date. */
  static final int ANY_PAST_DAY = Integer.MAX_VALUE;

  /** No limit on remedies. */
  static final int ANY_NUMBER = Integer.MAX_VALUE;

  static AttendanceGroup of(Shift shift) {
    return new AttendanceGroup(shift, true, ANY_PAST_DAY, 3);
  }

  AttendanceGroup lookingBack(int days) {
    return new AttendanceGroup(shift, allowsRemedies, days, remediesPerMonth);
  }

  AttendanceGroup withoutRemedies() {
    return new AttendanceGroup(shift, false, lookBackDays, remediesPerMonth);
  }

  AttendanceGroup withoutQuota() {
    return new AttendanceGroup(shift, allowsRemedies, lookBackDays, ANY_NUMBER);
  }

  /** Nobody can remedy a day that has not come yet; the page has no code of its own for that. */
  boolean reaches(LocalDate day, LocalDate today) {
    return !day.isAfter(today) && today.toEpochDay() - day.toEpochDay() <= lookBackDays;
  }
}
