package io.remedyflow.ratelimit;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Access to the shared rate limit of one endpoint while it answers in time. Otherwise it is
 * unavailable, and only an occasional probe calls it. Safe for use by many threads.
 */
public final class SharedRateLimitAccess implements AutoCloseable {

  /** How long calls wait for an answer; after a slower one, the limit is unavailable. */
  static final Duration PATIENCE = Duration.ofMillis(200);

  private final SharedRateLimit limit;
  private final SharedRateLimitBreaker breaker;

  /** Unavailable until the first answer; a probe is sent at once. */
  SharedRateLimitAccess(SharedRateLimit limit, SharedRateLimitBreaker breaker) {
    this.limit = limit;
    this.breaker = breaker;
    probeIfDue();
  }

  /** Whether it answers in time. */
  public boolean isAvailable() {
    return breaker.isClosed();
  }

  /** Begins a probe if one is due; does not wait for it. */
  void probeIfDue() {
    breaker.probeIfDue(() -> limit.acquire(1));
  }

  /**
   * Runs work in the background thread.
   *
   * @throws RuntimeException if there is no such thread, and then nothing is done; an Error can
   *     mean the same
   */
  void inBackground(Runnable work) {
    breaker.inBackground(work);
  }

  /** Calls the shared rate limit, without a time limit; empty if there is no answer. */
  <T> Optional<T> ask(Function<SharedRateLimit, T> work) {
    return breaker.run(() -> work.apply(limit));
  }

  /** A call has waited for an answer for {@link #PATIENCE}. */
  void timedOut() {
    breaker.failed("no answer within %d ms".formatted(PATIENCE.toMillis()));
  }

  /** Makes it unavailable from now on, without a log line. */
  @Override
  public void close() {
    breaker.stop();
  }
}
