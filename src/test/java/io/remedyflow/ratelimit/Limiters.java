package io.remedyflow.ratelimit;

import java.util.concurrent.Executor;

/** Rate limiters that belong to no app. */
public final class Limiters {

  private Limiters() {}

  public static RateLimiter alone(RateLimits limits, Time time) {
    return onOneOf(1, limits, time);
  }

  public static RateLimiter onOneOf(int nodes, RateLimits limits, Time time) {
    return new RateLimiter(limits, nodes, time, new Cooldown(time));
  }

  public static SharedRateLimitAccess share(
      RateLimiter node, SharedRateLimit limit, Executor background, Time time) {
    return node.share(limit, new SharedRateLimitBreaker("test", background, time));
  }
}
