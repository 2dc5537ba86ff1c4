package io.remedyflow.plugin.job;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import io.remedyflow.plugin.job.TaskCalls.TaskCall;
import io.remedyflow.plugin.reservation.Caches;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one engine's jobs that are under way, and the answers that wait until their job runs
 * again. Kept only in the memory of this node; safe for use by many threads.
 *
 * <p>Answers are personal data. An answer is removed when its job has used it, when the job is
 * deleted, when the engine closes, or at the latest after {@link #KEPT}.
 */
final class PendingCalls implements AutoCloseable {

  /** How long an answer is kept for a job that runs again. */
  static final Duration KEPT = Duration.ofSeconds(30);

  /** The maximum weight: a call counts as one, and its answer as one more for each element. */
  private static final int AT_MOST = 20_000;

  private final Cache<String, PendingCall<?>> byJob;

  /**
   * @param clock removes answers in time
   * @param ticker measures that time
   */
  PendingCalls(ScheduledExecutorService clock, Ticker ticker) {
    byJob =
        Caches.newBuilder()
            .ticker(ticker)
            .maximumWeight(AT_MOST)
            .weigher((String job, PendingCall<?> call) -> 1 + call.elements())
            .expireAfter(Expiry.writing((String job, PendingCall<?> call) -> remembered(call)))
            .scheduler(Scheduler.forScheduledExecutorService(clock))
            .removalListener(
                (@Nullable String job, @Nullable PendingCall<?> call, RemovalCause cause) ->
                    forgotten(call, cause))
            .build();
  }

  private static Duration remembered(PendingCall<?> call) {
    return call.answer().isDone() ? KEPT : KEPT.plus(call.atMost());
  }

  private static void forgotten(@Nullable PendingCall<?> call, RemovalCause cause) {
    if (call != null && cause != RemovalCause.REPLACED) {
      call.isForgotten();
    }
  }

  /** The call that a job has begun. */
  Optional<PendingCall<?>> of(String jobId) {
    return Optional.ofNullable(byJob.getIfPresent(jobId));
  }

  /** Begins the call of a job. */
  PendingCall<?> begin(String jobId, TaskCall<?> call) {
    PendingCall<?> begun = PendingCall.begin(call);
    byJob.put(jobId, begun);
    var unused =
        begun
            .answer()
            .whenComplete((answer, failure) -> byJob.asMap().replace(jobId, begun, begun));
    return begun;
  }

  /** Forgets the call of a job that has used it or is gone. */
  void forget(String jobId) {
    byJob.invalidate(jobId);
  }

  @Override
  public void close() {
    byJob.invalidateAll();
  }
}
