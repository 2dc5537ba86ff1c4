package io.remedyflow.ratelimit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit breaker around the shared rate limits of one app. One failure or late answer opens
 * it; then one probe at a time is sent, after growing pauses, and closes it when it is answered in
 * time. Safe for use by many threads.
 */
final class SharedRateLimitBreaker {

  private static final Logger LOG = LoggerFactory.getLogger(SharedRateLimitAccess.class);

  /** The pause before the first probe: short, since the interruption may be short... */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  /** ...and the longest one: short enough to notice the end of an outage soon. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final String name;
  private final Executor background;
  private final Time time;
  private final CircuitBreaker breaker;
  private boolean logged; // that it is open
  private long lastLate;

  /**
   * Half-open at first: the first probe is sent at once.
   *
   * @param name of the connection, for the log
   * @param background the thread that calls: any other thread may be in a transaction
   */
  SharedRateLimitBreaker(String name, Executor background, Time time) {
    this.name = name;
    this.background = background;
    this.time = time;
    lastLate = time.nanos() - LONGEST_PAUSE.toNanos();
    breaker =
        CircuitBreaker.of(
            name,
            CircuitBreakerConfig.custom()
                .slidingWindow(1, 1, SlidingWindowType.COUNT_BASED)
                .waitIntervalFunctionInOpenState(
                    IntervalFunction.ofExponentialBackoff(FIRST_PAUSE, 2, LONGEST_PAUSE))
                .permittedNumberOfCallsInHalfOpenState(1)
                .initialState(State.HALF_OPEN)
                .clock(new MonotonicClock(time))
                .build());
  }

  /** Whether answers come in time. */
  boolean isClosed() {
    return breaker.getState() == State.CLOSED;
  }

  /** Begins a probe if one is due; does not wait for it. */
  void probeIfDue(Supplier<Duration> probe) {
    if (!isClosed() && breaker.tryAcquirePermission()) {
      try {
        background.execute(() -> run(probe));
      } catch (RuntimeException | Error e) {
        failed("no thread is available to ask it");
        throw e;
      }
    }
  }

  void inBackground(Runnable work) {
    background.execute(work);
  }

  /** Calls a shared rate limit in this thread, without a time limit; empty without an answer. */
  <T> Optional<T> run(Supplier<T> work) {
    long before = time.nanos();
    try {
      T answer = work.get();
      Duration took = Duration.ofNanos(time.nanos() - before);
      if (took.compareTo(SharedRateLimitAccess.PATIENCE) > 0) {
        late(took);
      } else {
        answered();
      }
      return Optional.of(answer);
    } catch (RuntimeException e) {
      failed(String.valueOf(e.getMessage()));
      return Optional.empty();
    } catch (Error e) {
      failed(e.getClass().getName());
      throw e;
    }
  }

  private synchronized void answered() {
    if (isClosed() || isStopped()) {
      return;
    }
    breaker.transitionToClosedState();
    LOG.info("Connection {} shares its rate limit with the other nodes on this database.", name);
    logged = false;
  }

  /**
   * Handles a late answer. If late answers are rare, as for a node that stood still for a moment,
   * there is no pause: the other nodes do not see what this node sends without the shared rate
   * limit.
   */
  private synchronized void late(Duration took) {
    long now = time.nanos();
    boolean seldom = now - lastLate >= LONGEST_PAUSE.toNanos();
    lastLate = now;
    failed("the answer took %d ms".formatted(took.toMillis()));
    if (seldom && breaker.getState() == State.OPEN) {
      breaker.transitionToHalfOpenState();
    }
  }

  /** There was no answer, or none in time. */
  synchronized void failed(String why) {
    if (isStopped()) {
      return;
    }
    if (breaker.getState() != State.OPEN) { // else another call waited for the same answer
      breaker.onError(0, TimeUnit.NANOSECONDS, new IllegalStateException(why));
    }
    if (!logged) {
      logged = true;
      LOG.warn(
          "The shared rate limit of the nodes on this database is unavailable: {}. Until it is back, connection {} sends"
              + " no more than its node's part of requests-per-second (see remedyflow.cluster.nodes).",
          why,
          name);
    }
  }

  private boolean isStopped() {
    return breaker.getState() == State.FORCED_OPEN;
  }

  /** Opens it for good, without a log line. */
  synchronized void stop() {
    breaker.transitionToForcedOpenState();
  }
}
