package io.remedyflow.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * When this JVM stood still, such as for its garbage or because the machine had no time for it. A
 * simulator in it then dates calls that came meanwhile too late: all of them to the moment at which
 * it runs again.
 */
final class Standstills implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(5);

  /** A shorter standstill does not change the order of calls. */
  private static final Duration STILL = Duration.ofMillis(50);

  /** The time in which calls that arrived meanwhile are read. */
  private static final Duration CATCHING_UP = Duration.ofMillis(20);

  private final List<Standstill> found = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private Instant last = Instant.now(); // the clock's only

  record Standstill(Instant from, Instant to) {

    boolean covers(Instant received) {
      return received.isAfter(from) && received.isBefore(to.plus(CATCHING_UP));
    }
  }

  Standstills() {
    var unused =
        clock.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tick() {
    Instant now = Instant.now();
    if (Duration.between(last, now).compareTo(STILL) > 0) {
      found.add(new Standstill(last, now));
    }
    last = now;
  }

  /**
   * Corrects times of arrival: calls that arrived during a standstill are spread evenly over it.
   *
   * @return in their order
   */
  List<Instant> undone(List<Instant> received) {
    return undone(found, received);
  }

  static List<Instant> undone(List<Standstill> found, List<Instant> received) {
    List<Instant> asSaid = new ArrayList<>(received);
    List<Instant> came = new ArrayList<>();
    for (Standstill still : found) {
      List<Instant> late = asSaid.stream().filter(still::covers).toList();
      asSaid.removeAll(late); // or a standstill that follows at once would have them, too
      Duration gap = Duration.between(still.from(), still.to()).dividedBy(late.size() + 1);
      for (int n = 1; n <= late.size(); n++) {
        came.add(still.from().plus(gap.multipliedBy(n)));
      }
    }
    came.addAll(asSaid);
    Collections.sort(came);
    return came;
  }

  @Override
  public String toString() {
    return found.toString();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
