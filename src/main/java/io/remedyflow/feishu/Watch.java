package io.remedyflow.feishu;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * Cancels an exchange at its deadline, or when the thread that waits for it is interrupted.
 *
 * <p>HttpClient's timeouts bound each step; an endless dribble would satisfy all of them. And a
 * blocking socket does not heed an interrupt at all.
 *
 * <p>Nearly every exchange ends long before its deadline. So one timer looks at all that are under
 * way, as long as there are any, and only what is about to end gets one of its own.
 */
final class Watch implements AutoCloseable {

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final ScheduledThreadPoolExecutor timer;
  private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();

  Watch(String connection) {
    timer =
        new ScheduledThreadPoolExecutor(1, new DaemonThreads("remedyflow-deadline-" + connection));
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
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
    if (isClosed()) {
      throw new RejectedExecutionException("nothing is watched any more");
    }
    Exchange it =
        new Exchange(Thread.currentThread(), exchange, System.nanoTime() + remaining.toNanos());
    underWay.add(it);
    try {
      cancelAtDeadlineIfNear(it);
      lookAgain();
    } catch (RuntimeException | Error e) {
      underWay.remove(it);
      throw e;
    }
    return () -> underWay.remove(it);
  }

  private void lookAgain() {
    if (looking.compareAndSet(false, true)) {
      try {
        var unused = timer.schedule(this::look, LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
      } catch (RuntimeException | Error e) {
        looking.set(false); // no thread is to be had now: the next exchange tries again
        throw e;
      }
    }
  }

  private void look() {
    looking.set(false);
    try {
      underWay.forEach(this::cancelAtDeadlineIfNear);
      underWay.forEach(Exchange::cancelIfInterrupted);
    } finally {
      if (!underWay.isEmpty()) {
        lookAgain();
      }
    }
  }

  /** The next look would come too late for it. */
  private void cancelAtDeadlineIfNear(Exchange it) {
    long left = it.endNanos - System.nanoTime();
    if (left <= LOOK_EVERY.toNanos()) {
      var unused = timer.schedule(() -> cancelIfUnderWay(it), left, TimeUnit.NANOSECONDS);
    }
  }

  private void cancelIfUnderWay(Exchange it) {
    if (underWay.contains(it)) {
      it.exchange.cancel();
    }
  }

  /** Equal to nothing but itself. */
  private static final class Exchange {

    private final Thread caller;
    private final Cancellable exchange;
    private final long endNanos;

    Exchange(Thread caller, Cancellable exchange, long endNanos) {
      this.caller = caller;
      this.exchange = exchange;
      this.endNanos = endNanos;
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
