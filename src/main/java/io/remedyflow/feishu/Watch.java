package io.remedyflow.feishu;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * Cancels an exchange at its deadline, or when the thread that waits for it is interrupted.
 *
 * <p>HttpClient's timeouts bound each step; an endless dribble would satisfy all of them. And a
 * blocking socket does not heed an interrupt at all.
 */
final class Watch implements AutoCloseable {

  private static final Duration LOOK_FOR_INTERRUPTS_EVERY = Duration.ofMillis(100);

  private final ScheduledThreadPoolExecutor timer;

  Watch(String connection) {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "remedyflow-deadline-" + connection);
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Watches over one exchange of this thread. */
  @FunctionalInterface
  interface Shift {
    void end();
  }

  /**
   * Begins to watch.
   *
   * @throws RejectedExecutionException if this watch is closed
   */
  Shift over(Cancellable exchange, Duration remaining) {
    Thread caller = Thread.currentThread();
    long tick = LOOK_FOR_INTERRUPTS_EVERY.toNanos();
    ScheduledFuture<?> deadline =
        timer.schedule(exchange::cancel, remaining.toNanos(), TimeUnit.NANOSECONDS);
    ScheduledFuture<?> interrupts =
        timer.scheduleWithFixedDelay(
            () -> {
              if (caller.isInterrupted()) {
                exchange.cancel();
              }
            },
            tick,
            tick,
            TimeUnit.NANOSECONDS);
    return () -> {
      deadline.cancel(false);
      interrupts.cancel(false);
    };
  }

  boolean isClosed() {
    return timer.isShutdown();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
