package io.remedyflow.autoconfigure;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** Over HTTP, a connection that does not work is a 503, for clients that read only the status. */
@EndpointWebExtension(endpoint = RemedyflowEndpoint.class)
final class RemedyflowWebExtension {

  private final RemedyflowEndpoint endpoint;

  RemedyflowWebExtension(RemedyflowEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** The same answer, with an HTTP status that says whether the connection works. */
  @ReadOperation
  WebEndpointResponse<Map<String, Object>> check(@Selector String connection) {
    @Nullable Map<String, Object> answer = endpoint.check(connection);
    if (answer == null) {
      return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
    }
    return Boolean.TRUE.equals(answer.get("works"))
        ? new WebEndpointResponse<>(answer)
        : new WebEndpointResponse<>(answer, WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
  }
}
