package io.remedyflow.feishu;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Hands out turns: the moments at which the calls of one connection may be made, each as soon as
 * possible and none too close to the one before. Nobody waits here: whoever has a turn comes back
 * at its time.
 *
 * <p>Turns come at 99 % of the pace that Feishu allows (where nodes share it, at {@link
 * SharedBudget#TURNS}), so that a call that is a little late does not push the next ones beyond it.
 * Each {@link Urgency} has a queue of its own, and they do not look at each other: where a more
 * urgent call was given a moment that a less urgent one had already, the one that comes too many is
 * given a new turn, at the end of its queue, when it wants to call ({@link
 * FeishuRemedyLookup#postpone}).
 *
 * <p>A turn is a promise, kept in memory: the guard at the call, not the schedule, keeps to the
 * limit. Safe for use by many threads; holds its locks for a few comparisons.
 */
final class TurnSchedule {

  private final Time time;
  private final LongSupplier earliestNanos;
  private final Map<Urgency, TurnQueue> queues = new EnumMap<>(Urgency.class);
  private final Map<Urgency, CallWindows> crowds = new EnumMap<>(Urgency.class);

  /**
   * @param whole what all nodes have together
   * @param part what this node has on its own
   * @param earliestNanos before which no turn makes sense, such as the end of a pause
   */
  TurnSchedule(Pace whole, Pace part, Time time, LongSupplier earliestNanos) {
    this.time = time;
    this.earliestNanos = earliestNanos;
    for (Urgency urgency : Urgency.values()) {
      crowds.put(urgency, part.turns());
      queues.put(urgency, new TurnQueue(whole.turns(), part.turns(), time));
    }
  }

  /** From now on turns come from the budget that the nodes share. */
  synchronized void share(SharedReach reach, Pace whole, Pace part) {
    crowds.replaceAll((urgency, crowd) -> part.turns());
    queues.forEach((urgency, queue) -> queue.share(reach, urgency, whole, part));
  }

  /** Reserves the first turn that is free. */
  Turn reserve(Urgency urgency) {
    return reserve(urgency, Duration.ZERO);
  }

  /** Reserves the first turn that is free after that time. */
  Turn reserve(Urgency urgency, Duration notWithin) {
    long now = time.nanos();
    long earliest = CallWindows.later(now + notWithin.toNanos(), earliestNanos.getAsLong());
    long at = queue(urgency).take(earliest);
    return new Turn(at, urgency, Duration.ofNanos(Math.max(0, at - now)));
  }

  /**
   * Spreads those who come in a crowd, though each has had a turn of its own: because turns were
   * kept to the second only.
   *
   * @return from now until this one's moment
   */
  synchronized Duration spread(Urgency urgency) {
    long now = time.nanos();
    CallWindows crowd = Objects.requireNonNull(crowds.get(urgency));
    return Duration.ofNanos(crowd.take(now) - now);
  }

  /** Takes a turn back that will not be used: somebody else gets it. */
  void giveBack(Turn turn) {
    queue(turn.urgency()).giveBack(turn.atNanos());
  }

  /** How far ahead of now the last turn is that was given out; zero where nobody queues. */
  Duration backlog() {
    long now = time.nanos();
    long last = now;
    for (TurnQueue queue : queues.values()) {
      last = CallWindows.later(last, queue.last());
    }
    return Duration.ofNanos(last - now);
  }

  private TurnQueue queue(Urgency urgency) {
    return Objects.requireNonNull(queues.get(urgency));
  }
}
