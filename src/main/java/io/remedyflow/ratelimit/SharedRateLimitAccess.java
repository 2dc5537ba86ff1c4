package io.remedyflow.ratelimit;

import static io.remedyflow.ratelimit.Durations.shorter;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access to the shared rate limit while it answers in time. Otherwise the limit is unavailable, and
 * only an occasional probe calls it. Safe for use by many threads.
 */
public final class SharedRateLimitAccess {

  private static final Logger LOG = LoggerFactory.getLogger(SharedRateLimitAccess.class);

  /** How long calls wait for an answer; after a slower one, the limit is unavailable. */
  static final Duration PATIENCE = Duration.ofMillis(200);

  /** The pause before the first probe: short, since the interruption may be short... */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  /** ...and the longest one: short enough to notice the end of an outage soon. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final String name;
  private final SharedRateLimit limit;
  private final Executor background;
  private final Time time;
  private volatile boolean available;
  private boolean logged; // that it is unavailable
  private boolean probing;
  private boolean closed;
  private long pausedUntil;
  private Duration pause = FIRST_PAUSE;
  private long lastLate;

  /**
   * Unavailable until the first answer; a probe is sent at once.
   *
   * @param name of the connection, for the log
   * @param background the thread that calls it: any other thread may be in a transaction
   */
  SharedRateLimitAccess(String name, SharedRateLimit limit, Executor background, Time time) {
    this.name = name;
    this.limit = limit;
    this.background = background;
    this.time = time;
    pausedUntil = time.nanos();
    lastLate = pausedUntil - LONGEST_PAUSE.toNanos();
    probeIfDue();
  }

  /** Whether it answers in time. */
  public boolean isAvailable() {
    return available;
  }

  /** Begins a probe if one is due; does not wait for it. */
  void probeIfDue() {
    if (!available && isProbeDue()) {
      boolean begun = false;
      try {
        background.execute(() -> ask(all -> all.acquire(1)));
        begun = true;
      } finally {
        if (!begun) {
          failed("no thread is available to ask it");
        }
      }
    }
  }

  private synchronized boolean isProbeDue() {
    if (available || probing || closed || pausedUntil - time.nanos() > 0) {
      return false;
    }
    probing = true;
    return true;
  }

  /**
   * Runs work in the background thread.
   *
   * @throws RuntimeException if there is no such thread, and then nothing is done; an Error can
   *     mean the same
   */
  void inBackground(Runnable work) {
    background.execute(work);
  }

  /** Calls the shared rate limit, without a time limit; empty if there is no answer. */
  <T> Optional<T> ask(Function<SharedRateLimit, T> question) {
    long before = time.nanos();
    try {
      T answer = question.apply(limit);
      Duration took = Duration.ofNanos(time.nanos() - before);
      if (took.compareTo(PATIENCE) > 0) {
        late(took);
      } else {
        answered();
      }
      return Optional.of(answer);
    } catch (RuntimeException e) {
      failed(String.valueOf(e.getMessage()));
      return Optional.empty();
    } catch (Error e) {
      failed(e.getClass().getName());
      throw e;
    }
  }

  /** A call has waited for an answer for {@link #PATIENCE}. */
  void timedOut() {
    failed("no answer within %d ms".formatted(PATIENCE.toMillis()));
  }

  /** Makes it unavailable from now on, without a log line. */
  public synchronized void close() {
    closed = true;
    available = false;
  }

  private synchronized void answered() {
    probing = false;
    if (available || closed) {
      return;
    }
    available = true;
    pause = FIRST_PAUSE;
    LOG.info("Connection {} shares its rate limit with the other nodes on this database.", name);
    logged = false;
  }

  /**
   * Handles a late answer. If late answers are rare, as for a node that stood still for a moment,
   * there is no pause: the other nodes do not see what this node sends without the shared rate
   * limit.
   */
  private synchronized void late(Duration took) {
    long now = time.nanos();
    boolean seldom = now - lastLate >= LONGEST_PAUSE.toNanos();
    lastLate = now;
    failed("the answer took %d ms".formatted(took.toMillis()));
    if (seldom) {
      pausedUntil = now;
    }
  }

  private synchronized void failed(String why) {
    if (closed) {
      return;
    }
    boolean isNew = available || probing;
    available = false;
    if (isNew) { // else another call that waited for the same answer
      probing = false;
      pausedUntil = time.nanos() + pause.toNanos();
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }
    if (!logged) {
      logged = true;
      LOG.warn(
          "The shared rate limit of the nodes on this database is unavailable: {}. Until it is back, connection {} sends"
              + " no more than its node's part of requests-per-second (see remedyflow.cluster.nodes).",
          why,
          name);
    }
  }
}
