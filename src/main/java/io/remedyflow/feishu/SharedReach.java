package io.remedyflow.feishu;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budget that the nodes share, as far as it answers, and in time. While it does not, nobody
 * asks it, but for one probe now and then. Safe for use by many threads.
 */
final class SharedReach {

  private static final Logger LOG = LoggerFactory.getLogger(SharedReach.class);

  /** What is slower is as good as gone: calls wait for it. */
  static final Duration PATIENCE = Duration.ofMillis(200);

  /** A hiccup should not cost much... */
  private static final Duration FIRST_REST = Duration.ofMillis(500);

  /** ...and an outage should be over soon after its end. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);

  private final String connection;
  private final SharedBudget budget;
  private final Executor background;
  private final Time time;
  private volatile boolean up;
  private boolean told; // that it is down
  private boolean probing;
  private boolean closed;
  private long restsUntil;
  private Duration rest = FIRST_REST;
  private long lastLate;

  /**
   * Out of reach until it has answered for the first time, which is asked for at once.
   *
   * @param background what asks; everybody else may be in a transaction
   */
  SharedReach(String connection, SharedBudget budget, Executor background, Time time) {
    this.connection = connection;
    this.budget = budget;
    this.background = background;
    this.time = time;
    restsUntil = time.nanos();
    lastLate = restsUntil - LONGEST_REST.toNanos();
    lookAgainIfDue();
  }

  boolean isUp() {
    return up;
  }

  /** Sees whether it is back, if it is time for that; waits for nothing. */
  void lookAgainIfDue() {
    if (!up && probeIsDue()) {
      boolean begun = false;
      try {
        background.execute(() -> ask(all -> all.claim(1)));
        begun = true;
      } finally {
        if (!begun) {
          lost("no thread can ask it");
        }
      }
    }
  }

  private synchronized boolean probeIsDue() {
    if (up || probing || closed || restsUntil - time.nanos() > 0) {
      return false;
    }
    probing = true;
    return true;
  }

  /**
   * Has the thread that may ask do something.
   *
   * @throws RuntimeException if there is no such thread, as an Error may say as well: then nothing
   *     is done
   */
  void inBackground(Runnable work) {
    background.execute(work);
  }

  /** Asks, in whatever time it takes; empty if there is no answer. */
  <T> Optional<T> ask(Function<SharedBudget, T> question) {
    long before = time.nanos();
    try {
      T answer = question.apply(budget);
      Duration took = Duration.ofNanos(time.nanos() - before);
      if (took.compareTo(PATIENCE) > 0) {
        late(took);
      } else {
        answered();
      }
      return Optional.of(answer);
    } catch (RuntimeException e) {
      lost(String.valueOf(e.getMessage()));
      return Optional.empty();
    } catch (Error e) {
      lost(e.getClass().getName());
      throw e;
    }
  }

  /** Somebody has waited for an answer for {@link #PATIENCE}. */
  void keptWaiting() {
    lost("there was no answer within %d ms".formatted(PATIENCE.toMillis()));
  }

  /** From now on silence is no trouble. */
  synchronized void close() {
    closed = true;
    up = false;
  }

  private synchronized void answered() {
    probing = false;
    if (up || closed) {
      return;
    }
    up = true;
    rest = FIRST_REST;
    LOG.info(
        "Connection {} shares its calls a second with the other nodes on this database.",
        connection);
    told = false;
  }

  /**
   * A node that stood still for a moment has an answer, so that there is nothing to rest from. Who
   * makes its calls without the budget meanwhile does so unseen by the other nodes.
   */
  private synchronized void late(Duration took) {
    long now = time.nanos();
    boolean seldom = now - lastLate >= LONGEST_REST.toNanos();
    lastLate = now;
    lost("it took %d ms to answer".formatted(took.toMillis()));
    if (seldom) {
      restsUntil = now;
    }
  }

  private synchronized void lost(String why) {
    if (closed) {
      return;
    }
    boolean news = up || probing;
    up = false;
    if (news) { // else it is one more who has waited for the same answer
      probing = false;
      restsUntil = time.nanos() + rest.toNanos();
      rest = shorter(rest.multipliedBy(2), LONGEST_REST);
    }
    if (!told) {
      told = true;
      LOG.warn(
          "The budget that the nodes of this database share is out of reach: {}. Until it is back, connection {} sends"
              + " no more than its node's share of requests-per-second (see remedyflow.cluster.nodes).",
          why,
          connection);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
