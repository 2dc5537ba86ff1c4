package io.remedyflow.plugin.job;

import io.remedyflow.camunda.CallInvoker;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.Request;
import org.jspecify.annotations.Nullable;

/**
 * Gives a task, once, the answer to the call that was made before the task began, if it is the call
 * that the task would make. Otherwise it makes the call now, and the thread waits for it: without
 * <em>Asynchronous before</em>, or if the inputs have changed.
 */
public final class JobCallInvoker implements CallInvoker {

  private static final ThreadScope<PendingCall<?>> MADE = new ThreadScope<>();

  /** Runs a job's task with the call that was made for it; null for none. */
  static void with(@Nullable PendingCall<?> made, Runnable task) {
    MADE.run(made, task);
  }

  @Override
  public <A> A invoke(RemedyConnection connection, Request<A> request) {
    PendingCall<?> made = MADE.take();
    PendingCall<A> same = made == null ? null : made.ifOf(connection, request).orElse(null);
    if (same != null) {
      return same.outcome();
    }
    if (made != null) {
      made.isUnused();
      if (!made.isRepeatable()) {
        throw new ChangedInputsException();
      }
    }
    return WAITING.invoke(connection, request);
  }
}
