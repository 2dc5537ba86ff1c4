package io.remedyflow.feishu;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final Set<Interruptible> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();

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
    ScheduledFuture<?> deadline =
        timer.schedule(exchange::cancel, remaining.toNanos(), TimeUnit.NANOSECONDS);
    Interruptible it = new Interruptible(Thread.currentThread(), exchange);
    underWay.add(it);
    lookForInterrupts();
    return () -> {
      underWay.remove(it);
      deadline.cancel(false);
    };
  }

  /** One timer for all exchanges, as long as there are any: one for each would wake its thread. */
  private void lookForInterrupts() {
    if (looking.compareAndSet(false, true)) {
      var unused =
          timer.schedule(this::look, LOOK_FOR_INTERRUPTS_EVERY.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    looking.set(false);
    underWay.forEach(Interruptible::cancelIfInterrupted);
    if (!underWay.isEmpty()) {
      lookForInterrupts();
    }
  }

  /** Equal to nothing but itself. */
  private static final class Interruptible {

    private final Thread caller;
    private final Cancellable exchange;

    Interruptible(Thread caller, Cancellable exchange) {
      this.caller = caller;
      this.exchange = exchange;
    }

    void cancelIfInterrupted() {
      if (caller.isInterrupted()) {
        exchange.cancel();
      }
    }
  }

  boolean isClosed() {
    return timer.isShutdown();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
