package io.remedyflow.autoconfigure;

import io.remedyflow.feishu.ConnectionCheck;
import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.plugin.config.Operations;
import io.remedyflow.plugin.config.RemedyflowConnections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** {@code /actuator/remedyflow}: lists the connections and checks one. */
@Endpoint(id = "remedyflow")
final class RemedyflowEndpoint {

  private final RemedyflowConnections connections;

  RemedyflowEndpoint(RemedyflowConnections connections) {
    this.connections = connections;
  }

  /** Every connection, with its configuration and its current state. Sends nothing to Feishu. */
  @ReadOperation
  Map<String, Object> connections() {
    Map<String, Object> all = new LinkedHashMap<>();
    connections.byName().forEach((name, opened) -> all.put(name, ConnectionFacts.of(opened)));
    return Map.of("connections", all);
  }

  /**
   * Checks one connection by a call for an employee that does not exist. A read operation, because
   * it changes nothing; it costs one call of the connection's rate limit.
   *
   * @return null for a connection that is not configured; over HTTP, this is a 404
   */
  @ReadOperation
  @Nullable Map<String, Object> check(@Selector String connection) {
    FeishuConnection found = connections.byName().get(connection);
    if (found == null) {
      return null;
    }
    ConnectionCheck check = Operations.check(found);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("connection", connection);
    answer.put("works", check.works());
    answer.put("explanation", check.explanation().in(found.settings().language()));
    answer.put("code", check.code());
    answer.put("logId", check.logId());
    return answer;
  }
}
