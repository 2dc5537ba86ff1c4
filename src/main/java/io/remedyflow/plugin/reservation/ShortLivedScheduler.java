package io.remedyflow.plugin.reservation;

import io.remedyflow.feishu.DaemonThreads;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;

/** A timer with one thread, which keeps no JVM alive and ends when the timer is idle. */
public final class ShortLivedScheduler {

  private ShortLivedScheduler() {}

  /** The timer. After its shutdown it drops the planned tasks and ignores new ones. */
  public static ScheduledThreadPoolExecutor named(String name) {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(1, new DaemonThreads(name), new DiscardPolicy());
    clock.setKeepAliveTime(10, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return clock;
  }
}
