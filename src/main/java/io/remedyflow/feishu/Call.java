package io.remedyflow.feishu;

import java.time.Duration;

/**
 * One question on its way: when it has to end, and what is to be told of it then. Belongs to the
 * thread that asks.
 */
final class Call {

  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(1);

  private final Time time;
  private final long begunNanos;
  private final Duration allowed;
  private final Duration timeToAnswer;
  private final Deadline deadline;
  private int attempts;
  private Duration waited = Duration.ZERO;
  private boolean cutOff;
  private boolean employeeUnknown;

  Call(Duration allowed, Time time) {
    this.time = time;
    this.allowed = allowed;
    Duration quarter = Duration.ofNanos(allowed.toNanos() / 4);
    timeToAnswer = quarter.compareTo(TIME_TO_ANSWER) < 0 ? quarter : TIME_TO_ANSWER;
    begunNanos = time.nanos();
    deadline = Deadline.in(allowed, time);
  }

  Deadline deadline() {
    return deadline;
  }

  /** How long it may still wait, so that Feishu has time to answer afterwards. */
  Duration patience() {
    Duration patience = deadline.remaining().minus(timeToAnswer);
    return patience.isNegative() ? Duration.ZERO : patience;
  }

  /** A request is sent for it. */
  void sends() {
    attempts++;
  }

  /** How many requests were sent for it, those for a token not counted. */
  int attempts() {
    return attempts;
  }

  /** Does what waits for a turn or for the end of a pause, and counts the time. */
  void waiting(Runnable wait) {
    long before = time.nanos();
    try {
      wait.run();
    } finally {
      waited = waited.plusNanos(time.nanos() - before);
    }
  }

  Duration waited() {
    return waited;
  }

  /** From its beginning until now. */
  Duration took() {
    return Duration.ofNanos(time.nanos() - begunNanos);
  }

  /** It is not sent, because the circuit is open. */
  void cutOff() {
    cutOff = true;
  }

  boolean isCutOff() {
    return cutOff;
  }

  /** Feishu answered that it does not know the employee, or not for this app. */
  void employeeUnknown() {
    employeeUnknown = true;
  }

  boolean isEmployeeUnknown() {
    return employeeUnknown;
  }

  /** Whether it ran out of time after it had waited for most of it, so that Feishu had little. */
  boolean waitedItsTimeAway() {
    return deadline.hasPassed() && waited.compareTo(allowed.dividedBy(2)) > 0;
  }
}
