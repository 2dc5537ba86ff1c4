package io.remedyflow.plugin.job;

import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Caches that do their upkeep in the thread that uses them. Caffeine would leave it to the common
 * pool, whose threads belong to the application.
 */
final class Caches {

  private Caches() {}

  /** A builder of such a cache. */
  static Caffeine<Object, Object> newBuilder() {
    return Caffeine.newBuilder().executor(Runnable::run);
  }
}
