package io.remedyflow.camunda;

import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.Request;

/** Port: makes a task's call, or returns the result of a call that was already made. */
public interface CallInvoker {

  /** Makes the call; the thread waits until it ends. */
  CallInvoker WAITING =
      new CallInvoker() {
        @Override
        public <A> A invoke(RemedyConnection connection, Request<A> request) {
          return connection.calls().call(request);
        }
      };

  /**
   * Returns the answer to a request, in the thread that runs the task.
   *
   * @throws io.remedyflow.remedy.RequestRejectedException if the request itself is at fault
   * @throws io.remedyflow.remedy.CallFailedException if there is no answer
   */
  <A> A invoke(RemedyConnection connection, Request<A> request);
}
