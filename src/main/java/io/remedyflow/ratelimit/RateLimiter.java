package io.remedyflow.ratelimit;

import static io.remedyflow.ratelimit.Durations.longer;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the calls of one endpoint, made as one app, within their rate limits, together with the
 * other nodes if they share them, and allows none during a cooldown. Safe for use by many threads.
 *
 * <p>Two parts work together. {@link #reservations} reserves a moment in the future for a call that
 * can be made then. A sliding window at the call itself is for all calls: no second, wherever it
 * begins, holds more of them than allowed. A call that comes at its reserved moment passes at once;
 * a late one passes with those that come next, unless that would be too many.
 */
public final class RateLimiter {

  /** A later call would use the moment of another node, so it has to take another permit. */
  private static final Duration LATE_AT_MOST = Duration.ofMillis(20);

  /** Limits the repeats on a machine that is never on time. */
  private static final int PERMITS_AT_MOST = 3;

  private final RateLimits limits;
  private final int nodes;
  private final Time time;
  private final Cooldown cooldown;
  private final SlidingWindowLimiter window;
  private final Reservations reservations;
  private volatile @Nullable SharedPermits shared;

  /**
   * @param limits of all nodes together
   * @param nodes how many nodes there are: each keeps to its part, until they share the limits
   * @param ofAll the cooldown of all endpoints of the app
   */
  RateLimiter(RateLimits limits, int nodes, Time time, Cooldown ofAll) {
    this.limits = limits;
    this.nodes = nodes;
    this.time = time;
    cooldown = new Cooldown(time, ofAll);
    window = new SlidingWindowLimiter(limits, limits.part(nodes), time);
    reservations =
        new Reservations(
            limits, limits.part(nodes), time, () -> time.nanos() + cooldown.left().toNanos());
  }

  /**
   * Makes the nodes share the limits from now on. While the shared rate limit is unavailable, each
   * node keeps to its part. At least two nodes are assumed, since a single node has nothing to
   * share.
   *
   * @param breaker of all endpoints of the app
   */
  SharedRateLimitAccess share(SharedRateLimit limit, SharedRateLimitBreaker breaker) {
    SharedRateLimitAccess access = new SharedRateLimitAccess(limit, breaker);
    RateLimits part = limits.part(Math.max(2, nodes));
    window.share(part, access);
    reservations.share(access, limits, part);
    shared = new SharedPermits(access, limits.second(), time);
    return access;
  }

  /** The reservations: permits in the future. */
  public Reservations reservations() {
    return reservations;
  }

  /**
   * Reserves a later permit for a call that would have to wait too long now, and hold a thread
   * meanwhile; empty if the call may be made now.
   */
  public Optional<Reservation> laterReservation(Urgency urgency) {
    return laterReservation(urgency, 1);
  }

  /**
   * Reserves later permits for calls that are made one after another, and would have to wait too
   * long now; empty if they may be made now.
   */
  public Optional<Reservation> laterReservation(Urgency urgency, int permits) {
    Duration wait = longer(cooldown.left(), longer(window.backlog(), sharedBacklog()));
    if (wait.compareTo(patience(urgency)) <= 0) {
      return Optional.empty();
    }
    return Optional.of(reservations.reserve(urgency, wait, permits));
  }

  /** How long a call may wait for a permit: the least urgent calls are rescheduled first. */
  private static Duration patience(Urgency urgency) {
    return switch (urgency) {
      case LOW -> Duration.ofMillis(30);
      case NORMAL -> Duration.ofMillis(40);
      case HIGH -> Duration.ofMillis(500);
    };
  }

  /**
   * How long a call can wait from now on.
   *
   * @see #acquire
   */
  @FunctionalInterface
  public interface Patience {

    /** The time that is left; zero if there is none. */
    Duration left();
  }

  /**
   * Waits for a permit, and for the end of a cooldown; never longer than the call can wait.
   *
   * @return the permit's moment, on the limiter's clock
   * @throws NoPermitException at once, if the permit would come later
   */
  public long acquire(Patience patience) throws InterruptedException, NoPermitException {
    awaitEndOfCooldown(patience);
    long at = take(patience);
    while (!cooldown.left().isZero()) { // it began while this call waited for its permit
      awaitEndOfCooldown(patience);
      at = take(patience);
    }
    return at;
  }

  /**
   * Uses a permit when the request is about to be sent. The call counts from now on, not from the
   * permit's moment, which may have passed while a new connection was opened. If there is no room
   * for the call now, it waits for another permit.
   *
   * @param permit the moment of the call's permit
   * @return the moment at which the call is made
   * @throws NoPermitException at once, if that would be too late
   */
  public long use(long permit, Patience patience) throws InterruptedException, NoPermitException {
    long at = permit;
    for (int attempt = 1; attempt <= PERMITS_AT_MOST; attempt++) {
      if (isValid(at)) {
        OptionalLong now = window.use(at);
        if (now.isPresent()) {
          return now.getAsLong();
        }
      } else {
        window.release(at);
      }
      awaitEndOfCooldown(patience);
      at = take(patience);
    }
    return window.useAnyway(at);
  }

  /**
   * Whether a permit may still be used. Nodes that share a limit have a moment each: a late call
   * would be made at the moment of another node.
   */
  private boolean isValid(long permit) {
    SharedPermits permits = shared;
    boolean late = time.nanos() - permit > LATE_AT_MOST.toNanos();
    return cooldown.left().isZero() && !(late && permits != null && permits.areAvailable());
  }

  /**
   * A call is answered.
   *
   * @param made when the call was made
   * @param overNewConnection whether the call may have arrived as late as now
   * @return how long the answer took
   */
  public Duration answered(long made, boolean overNewConnection) {
    return window.answered(made, overNewConnection);
  }

  /**
   * Checks that a call can wait for the end of a cooldown, before the call costs anything.
   *
   * @throws NoPermitException if it cannot
   */
  public void checkCooldown(Patience patience) throws NoPermitException {
    Duration left = cooldown.left();
    if (!left.isZero() && left.compareTo(patience.left()) >= 0) {
      throw NoPermitException.inCooldown(left);
    }
  }

  /**
   * Begins a cooldown.
   *
   * @param named how long to wait; empty if the server named no time
   * @return how long the cooldown lasts
   */
  public Duration coolDown(Optional<Duration> named) {
    return cooldown.begin(named);
  }

  /** The server admitted a call. */
  public void admitted() {
    cooldown.admitted();
  }

  /** How long the cooldown still lasts; zero if there is none. */
  public Duration cooldown() {
    return cooldown.left();
  }

  private void awaitEndOfCooldown(Patience patience)
      throws InterruptedException, NoPermitException {
    Duration left = cooldown.left();
    while (!left.isZero()) { // answers to earlier calls may prolong it
      checkCooldown(patience);
      time.sleep(left);
      left = cooldown.left();
    }
  }

  private long take(Patience patience) throws InterruptedException, NoPermitException {
    SharedPermits permits = shared;
    if (permits == null) {
      return take(patience, time.nanos());
    }
    long permit = time.nanos();
    boolean late = true;
    for (int attempt = 1; attempt <= PERMITS_AT_MOST && late; attempt++) {
      check(patience, window.backlog()); // before it costs the other nodes a permit
      long at = permits.acquire(patience.left());
      permit = take(patience, at);
      late = permits.areAvailable() && time.nanos() - at > LATE_AT_MOST.toNanos();
    }
    return permit;
  }

  private long take(Patience patience, long earliest)
      throws InterruptedException, NoPermitException {
    SlidingWindowLimiter.Permit permit = window.acquire(earliest, patience.left());
    check(patience, permit.in());
    if (!permit.in().isZero()) {
      time.sleep(permit.in());
    }
    return permit.at();
  }

  private static void check(Patience patience, Duration wait) throws NoPermitException {
    if (wait.compareTo(patience.left()) > 0) {
      throw NoPermitException.exhausted(wait);
    }
  }

  private Duration sharedBacklog() {
    SharedPermits permits = shared;
    return permits == null ? Duration.ZERO : permits.backlog();
  }
}
