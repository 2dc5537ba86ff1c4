package io.remedyflow.plugin.reservation;

import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Caches that do their maintenance in the thread that uses them. By default, Caffeine uses the
 * common pool, whose threads belong to the application.
 */
public final class Caches {

  private Caches() {}

  /** A builder for such a cache. */
  public static Caffeine<Object, Object> newBuilder() {
    return Caffeine.newBuilder().executor(Runnable::run);
  }
}
