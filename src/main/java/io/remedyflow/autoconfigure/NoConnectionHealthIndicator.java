package io.remedyflow.autoconfigure;

import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/**
 * The health if no connection is configured: UNKNOWN, because an application that does not use the
 * task yet is not broken.
 */
final class NoConnectionHealthIndicator extends AbstractHealthIndicator {

  @Override
  protected void doHealthCheck(Health.Builder health) {
    health
        .unknown()
        .withDetail(
            "explanation",
            "No Feishu connection is configured. Set remedyflow.connections.default.app-id and remedyflow.connections.default.app-secret.");
  }
}
