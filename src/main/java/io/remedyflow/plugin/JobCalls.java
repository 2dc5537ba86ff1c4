package io.remedyflow.plugin;

import io.remedyflow.camunda.CallInvoker;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import org.jspecify.annotations.Nullable;

/**
 * Gives a task the answer to the call that was made before it began, if it is to the very question
 * that the task asks; once. Else the call is made now, and the thread waits for it: without
 * <em>Asynchronous before</em>, or where the inputs have changed.
 */
public final class JobCalls implements CallInvoker {

  private static final ThreadLocal<@Nullable PendingCall> MADE = new ThreadLocal<>();

  /** Runs a job's task, for which this call was made; null for none. */
  static void with(@Nullable PendingCall made, Runnable task) {
    PendingCall outer = MADE.get();
    set(made);
    try {
      task.run();
    } finally {
      set(outer);
    }
  }

  private static void set(@Nullable PendingCall call) {
    if (call == null) {
      MADE.remove();
    } else {
      MADE.set(call);
    }
  }

  @Override
  public RemedyOutcome invoke(RemedyConnection connection, RemedyQuery query) {
    PendingCall made = MADE.get();
    MADE.remove();
    if (made == null) {
      return connection.lookup().allowedRemedies(query);
    }
    if (made.isOf(connection, query)) {
      return made.outcome();
    }
    made.isOfNoUse();
    return connection.lookup().allowedRemedies(query);
  }
}
