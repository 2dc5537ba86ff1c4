package io.remedyflow.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A shared rate limit in memory, which fails or is slow on demand. */
public final class FakeSharedRateLimit implements SharedRateLimit {

  private final Time time;
  private final Map<Urgency, SlidingWindowLog> reservations = new EnumMap<>(Urgency.class);
  private final SlidingWindowLog permits;
  private final Duration interval;
  private final List<Integer> reserved = new ArrayList<>();
  private final List<Integer> acquired = new ArrayList<>();
  private final List<Integer> released = new ArrayList<>();
  private boolean failing;
  private Duration delay = Duration.ZERO;
  private Runnable meanwhile = () -> {};

  public FakeSharedRateLimit(int perSecond, Time time) {
    this.time = time;
    RateLimit second = new RateLimit(perSecond, Duration.ofSeconds(1));
    interval = second.share(RESERVED).interval();
    permits = new SlidingWindowLog(second.share(PERMITTED).interval());
  }

  @Override
  public synchronized Duration reserve(Urgency urgency, int count) {
    reserved.add(count);
    return answer(
        reservations.computeIfAbsent(urgency, key -> new SlidingWindowLog(interval)), count);
  }

  @Override
  public synchronized void release(Urgency urgency, int count) {
    released.add(count);
  }

  @Override
  public synchronized Duration acquire(int count) {
    acquired.add(count);
    return answer(permits, count);
  }

  private Duration answer(SlidingWindowLog windows, int count) {
    meanwhile.run();
    try {
      if (!delay.isZero()) {
        time.sleep(delay);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (failing) {
      throw new IllegalStateException("the database is gone");
    }
    long last = 0;
    for (int n = 0; n < count; n++) {
      last = windows.take(time.nanos());
    }
    return Duration.ofNanos(last - time.nanos());
  }

  synchronized void fails() {
    failing = true;
  }

  synchronized void takes(Duration time) {
    delay = time;
  }

  /** What happens while it looks for an answer. */
  synchronized void meanwhile(Runnable event) {
    meanwhile = event;
  }

  synchronized void recovers() {
    failing = false;
    delay = Duration.ZERO;
  }

  synchronized List<Integer> reserved() {
    return List.copyOf(reserved);
  }

  synchronized List<Integer> released() {
    return List.copyOf(released);
  }

  public synchronized List<Integer> acquired() {
    return List.copyOf(acquired);
  }
}
