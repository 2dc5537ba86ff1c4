package io.remedyflow.plugin.job;

import io.remedyflow.feishu.DaemonThreads;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;

/** A timer of one thread, which keeps no JVM alive and is not there while nobody waits. */
final class ShortLivedScheduler {

  private ShortLivedScheduler() {}

  /** The timer; once it is shut down, it forgets what it was to do and what it is told. */
  static ScheduledThreadPoolExecutor named(String name) {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(1, new DaemonThreads(name), new DiscardPolicy());
    clock.setKeepAliveTime(10, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return clock;
  }
}
