package io.remedyflow.feishu.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What a thread has told its logger (MDC), to be taken along to another thread: lines about a call
 * then name the process instance that it belongs to, as Camunda has it.
 */
final class LogContext {

  private final @Nullable Map<String, String> context = MDC.getCopyOfContextMap();

  /** That of this thread, as it is now. */
  static LogContext ofThisThread() {
    return new LogContext();
  }

  /** Runs with it; afterwards the thread has what it had before. */
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
