package io.remedyflow.feishu.client;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.InvalidRemedyRequestException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a connection off while Feishu fails, so that nobody waits for what will not come: opens when
 * half of the last questions failed, and lets a few try again every ten seconds. Safe for use by
 * many threads.
 *
 * <p>It counts questions, not attempts, and the last fifty of them, not those of the last minute.
 * <em>Questions</em>, because a failure that the next attempt mends has harmed nobody, and because
 * an employee whose data always breaks Feishu weighs as much as any other, not three times as much:
 * one such employee cannot make up half of the questions unless hardly anybody else is asked about,
 * and at the least ten failed questions are needed. <em>The last fifty</em>, because some
 * connections are asked a few questions a minute: a window of time is either too short to ever fill
 * at such a rate, or too long to open soon at fifty a second.
 *
 * <p>Silence is counted by itself: six questions in a row to which nothing came back in time open
 * the circuit at once: each of them has held its job back for the whole deadline, and who asks
 * seldom would need minutes for twenty questions. It is hardly one employee's doing: what their
 * data breaks still answers, and so do the others in between.
 *
 * <p>A failure is trouble that may pass: no connection, no answer in time, 5xx, an unreadable
 * answer, also where a token was asked for or another call's fetch of one was waited for. An
 * answer, a rejection and trouble that somebody has to mend are successes, since Feishu is there.
 * What says nothing about Feishu does not count: a question that was turned away, interrupted, or
 * left with little time by its wait for a turn.
 */
final class ConnectionCircuitBreaker {

  static final int QUESTIONS = 50;
  static final int QUESTIONS_AT_LEAST = 20;
  static final int FAILED_PERCENT = 50;
  static final int PROBES = 3;

  /** Questions in a row without any answer. */
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
                .slidingWindow(QUESTIONS, QUESTIONS_AT_LEAST, SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(FAILED_PERCENT)
                .waitDurationInOpenState(OPEN_FOR)
                .permittedNumberOfCallsInHalfOpenState(PROBES)
                .clock(new Monotonic(time))
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
   * Asks, unless the circuit is open, and counts what comes of it. Decided before the question
   * waits for its turn, and not again after it: nobody waits only to be cut off.
   *
   * @throws FeishuException at once, if the circuit is open
   */
  <T> T ask(Call call, Supplier<T> question) {
    if (!breaker.tryAcquirePermission()) {
      call.cutOff();
      throw FeishuException.passing(explanation(), null);
    }
    call.admit();
    BooleanSupplier outcome = () -> false;
    try {
      T answer = question.get();
      outcome = this::succeeded;
      return answer;
    } catch (InvalidRemedyRequestException e) {
      outcome = this::succeeded;
      throw e;
    } catch (FeishuException e) {
      outcome = () -> count(e, call);
      throw e;
    } finally {
      ended(call, outcome);
    }
  }

  /** A question was left behind: whatever comes of it later does not count any more. */
  void leftBehind(Call call, FeishuException e) {
    ended(call, () -> count(e, call));
  }

  private void ended(Call call, BooleanSupplier outcome) {
    if (call.isEndOfAdmitted() && !outcome.getAsBoolean()) {
      breaker.releasePermission();
    }
  }

  /** Whether Feishu failed too often, and has not yet been found to answer again. */
  boolean isOpen() {
    return breaker.getState() != State.CLOSED;
  }

  /** Whether a question would be cut off now, whoever asks it. */
  boolean cutsOff() {
    return breaker.getState() == State.OPEN;
  }

  private boolean succeeded() {
    silent.set(0);
    breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    return true;
  }

  private boolean count(FeishuException e, Call call) {
    if (!e.retryable()) {
      return succeeded();
    }
    if (e.turnedAway() || Thread.currentThread().isInterrupted() || call.waitedItsTimeAway()) {
      return false;
    }
    if (!cutsOff()) {
      triedNanos = time.nanos();
      openedNanos = isOpen() ? openedNanos : triedNanos;
    }
    lastFailure = withoutQuotes(e);
    breaker.onError(0, TimeUnit.NANOSECONDS, new FailedQuestion());
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

  /** One employee's failure is shown in the incidents of others: so without Feishu's own words. */
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
          "Connection {} is cut off: of its last questions to Feishu {} % failed or more, or {} in a row got no answer at all. It is tried again every {} s. The last failure: {}",
          connection, FAILED_PERCENT, SILENT_AT_MOST, OPEN_FOR.toSeconds(), lastFailure.en());
    } else if (to == State.CLOSED) {
      LOG.info(
          "Connection {} is no longer cut off: Feishu answers again after {} s.",
          connection,
          since(openedNanos).toSeconds());
    }
  }

  private BilingualText explanation() {
    long since = since(openedNanos).toSeconds();
    long next = Math.max(1, OPEN_FOR.minus(since(triedNanos)).plusMillis(999).toSeconds());
    return new BilingualText(
        "Call not sent: recent calls to Feishu failed. Calls are cut off since %d s, and tried again in %d s. The last failure: %s"
            .formatted(since, next, lastFailure.en()),
        "请求未发送：近期调用飞书失败过多。熔断已持续 %d 秒，%d 秒后再次尝试。最近一次失败：%s"
            .formatted(since, next, lastFailure.zhCn()));
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(time.nanos() - nanos);
  }

  /** All that the breaker is told, since it logs it, and Feishu's words may name an employee. */
  private static final class FailedQuestion extends RuntimeException {

    FailedQuestion() {
      super("a question failed", null, false, false);
    }
  }

  /** A clock that never jumps; when it began means nothing. */
  private static final class Monotonic extends Clock {

    private final Time time;

    Monotonic(Time time) {
      this.time = time;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(time.nanos());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
