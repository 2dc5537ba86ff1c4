package io.remedyflow.ratelimit;

import static io.remedyflow.ratelimit.Durations.longer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rate limiters of one app, one for each endpoint: the server counts the calls of each endpoint
 * separately. Safe for use by many threads.
 */
public final class RateLimiters implements AutoCloseable {

  private final String app;
  private final int nodes;
  private final Time time;
  private final Cooldown cooldown;
  private final Map<Key, RateLimiter> limiters = new HashMap<>();
  private @Nullable Sharing sharing;

  /**
   * The rate limiters of an app on one of several nodes.
   *
   * @param app what calls are counted by, beside their endpoint
   * @param nodes how many nodes there are: each keeps to its part, until they share the limits
   */
  public RateLimiters(String app, int nodes, Time time) {
    this.app = app;
    this.nodes = nodes;
    this.time = time;
    cooldown = new Cooldown(time);
  }

  private record Key(String endpoint, RateLimits limits) {}

  private record Sharing(SharedRateLimits limits, SharedRateLimitBreaker breaker) {}

  /** The rate limiter of an endpoint, the same one for the same limits. */
  public synchronized RateLimiter of(String endpoint, RateLimits limits) {
    return limiters.computeIfAbsent(new Key(endpoint, limits), this::create);
  }

  private RateLimiter create(Key key) {
    RateLimiter limiter = new RateLimiter(key.limits, nodes, time, cooldown);
    share(key, limiter);
    return limiter;
  }

  /**
   * Makes the nodes share the limits of all endpoints from now on. Takes effect once: the first
   * shared rate limits stay.
   *
   * @param name of the connection, for the log
   * @param background the thread that calls the shared rate limits
   * @return whether this takes effect
   */
  public synchronized boolean share(String name, SharedRateLimits limits, Executor background) {
    if (sharing != null) {
      return false;
    }
    sharing = new Sharing(limits, new SharedRateLimitBreaker(name, background, time));
    limiters.forEach(this::share);
    return true;
  }

  private void share(Key key, RateLimiter limiter) {
    Sharing with = sharing;
    if (with != null) {
      limiter.share(with.limits.of(app + " " + key.endpoint, key.limits), with.breaker);
    }
  }

  /** Begins a cooldown of all endpoints, as {@link RateLimiter#coolDown} does of one. */
  public Duration coolDown(Optional<Duration> named) {
    return cooldown.begin(named);
  }

  /** How long the longest cooldown still lasts; zero if there is none. */
  public Duration cooldown() {
    return longer(cooldown.left(), longest(RateLimiter::cooldown));
  }

  /** How far ahead of now the last reservation of any endpoint is; zero if there is none. */
  public Duration backlog() {
    return longest(limiter -> limiter.reservations().backlog());
  }

  private synchronized Duration longest(Function<RateLimiter, Duration> time) {
    return limiters.values().stream().map(time).reduce(Duration.ZERO, Durations::longer);
  }

  /** Stops sharing: each node keeps to its part again. */
  @Override
  public synchronized void close() {
    if (sharing != null) {
      sharing.breaker.stop();
    }
  }
}
