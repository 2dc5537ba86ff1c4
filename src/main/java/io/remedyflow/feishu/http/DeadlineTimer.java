package io.remedyflow.feishu.http;

import io.remedyflow.feishu.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends what takes longer than it may: HttpClient's timeouts bound each step, and an endless dribble
 * would satisfy all of them.
 *
 * <p>One thread for a connection, which is there while something is under way. Nearly everything
 * ends in time, and is then taken out of the queue without waking it.
 */
public final class DeadlineTimer implements AutoCloseable {

  private final ScheduledThreadPoolExecutor timer;

  public DeadlineTimer(String connection) {
    timer =
        new ScheduledThreadPoolExecutor(1, new DaemonThreads("remedyflow-deadline-" + connection));
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
  }

  /** What is under way; to be told when it has ended by itself. */
  @FunctionalInterface
  public interface Limit {
    void lift();
  }

  /**
   * Does this once the time has passed, unless the limit is lifted before.
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
