package io.remedyflow.plugin.job;

import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Caches that do their maintenance in the thread that uses them. By default, Caffeine uses the
 * common pool, whose threads belong to the application.
 */
final class Caches {

  private Caches() {}

  /** A builder for such a cache. */
  static Caffeine<Object, Object> newBuilder() {
    return Caffeine.newBuilder().executor(Runnable::run);
  }
}
