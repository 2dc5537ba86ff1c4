package io.remedyflow.plugin.reservation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes people, who act themselves and wait for the result, from programs that start
 * thousands of instances. Both are users of the engine, but a person starts only a few jobs a
 * minute. Each node counts separately. Safe for use by many threads.
 */
final class InteractiveUsers {

  /** From the fourth job in a minute on, a user counts as a program. */
  static final int JOBS_A_MINUTE = 3;

  private static final int USERS_AT_MOST = 10_000;

  private final Cache<String, AtomicInteger> jobs;

  InteractiveUsers(Ticker ticker) {
    jobs =
        Caches.newBuilder()
            .ticker(ticker)
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(USERS_AT_MOST)
            .build();
  }

  /**
   * Whether a person waits for the job that is being created.
   *
   * @param userId the authenticated user who creates it; null for none, as in a job or a program
   *     inside the engine's JVM
   */
  boolean includes(@Nullable String userId) {
    return userId != null
        && jobs.get(userId, unknown -> new AtomicInteger()).incrementAndGet() <= JOBS_A_MINUTE;
  }
}
