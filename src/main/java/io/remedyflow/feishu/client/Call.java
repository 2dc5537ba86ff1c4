package io.remedyflow.feishu.client;

import static io.remedyflow.ratelimit.Durations.shorter;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.http.Deadline;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.BilingualText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One call: its deadline, and what is reported at its end. Belongs to the thread that makes the
 * call; other threads read it after the call has ended or its run was left behind.
 */
final class Call {

  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(1);

  private final OperationRun run;
  private final boolean repeatable;
  private final Time time;
  private final long begunNanos;
  private final Duration allowed;
  private final Duration timeToAnswer;
  private final Deadline deadline;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile Duration waited = Duration.ZERO;
  private volatile Duration spentOnToken = Duration.ZERO;
  private final AtomicBoolean reported = new AtomicBoolean();
  private volatile boolean mayBeProcessed;
  private volatile boolean admitted;
  private volatile boolean stoppedByCircuitBreaker;
  private volatile boolean employeeUnknown;
  private volatile boolean outOfTime;

  /**
   * @param run the run that it belongs to, whose remaining time it may take
   * @param repeatable whether its request may be sent again although it may have been processed
   */
  Call(OperationRun run, Time time, boolean repeatable) {
    this.run = run;
    this.repeatable = repeatable;
    this.time = time;
    allowed = run.remaining();
    timeToAnswer = shorter(allowed.dividedBy(4), TIME_TO_ANSWER);
    begunNanos = time.nanos();
    deadline = Deadline.in(allowed, time);
  }

  /** A call that is a run of its own. */
  Call(Duration allowed, Time time, boolean repeatable) {
    this(new OperationRun(allowed, time), time, repeatable);
  }

  Deadline deadline() {
    return deadline;
  }

  /** How long the call may still wait and leave Feishu time to answer. */
  Duration patience() {
    Duration patience = deadline.remaining().minus(timeToAnswer);
    return patience.isNegative() ? Duration.ZERO : patience;
  }

  /** Counts a request that is about to be sent. */
  void sends() {
    attempts.incrementAndGet();
  }

  /** Takes back the last count, because the request is not sent. */
  void sendsNot() {
    attempts.decrementAndGet();
  }

  /** How many requests were sent for the call, not counting those for a token. */
  int attempts() {
    return attempts.get();
  }

  /** Waits for a permit or for the end of a cooldown, and measures the time. */
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

  /** Obtains an access token, and measures the time. */
  <T> T obtainingToken(Supplier<T> fetch) {
    long before = time.nanos();
    try {
      return fetch.get();
    } finally {
      spentOnToken = spentOnToken.plusNanos(time.nanos() - before);
    }
  }

  /**
   * Whether the call has spent most of its time on something other than waiting, such as the access
   * token, and could otherwise wait that long for its permit.
   */
  boolean spentTheTimeElsewhereFor(Duration wait) {
    boolean most = elsewhere().compareTo(allowed.dividedBy(2)) > 0;
    return most && waited.plus(wait).plus(timeToAnswer).compareTo(allowed) <= 0;
  }

  private Duration elsewhere() {
    return took().minus(waited);
  }

  /** Whether the call failed with {@link #outOfTime}. */
  boolean isOutOfTime() {
    return outOfTime;
  }

  /** The failure of a call whose time was spent elsewhere; too little is left for a permit. */
  FeishuException outOfTime() {
    outOfTime = true;
    String left = seconds(deadline.remaining());
    String all = seconds(allowed);
    boolean token = spentOnToken.compareTo(elsewhere().dividedBy(2)) > 0;
    return FeishuException.passing(
        token
            ? new BilingualText(
                "The access token came after %s of the %s that a call may take, so too little time was left for the call itself. If this continues, raise call-deadline or check the network."
                    .formatted(seconds(spentOnToken), all),
                "获取访问凭证用了 %s（单次调用共 %s），剩余时间不足以完成调用。若持续出现，请调大 call-deadline 或检查网络。"
                    .formatted(secondsZh(spentOnToken), secondsZh(allowed)))
            : new BilingualText(
                "Only %s of the %s that a call may take were left when it could be sent, which is too little for an answer. If this continues, raise call-deadline or check the network."
                    .formatted(left, all),
                "可以发送时，单次调用的 %s 只剩 %s，不足以等待响应。若持续出现，请调大 call-deadline 或检查网络。"
                    .formatted(secondsZh(allowed), secondsZh(deadline.remaining()))));
  }

  private static String seconds(Duration time) {
    return inSeconds(time) + " s";
  }

  private static String secondsZh(Duration time) {
    return inSeconds(time) + " 秒";
  }

  private static String inSeconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).setScale(1, RoundingMode.HALF_UP).toPlainString();
  }

  /** The time from the beginning of the call until now. */
  Duration took() {
    return Duration.ofNanos(time.nanos() - begunNanos);
  }

  /** The circuit breaker admits the call, and expects its outcome. */
  void admit() {
    admitted = true;
  }

  /** True once: at the first end of a call that the circuit breaker admitted. */
  boolean isEndOfAdmitted() {
    return admitted && ended.compareAndSet(false, true);
  }

  /** The call is not sent, because the circuit breaker is open. */
  void stoppedByCircuitBreaker() {
    stoppedByCircuitBreaker = true;
  }

  boolean isStoppedByCircuitBreaker() {
    return stoppedByCircuitBreaker;
  }

  /** Feishu answered that the employee is unknown, at all or to this app. */
  void employeeUnknown() {
    employeeUnknown = true;
  }

  boolean isEmployeeUnknown() {
    return employeeUnknown;
  }

  /**
   * The request leaves now, and may be processed from now on.
   *
   * @throws FeishuException if the run was given up meanwhile
   */
  void letGo() {
    run.unlessGivenUp(() -> mayBeProcessed = true);
  }

  /** The request was surely not processed, and may be sent again. */
  void isNotProcessed() {
    mayBeProcessed = false;
  }

  /**
   * The failure of the call as its caller gets it: with an unknown outcome if the request may have
   * been processed, and must not be repeated.
   */
  FeishuException failure(FeishuException e) {
    return isOutcomeUnknown() ? e.withUnknownOutcome() : e;
  }

  /** Whether the request may have been processed, and must not be repeated. */
  boolean isOutcomeUnknown() {
    return mayBeProcessed && !repeatable;
  }

  /** True once: the call's outcome is reported by the first who knows it. */
  boolean isToBeReported() {
    return reported.compareAndSet(false, true);
  }

  /**
   * Whether the deadline has passed after waits of more than half the time, which left Feishu
   * little.
   */
  boolean waitedItsTimeAway() {
    return deadline.hasPassed() && waited.compareTo(allowed.dividedBy(2)) > 0;
  }
}
