package io.remedyflow.feishu.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The logging context (MDC) of a thread, to be used in another thread: log lines about a call then
 * name its process instance, as Camunda sets it.
 */
final class LogContext {

  private final @Nullable Map<String, String> context = MDC.getCopyOfContextMap();

  /** The context of this thread, as it is now. */
  static LogContext ofThisThread() {
    return new LogContext();
  }

  /** Runs a task with this context, and then restores what the thread had before. */
  void run(Runnable task) {
    Map<String, String> before = MDC.getCopyOfContextMap();
    set(context);
    try {
      task.run();
    } finally {
      set(before);
    }
  }

  private static void set(@Nullable Map<String, String> context) {
    if (context == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(context);
    }
  }
}
