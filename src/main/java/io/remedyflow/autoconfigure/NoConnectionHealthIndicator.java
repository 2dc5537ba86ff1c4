package io.remedyflow.autoconfigure;

import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/**
 * The health where no connection is configured: UNKNOWN, since an application that does not use the
 * task yet is not ill.
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
