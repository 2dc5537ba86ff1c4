package io.remedyflow.feishu;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;

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
   * A thread holds the protection domains on the stack of its creator, and with them their class
   * loaders. There is no other way to leave them out until Java drops them (JEP 486).
   */
  @SuppressWarnings("removal")
  private Thread withoutTheCallersDomains(Runnable task) {
    return AccessController.doPrivileged(
        (PrivilegedAction<Thread>) () -> new Thread(null, task, name, 0, false));
  }
}
