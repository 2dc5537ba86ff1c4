package io.remedyflow.feishu.http;

import io.remedyflow.feishu.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.AbortPolicy;
import java.util.concurrent.TimeUnit;

/**
 * Ends work that exceeds its time. HttpClient's timeouts bound each step only, and a peer that
 * sends slowly without end stays within all of them.
 *
 * <p>A connection has one thread for this, which exists only while something is under way. Nearly
 * all work ends in time and is then removed from the queue without waking the thread.
 */
public final class DeadlineTimer implements AutoCloseable {

  private final ScheduledThreadPoolExecutor timer;

  public DeadlineTimer(String connection) {
    timer = new DaemonThreads("remedyflow-deadline-" + connection).scheduler();
    timer.setRejectedExecutionHandler(new AbortPolicy());
  }

  /** The time limit of work under way; to be lifted when the work ends. */
  @FunctionalInterface
  public interface Limit {
    void lift();
  }

  /**
   * Runs {@code end} once the time has passed, unless the limit is lifted before.
   *
   * @throws RejectedExecutionException if this timer is closed
   */
  public Limit after(Duration time, Runnable end) {
    Future<?> scheduled = timer.schedule(end, time.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  boolean isClosed() {
    return timer.isShutdown();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
