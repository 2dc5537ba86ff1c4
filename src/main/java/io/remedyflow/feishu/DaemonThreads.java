package io.remedyflow.feishu;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;

/**
 * Creates every thread of this plugin. The threads do not keep the JVM alive and hold nothing of
 * the code that starts them. On a shared engine that code is often a web application, and a thread
 * that holds its class loader keeps it from being unloaded.
 *
 * @param name the name of the threads
 */
public record DaemonThreads(String name) implements ThreadFactory {

  /**
   * Creates a daemon thread with this plugin's own class loader and without inherited thread
   * locals.
   */
  @Override
  public Thread newThread(Runnable task) {
    Thread thread = withoutTheCallersDomains(task);
    thread.setDaemon(true);
    thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
    return thread;
  }

  /**
   * A timer with one such thread, which ends when the timer is idle. After its shutdown it drops
   * the planned tasks and ignores new ones.
   */
  public ScheduledThreadPoolExecutor scheduler() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, this, new DiscardPolicy());
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /**
   * A thread holds the protection domains on the stack of its creator, and with them their class
   * loaders. There is no other way to leave them out until Java drops them (JEP 486).
   */
  @SuppressWarnings("removal")
  private Thread withoutTheCallersDomains(Runnable task) {
    return AccessController.doPrivileged(
        (PrivilegedAction<Thread>) () -> new Thread(null, task, name, 0, false));
  }
}
