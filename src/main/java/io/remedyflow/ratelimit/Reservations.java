package io.remedyflow.ratelimit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Reserves permits in the future, each as early as possible, and spaced. Never waits: the caller
 * comes back at the moment that is reserved.
 *
 * <p>Reserved are 99 % of the rate limit (where nodes share it, {@link SharedRateLimit#RESERVED}),
 * so that a call that is a little late does not delay the next ones. Each {@link Urgency} has a
 * queue of its own, independent of the others: where two queues reserve the same moment and there
 * are too many calls, the less urgent one gets a later reservation when it comes ({@link
 * RateLimiter#laterReservation}).
 *
 * <p>Reservations are kept in memory and are not binding: it is the sliding window at the call that
 * keeps to the limit. Safe for use by many threads; a lock is held for a few comparisons.
 */
public final class Reservations {

  private final Time time;
  private final LongSupplier earliestNanos;
  private final Map<Urgency, ReservationQueue> queues = new EnumMap<>(Urgency.class);
  private final Map<Urgency, SlidingWindowLog> spread = new EnumMap<>(Urgency.class);

  /**
   * @param whole the limits of all nodes together
   * @param part the limits of this node alone
   * @param earliestNanos before which nothing is reserved, such as the end of a cooldown
   */
  Reservations(RateLimits whole, RateLimits part, Time time, LongSupplier earliestNanos) {
    this.time = time;
    this.earliestNanos = earliestNanos;
    for (Urgency urgency : Urgency.values()) {
      spread.put(urgency, part.reservations());
      queues.put(urgency, new ReservationQueue(whole.reservations(), part.reservations(), time));
    }
  }

  /** From now on permits are reserved in the shared rate limit. */
  synchronized void share(SharedRateLimitAccess shared, RateLimits whole, RateLimits part) {
    spread.replaceAll((urgency, log) -> part.reservations());
    queues.forEach((urgency, queue) -> queue.share(shared, urgency, whole, part));
  }

  /** Reserves the first free permit. */
  public Reservation reserve(Urgency urgency) {
    return reserve(urgency, Duration.ZERO);
  }

  /** Reserves the first permit that is free after that time. */
  public Reservation reserve(Urgency urgency, Duration notWithin) {
    long now = time.nanos();
    long earliest = SlidingWindowLog.later(now + notWithin.toNanos(), earliestNanos.getAsLong());
    long at = queue(urgency).take(earliest);
    return new Reservation(at, urgency, Duration.ofNanos(Math.max(0, at - now)));
  }

  /**
   * Spreads calls over a second that come all at its beginning, though each has a reservation:
   * because what kept their due dates kept whole seconds only.
   *
   * @return from now until this call's moment
   */
  public synchronized Duration spread(Urgency urgency) {
    long now = time.nanos();
    SlidingWindowLog log = Objects.requireNonNull(spread.get(urgency));
    return Duration.ofNanos(log.take(now) - now);
  }

  /** Releases a reservation that will not be used: another call gets it. */
  public void release(Reservation reservation) {
    queue(reservation.urgency()).release(reservation.atNanos());
  }

  /** How far ahead of now the last reservation is; zero where there is none. */
  public Duration backlog() {
    long now = time.nanos();
    long last = now;
    for (ReservationQueue queue : queues.values()) {
      last = SlidingWindowLog.later(last, queue.last());
    }
    return Duration.ofNanos(last - now);
  }

  private ReservationQueue queue(Urgency urgency) {
    return Objects.requireNonNull(queues.get(urgency));
  }
}
