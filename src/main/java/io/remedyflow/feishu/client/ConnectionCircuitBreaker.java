package io.remedyflow.feishu.client;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.MonotonicClock;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.RequestRejectedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection's circuit breaker: opens when half of the last calls failed, and lets a few probes
 * through every ten seconds. Safe for use by many threads.
 *
 * <p>It counts calls, not attempts, and the last fifty of them, not those of the last minute.
 * <em>Calls</em>: a failure does no harm if the next attempt succeeds, and an employee whose data
 * always makes Feishu fail counts as much as any other, not three times as much. One such employee
 * cannot make up half of the calls unless there are hardly any others, and at least ten failed
 * calls are needed. <em>The last fifty</em>: some connections make a few calls a minute. At such a
 * rate, a time window is either too short to ever fill, or too long to open soon at fifty calls a
 * second.
 *
 * <p>Calls without an answer are also counted separately: six in a row without any answer in time
 * open the circuit breaker at once. Each of them has delayed its job for the whole deadline, and a
 * connection with few calls would need minutes to make twenty. One employee's data hardly causes
 * this: Feishu still answers such calls, and answers other calls in between.
 *
 * <p>Only a transient failure counts as failed: no connection, no answer in time, HTTP 5xx, or an
 * unreadable answer, also when the token request failed, or the outcome is unknown. An answer, a
 * rejection and a permanent failure count as successes, since Feishu is there. A call that says
 * nothing about Feishu does not count: it was rate limited, interrupted, or left with little time
 * by its wait for a permit.
 */
final class ConnectionCircuitBreaker {

  static final int CALLS = 50;
  static final int CALLS_AT_LEAST = 20;
  static final int FAILED_PERCENT = 50;
  static final int PROBES = 3;

  /** How many calls in a row without any answer open the circuit breaker. */
  static final int SILENT_AT_MOST = 6;

  static final Duration OPEN_FOR = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(FeishuConnection.class);

  private static final BilingualText NOT_READABLE =
      new BilingualText("an answer that could not be read.", "收到的响应无法识别。");

  private final String connection;
  private final Time time;
  private final CircuitBreaker breaker;
  private final AtomicInteger silent = new AtomicInteger();
  private volatile long openedNanos;
  private volatile long triedNanos;
  private volatile BilingualText lastFailure = new BilingualText("-", "-");

  ConnectionCircuitBreaker(String connection, Time time) {
    this.connection = connection;
    this.time = time;
    breaker =
        CircuitBreaker.of(
            connection,
            CircuitBreakerConfig.custom()
                .slidingWindow(CALLS, CALLS_AT_LEAST, SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(FAILED_PERCENT)
                .waitDurationInOpenState(OPEN_FOR)
                .permittedNumberOfCallsInHalfOpenState(PROBES)
                .clock(new MonotonicClock(time))
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              var transition = event.getStateTransition();
              changed(transition.getFromState(), transition.getToState());
            });
  }

  /**
   * Makes a call, unless the circuit breaker is open, and counts its outcome. Checked only once,
   * before the call waits for its permit: no call waits in vain.
   *
   * @throws FeishuException at once, if the circuit breaker is open
   */
  <T> T run(Call call, Supplier<T> work) {
    if (!breaker.tryAcquirePermission()) {
      call.stoppedByCircuitBreaker();
      throw FeishuException.passing(explanation());
    }
    call.admit();
    BooleanSupplier outcome = () -> false;
    try {
      T answer = work.get();
      outcome = this::succeeded;
      return answer;
    } catch (RequestRejectedException e) {
      outcome = this::succeeded;
      throw e;
    } catch (FeishuException e) {
      outcome = () -> count(e, call);
      throw e;
    } finally {
      ended(call, outcome);
    }
  }

  /** Counts the failure of a call that was left behind; its later outcome no longer counts. */
  void leftBehind(Call call, FeishuException e) {
    ended(call, () -> count(e, call));
  }

  private void ended(Call call, BooleanSupplier outcome) {
    if (call.isEndOfAdmitted() && !outcome.getAsBoolean()) {
      breaker.releasePermission();
    }
  }

  /** Whether it is open or half-open. */
  boolean isOpen() {
    return breaker.getState() != State.CLOSED;
  }

  /** Whether every call would be stopped now. */
  boolean stopsAll() {
    return breaker.getState() == State.OPEN;
  }

  private boolean succeeded() {
    silent.set(0);
    breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    return true;
  }

  private boolean count(FeishuException e, Call call) {
    if (!e.retryable() && !e.outcomeUnknown()) {
      return succeeded();
    }
    if (e.rateLimited() || Thread.currentThread().isInterrupted() || call.waitedItsTimeAway()) {
      return false;
    }
    if (!stopsAll()) {
      triedNanos = time.nanos();
      openedNanos = isOpen() ? openedNanos : triedNanos;
    }
    lastFailure = withoutQuotes(e.failure());
    breaker.onError(0, TimeUnit.NANOSECONDS, new FailedCall());
    countSilence(e);
    return true;
  }

  private void countSilence(FeishuException e) {
    if (!e.isSilence()) {
      silent.set(0);
    } else if (silent.incrementAndGet() >= SILENT_AT_MOST && breaker.getState() == State.CLOSED) {
      breaker.transitionToOpenState();
    }
  }

  /** The failure without Feishu's message, since the incidents of other employees show it. */
  private static BilingualText withoutQuotes(FeishuException e) {
    Integer code = e.code();
    if (code == null) {
      return e.mayQuoteAnAnswer() ? NOT_READABLE : e.explanation();
    }
    String logId = e.logId() == null ? "-" : e.logId();
    return e.isOfTokenRequest()
        ? new BilingualText(
            "the request for an access token, code %d, log id %s.".formatted(code, logId),
            "获取访问凭证失败，错误码 %d，log id %s。".formatted(code, logId))
        : new BilingualText(
            "code %d, log id %s.".formatted(code, logId),
            "错误码 %d，log id %s。".formatted(code, logId));
  }

  private void changed(State from, State to) {
    if (from == State.CLOSED && to == State.OPEN) {
      LOG.warn(
          "The circuit breaker of connection {} is open: {} % of the last calls failed, or {} in a row got no answer. It probes again every {} s. Last failure: {}",
          connection, FAILED_PERCENT, SILENT_AT_MOST, OPEN_FOR.toSeconds(), lastFailure.en());
    } else if (to == State.CLOSED) {
      LOG.info(
          "The circuit breaker of connection {} is closed: Feishu answers again after {} s.",
          connection,
          since(openedNanos).toSeconds());
    }
  }

  private BilingualText explanation() {
    long since = since(openedNanos).toSeconds();
    long next = Math.max(1, OPEN_FOR.minus(since(triedNanos)).plusMillis(999).toSeconds());
    return new BilingualText(
        "Call not sent: recent calls to Feishu failed. The circuit breaker has been open for %d s, and probes again in %d s. Last failure: %s"
            .formatted(since, next, lastFailure.en()),
        "请求未发送：近期调用飞书失败过多。熔断已持续 %d 秒，%d 秒后再次尝试。最近一次失败：%s"
            .formatted(since, next, lastFailure.zhCn()));
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(time.nanos() - nanos);
  }

  /**
   * Passed to the breaker in place of the failure: the breaker logs it, and Feishu's message may
   * name an employee.
   */
  private static final class FailedCall extends RuntimeException {

    FailedCall() {
      super("a call failed", null, false, false);
    }
  }
}
