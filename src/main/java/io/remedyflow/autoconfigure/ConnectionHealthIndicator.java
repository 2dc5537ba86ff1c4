package io.remedyflow.autoconfigure;

import io.remedyflow.feishu.ConnectionCheck;
import io.remedyflow.feishu.FeishuRemedyLookup;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/**
 * UP where an access token can be had. Asks Feishu for one only where none is kept, and not again
 * soon after a refusal, so that a probe every second costs nothing.
 */
final class ConnectionHealthIndicator extends AbstractHealthIndicator {

  private final FeishuRemedyLookup lookup;

  ConnectionHealthIndicator(FeishuRemedyLookup lookup) {
    super("The health of a Feishu connection could not be found out");
    this.lookup = lookup;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    ConnectionCheck check = lookup.checkToken();
    (check.works() ? health.up() : health.down())
        .withDetail("explanation", check.explanation().in(lookup.settings().language()));
    if (check.code() != null) {
      health.withDetail("code", check.code());
    }
    if (check.logId() != null) {
      health.withDetail("logId", check.logId());
    }
    ConnectionFacts.of(lookup).forEach(health::withDetail);
  }
}
