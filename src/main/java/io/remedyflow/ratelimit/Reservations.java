package io.remedyflow.ratelimit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Reserves permits in the future, each as early as possible, and spaced. Never waits: the caller
 * comes back at the reserved moment.
 *
 * <p>Only 99 % of the rate limit is reserved (where nodes share it, {@link
 * SharedRateLimit#RESERVED}), so a call that is slightly late does not delay the next ones. Each
 * {@link Urgency} has its own queue, independent of the others. If two queues reserve the same
 * moment and there are too many calls, the less urgent one is rescheduled when it comes ({@link
 * RateLimiter#laterReservation}).
 *
 * <p>Reservations are kept in memory and are not binding: the sliding window at the call keeps to
 * the limit. Safe for use by many threads; a lock is held for a few comparisons.
 */
public final class Reservations {

  private final Time time;
  private final LongSupplier earliestNanos;
  private final Map<Urgency, ReservationQueue> queues = new EnumMap<>(Urgency.class);
  private final Map<Urgency, SlidingWindowLog> spread = new EnumMap<>(Urgency.class);

  /**
   * @param whole the limits of all nodes together
   * @param part the limits of this node alone
   * @param earliestNanos the moment before which nothing is reserved, such as the end of a cooldown
   */
  Reservations(RateLimits whole, RateLimits part, Time time, LongSupplier earliestNanos) {
    this.time = time;
    this.earliestNanos = earliestNanos;
    for (Urgency urgency : Urgency.values()) {
      spread.put(urgency, part.reservations());
      queues.put(urgency, new ReservationQueue(whole.reservations(), part.reservations(), time));
    }
  }

  /** Reserves permits in the shared rate limit from now on. */
  synchronized void share(SharedRateLimitAccess shared, RateLimits whole, RateLimits part) {
    spread.replaceAll((urgency, log) -> part.reservations());
    queues.forEach((urgency, queue) -> queue.share(shared, urgency, whole, part));
  }

  /** Reserves the first free permit. */
  public Reservation reserve(Urgency urgency) {
    return reserve(urgency, Duration.ZERO);
  }

  /** Reserves the first permit that is free after the given time. */
  public Reservation reserve(Urgency urgency, Duration notWithin) {
    return reserve(urgency, notWithin, 1);
  }

  /**
   * Reserves the first permits that are free after the given time, for calls that are made one
   * after another.
   *
   * @param permits how many, at least one
   */
  public Reservation reserve(Urgency urgency, Duration notWithin, int permits) {
    long now = time.nanos();
    long earliest = SlidingWindowLog.later(now + notWithin.toNanos(), earliestNanos.getAsLong());
    List<Long> before =
        IntStream.range(1, permits).mapToObj(n -> queue(urgency).take(earliest)).toList();
    long at = queue(urgency).take(earliest);
    return new Reservation(at, before, urgency, Duration.ofNanos(Math.max(0, at - now)));
  }

  /**
   * Spreads calls over a second if they all come at its beginning. This happens although each has a
   * reservation, when due dates are stored in whole seconds.
   *
   * @return the time from now until this call's moment; zero for the first
   */
  public synchronized Duration spread(Urgency urgency) {
    long now = time.nanos();
    SlidingWindowLog log = Objects.requireNonNull(spread.get(urgency));
    return Duration.ofNanos(log.take(now) - now);
  }

  /** Releases a reservation that is not used, for another call. */
  public void release(Reservation reservation) {
    ReservationQueue queue = queue(reservation.urgency());
    queue.release(reservation.atNanos());
    reservation.before().forEach(queue::release);
  }

  /** How far ahead of now the last reservation is; zero if there is none. */
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
