package io.remedyflow.feishu;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Hands out turns: the moments at which the calls of one connection may be made, each as soon as
 * possible and none too close to the one before. Nobody waits here: whoever has a turn comes back
 * at its time.
 *
 * <p>Turns come at 99 % of the pace that Feishu allows, so that a call that is a little late does
 * not push the next ones beyond it. Each {@link Urgency} has a queue of its own, and they do not
 * look at each other: where a more urgent call was given a moment that a less urgent one had
 * already, the one that comes too many is given a new turn, at the end of its queue, when it wants
 * to call ({@link FeishuRemedyLookup#postpone}).
 *
 * <p>A turn is a promise of this node's, kept in memory: the guard at the call, not the schedule,
 * keeps to the limit. Safe for use by many threads; holds its lock for a few comparisons.
 */
final class TurnSchedule {

  /** Of the calls that Feishu allows, how many get a turn. */
  static final double SHARE_OF_LIMIT = 0.99;

  private final Time time;
  private final LongSupplier earliestNanos;
  private final Map<Urgency, Queue> queues = new EnumMap<>(Urgency.class);

  /**
   * @param earliestNanos before which no turn makes sense, such as the end of a pause
   */
  TurnSchedule(ConnectionSettings settings, Time time, LongSupplier earliestNanos) {
    this.time = time;
    this.earliestNanos = earliestNanos;
    for (Urgency urgency : Urgency.values()) {
      queues.put(urgency, new Queue(windows(settings), time.nanos()));
    }
  }

  private static CallWindows windows(ConnectionSettings settings) {
    CallWindows windows = new CallWindows(interval(settings));
    Integer perMinute = settings.requestsPerMinute();
    return perMinute == null
        ? windows
        : windows.atMost(perMinute, scaled(Duration.ofMinutes(1), 1 / SHARE_OF_LIMIT));
  }

  private static Duration interval(ConnectionSettings settings) {
    return scaled(Duration.ofSeconds(1), 1 / (SHARE_OF_LIMIT * settings.requestsPerSecond()));
  }

  private static Duration scaled(Duration duration, double factor) {
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }

  /** Reserves the first turn that is free. */
  Turn reserve(Urgency urgency) {
    return reserve(urgency, Duration.ZERO);
  }

  /** Reserves the first turn that is free after that time. */
  synchronized Turn reserve(Urgency urgency, Duration notWithin) {
    long now = time.nanos();
    long earliest = now + notWithin.toNanos();
    long allowed = earliestNanos.getAsLong();
    long at = queue(urgency).take(allowed - earliest > 0 ? allowed : earliest);
    return new Turn(at, urgency, Duration.ofNanos(Math.max(0, at - now)));
  }

  /** Takes a turn back that will not be used: somebody else gets it. */
  synchronized void giveBack(Turn turn) {
    queue(turn.urgency()).giveBack(turn.atNanos());
  }

  /** How far ahead of now the last turn is that was given out; zero where nobody queues. */
  synchronized Duration backlog() {
    long now = time.nanos();
    long ahead = 0;
    for (Queue queue : queues.values()) {
      ahead = Math.max(ahead, queue.last - now);
    }
    return Duration.ofNanos(ahead);
  }

  private Queue queue(Urgency urgency) {
    return Objects.requireNonNull(queues.get(urgency));
  }

  private static final class Queue {

    private final CallWindows windows;
    private final TreeSet<Long> givenBack = new TreeSet<>();
    private long last;

    Queue(CallWindows windows, long now) {
      this.windows = windows;
      last = now;
    }

    long take(long earliest) {
      givenBack.headSet(earliest).clear(); // their time has passed
      Long free = givenBack.pollFirst();
      if (free == null) {
        last = windows.take(earliest);
        return last;
      }
      return free;
    }

    void giveBack(long at) {
      givenBack.add(at);
    }
  }
}
