package io.remedyflow.feishu.client;

import io.github.resilience4j.core.IntervalFunction;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.http.Interruption;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.RequestRejectedException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats attempts after a transient failure or a rate limit: a few times, while the call's
 * deadline leaves time for an answer and the connection's retry budget lasts. Waits as long as
 * Feishu names, else for growing, jittered pauses.
 */
final class Retries {

  /** The first attempt and two repeats; after these, the job executor retries the job. */
  static final int ATTEMPTS_AT_MOST = 3;

  private final Time time;
  private final RetryBudget budget;
  private final BooleanSupplier pointless;
  private final IntervalFunction backoff =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofMillis(200), 2.0, 0.5, Duration.ofSeconds(2));

  /**
   * @param pointless whether no repeat makes sense: the connection is closed, or its circuit
   *     breaker is open
   */
  Retries(Time time, RetryBudget budget, BooleanSupplier pointless) {
    this.time = time;
    this.budget = budget;
    this.pointless = pointless;
  }

  /**
   * Makes the first attempt, and repeats it where that is worthwhile.
   *
   * @throws FeishuException of the last attempt; of an earlier one, if the last was not sent for
   *     lack of a permit or of time
   */
  <T> T withRetries(Call call, Supplier<T> attempt) {
    int spent = 0;
    @Nullable FeishuException failure = null;
    for (int made = 1; ; made++) {
      int sent = call.attempts();
      try {
        T answer = attempt.get();
        budget.succeeded(spent);
        return answer;
      } catch (RequestRejectedException e) {
        budget.succeeded(spent);
        throw e;
      } catch (FeishuException e) {
        boolean late = e.rateLimited() || call.isOutOfTime();
        if (failure != null && late && call.attempts() == sent) {
          throw failure; // Feishu's failure is the reason, not the rate limit or the time
        }
        failure = e.rateLimited() ? failure : e;
        Duration pause = e.retryAfter().orElse(Duration.ofMillis(backoff.apply(made)));
        if (!e.retryable()
            || made == ATTEMPTS_AT_MOST
            || Thread.currentThread().isInterrupted()
            || pause.compareTo(call.patience()) >= 0
            || pointless.getAsBoolean()) {
          throw e;
        }
        spent = budget.spendOn(e);
        if (spent == 0) {
          throw e;
        }
        pause(call, e, pause);
        if (pointless.getAsBoolean()) {
          throw e;
        }
      }
    }
  }

  private void pause(Call call, FeishuException e, Duration pause) {
    if (e.rateLimited()) {
      call.waiting(() -> sleep(pause));
    } else {
      sleep(pause);
    }
  }

  private void sleep(Duration pause) {
    try {
      time.sleep(pause);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }
}
