package io.remedyflow.feishu;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;

/**
 * Makes every thread of this plugin. None of them keeps a JVM alive, and none holds anything of
 * whoever happened to start it: on a shared engine that is often a web application, and a thread
 * that has its class loader keeps it from being unloaded.
 *
 * @param name of the threads
 */
public record DaemonThreads(String name) implements ThreadFactory {

  /** A daemon with this plugin's own class loader and without inherited thread locals. */
  @Override
  public Thread newThread(Runnable task) {
    Thread thread = withoutTheCallersDomains(task);
    thread.setDaemon(true);
    thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
    return thread;
  }

  /**
   * A thread remembers the protection domains on the stack of its maker, and with them their class
   * loaders. There is no other way to leave them out until Java forgets about them (JEP 486).
   */
  @SuppressWarnings("removal")
  private Thread withoutTheCallersDomains(Runnable task) {
    return AccessController.doPrivileged(
        (PrivilegedAction<Thread>) () -> new Thread(null, task, name, 0, false));
  }
}
