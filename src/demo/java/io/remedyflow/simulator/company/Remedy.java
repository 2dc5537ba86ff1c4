package io.remedyflow.simulator.company;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * A remedy that somebody started, as it stands at the moment.
 *
 * @param approvalId 19 digits
 * @param day the attendance day
 * @param time what is to stand in place of the punch, local to the attendance group
 */
public record Remedy(
    String approvalId,
    Employee employee,
    LocalDate day,
    Punch punch,
    LocalDateTime time,
    String reason,
    RemedyState state,
    Instant startedAt,
    Instant changedAt) {

  Remedy in(RemedyState other, Instant now) {
    return new Remedy(approvalId, employee, day, punch, time, reason, other, startedAt, now);
  }
}
