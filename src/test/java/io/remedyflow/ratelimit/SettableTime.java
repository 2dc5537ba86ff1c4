package io.remedyflow.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Time that passes when a test says so, and when a thread sleeps. */
public final class SettableTime implements Time {

  private final AtomicLong now = new AtomicLong(1_000_000_000L);
  private final List<Duration> sleeps = new ArrayList<>();

  @Override
  public long nanos() {
    return now.get();
  }

  @Override
  public synchronized void sleep(Duration duration) {
    sleeps.add(duration);
    pass(duration);
  }

  /** The same time for those who sleep in this way. */
  public Time sleeping(Consumer<Duration> sleep) {
    return new Time() {
      @Override
      public long nanos() {
        return SettableTime.this.nanos();
      }

      @Override
      public void sleep(Duration duration) {
        sleep.accept(duration);
      }
    };
  }

  public void pass(Duration duration) {
    now.addAndGet(duration.toNanos());
  }

  public synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }
}
