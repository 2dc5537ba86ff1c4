package io.remedyflow.feishu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A budget in memory that fails and dawdles as it is told to. */
final class FakeBudget implements SharedBudget {

  private final Time time;
  private final Map<Urgency, CallWindows> turns = new EnumMap<>(Urgency.class);
  private final CallWindows calls;
  private final Duration turn;
  private final List<Integer> reserved = new ArrayList<>();
  private final List<Integer> claimed = new ArrayList<>();
  private final List<Integer> released = new ArrayList<>();
  private boolean broken;
  private Duration delay = Duration.ZERO;
  private Runnable meanwhile = () -> {};

  FakeBudget(int perSecond, Time time) {
    this.time = time;
    Limit second = new Limit(perSecond, Duration.ofSeconds(1));
    turn = second.share(TURNS).interval();
    calls = new CallWindows(second.share(CALLS).interval());
  }

  @Override
  public synchronized Duration reserve(Urgency urgency, int count) {
    reserved.add(count);
    return answer(turns.computeIfAbsent(urgency, key -> new CallWindows(turn)), count);
  }

  @Override
  public synchronized void release(Urgency urgency, int count) {
    released.add(count);
  }

  @Override
  public synchronized Duration claim(int count) {
    claimed.add(count);
    return answer(calls, count);
  }

  private Duration answer(CallWindows windows, int count) {
    meanwhile.run();
    try {
      if (!delay.isZero()) {
        time.sleep(delay);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (broken) {
      throw new IllegalStateException("the database is gone");
    }
    long last = 0;
    for (int n = 0; n < count; n++) {
      last = windows.take(time.nanos());
    }
    return Duration.ofNanos(last - time.nanos());
  }

  synchronized void breaks() {
    broken = true;
  }

  synchronized void takes(Duration time) {
    delay = time;
  }

  /** What happens while it looks for an answer. */
  synchronized void meanwhile(Runnable event) {
    meanwhile = event;
  }

  synchronized void isWellAgain() {
    broken = false;
    delay = Duration.ZERO;
  }

  synchronized List<Integer> reserved() {
    return List.copyOf(reserved);
  }

  synchronized List<Integer> released() {
    return List.copyOf(released);
  }

  synchronized List<Integer> claimed() {
    return List.copyOf(claimed);
  }
}
