package io.remedyflow.camunda;

import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;

/** The port to what makes a task's call, or has made it already. */
@FunctionalInterface
public interface CallInvoker {

  /** Makes the call, and has the thread wait for its end. */
  CallInvoker WAITING = (connection, query) -> connection.lookup().allowedRemedies(query);

  /**
   * Asks in the thread that runs the task.
   *
   * @throws io.remedyflow.remedy.InvalidRemedyRequestException if the request itself is at fault
   * @throws io.remedyflow.remedy.RemedyLookupException if there is no answer
   */
  RemedyOutcome invoke(RemedyConnection connection, RemedyQuery query);
}
