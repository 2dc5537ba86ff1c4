package io.remedyflow.ratelimit;

import java.time.Duration;

/**
 * The rate limit of one endpoint that several nodes share: a permit that one node takes is not
 * available to any other.
 *
 * <p>An answer may take long, or fail. So a thread of the rate limiter calls this, never one that
 * runs a job. The limiter measures how long answers take, and keeps to its node's part of the limit
 * while they take too long.
 */
public interface SharedRateLimit {

  /**
   * The share of the calls that is reserved ahead: less than {@link #PERMITTED}, so late calls can
   * catch up.
   */
  double RESERVED = 0.985;

  /**
   * The share of the calls that may be made: not all, since no node knows how early or late the
   * calls of the others are.
   */
  double PERMITTED = 0.99;

  /**
   * Reserves successive permits, after all that are reserved for this urgency, however far ahead.
   *
   * @return the time from the return of this method until the last of them
   */
  Duration reserve(Urgency urgency, int permits);

  /**
   * Releases reserved permits that will not be used: the next reservations come earlier by as much.
   */
  void release(Urgency urgency, int permits);

  /**
   * Takes successive permits, after all that were taken.
   *
   * @return the time from the return of this method until the last of them may be used; negative if
   *     that moment has just passed
   */
  Duration acquire(int permits);
}
