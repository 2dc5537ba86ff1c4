package io.remedyflow.plugin.job;

import io.remedyflow.camunda.CallInvoker;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import org.jspecify.annotations.Nullable;

/**
 * Gives a task, once, the answer to the call that was made before the task began, if it is the call
 * that the task would make. Otherwise it makes the call now, and the thread waits for it: without
 * <em>Asynchronous before</em>, or if the inputs have changed.
 */
public final class JobCallInvoker implements CallInvoker {

  private static final ThreadScope<PendingCall> MADE = new ThreadScope<>();

  /** Runs a job's task with the call that was made for it; null for none. */
  static void with(@Nullable PendingCall made, Runnable task) {
    MADE.run(made, task);
  }

  @Override
  public RemedyOutcome invoke(RemedyConnection connection, RemedyQuery query) {
    PendingCall made = MADE.take();
    if (made != null && made.isOf(connection, query)) {
      return made.outcome();
    }
    if (made != null) {
      made.isOfNoUse();
    }
    return WAITING.invoke(connection, query);
  }
}
