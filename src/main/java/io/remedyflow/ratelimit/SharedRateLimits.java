package io.remedyflow.ratelimit;

/** The rate limits that several nodes share. */
@FunctionalInterface
public interface SharedRateLimits {

  /**
   * The rate limit of all calls that are counted by this name and have these limits.
   *
   * @param name what calls are counted by: an app and an endpoint
   */
  SharedRateLimit of(String name, RateLimits limits);
}
