package io.remedyflow.camunda;

import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;

/** Port: makes a task's call, or returns the result of a call that was already made. */
@FunctionalInterface
public interface CallInvoker {

  /** Makes the call; the thread waits until it ends. */
  CallInvoker WAITING = (connection, query) -> connection.lookup().allowedRemedies(query);

  /**
   * Returns the outcome of the call, in the thread that runs the task.
   *
   * @throws io.remedyflow.remedy.InvalidRemedyRequestException if the request itself is at fault
   * @throws io.remedyflow.remedy.RemedyLookupException if there is no answer
   */
  RemedyOutcome invoke(RemedyConnection connection, RemedyQuery query);
}
