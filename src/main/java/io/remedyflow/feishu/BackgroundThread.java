package io.remedyflow.feishu;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs background work on one thread, so no job waits for it. The thread exists only while there is
 * work and does not keep the JVM alive. After {@link #close()}, new work is discarded.
 */
public final class BackgroundThread implements Executor, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundThread.class);

  private final String name;
  private final ThreadPoolExecutor executor;

  public BackgroundThread(String connection) {
    name = "remedyflow-background-" + connection;
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DaemonThreads(name),
            new ThreadPoolExecutor.DiscardPolicy());
    executor.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(() -> run(task));
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("The work of {} failed unexpectedly.", name, e);
    }
  }

  public boolean isClosed() {
    return executor.isShutdown();
  }

  /** Interrupts the running task and discards the waiting ones. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
