package io.remedyflow.autoconfigure;

import io.remedyflow.feishu.ConnectionCheck;
import io.remedyflow.feishu.client.FeishuConnection;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/**
 * UP if an access token can be obtained. Requests one only if none is cached, and not again soon
 * after a failure: a probe every second costs nothing.
 */
final class ConnectionHealthIndicator extends AbstractHealthIndicator {

  private final FeishuConnection connection;

  ConnectionHealthIndicator(FeishuConnection connection) {
    super("The health of a Feishu connection could not be found out");
    this.connection = connection;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    ConnectionCheck check = connection.checkToken();
    (check.works() ? health.up() : health.down())
        .withDetail("explanation", check.explanation().in(connection.settings().language()));
    if (check.code() != null) {
      health.withDetail("code", check.code());
    }
    if (check.logId() != null) {
      health.withDetail("logId", check.logId());
    }
    ConnectionFacts.of(connection).forEach(health::withDetail);
  }
}
