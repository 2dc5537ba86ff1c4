package io.remedyflow.simulator.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.simulator.http.Request;

/** What an endpoint does once a request has passed the {@link Gate}. */
public interface Api {

  /** Without it the app is turned away. */
  Scope scope();

  /**
   * Processes a request.
   *
   * @return the "data" of the answer
   * @throws io.remedyflow.simulator.http.ErrorReplyException with any other code than 0
   */
  ObjectNode data(Request request);
}
