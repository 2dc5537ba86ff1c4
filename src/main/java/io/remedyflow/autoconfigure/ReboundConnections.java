package io.remedyflow.autoconfigure;

import io.remedyflow.plugin.config.ConnectionProperties;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.core.env.Environment;

/**
 * The connections as Spring's environment has them at this moment, so that a secret that changes
 * there is seen: through Spring Cloud's refresh, a lease of Vault's, or whatever else changes a
 * property source.
 */
record ReboundConnections(Environment environment)
    implements Supplier<Map<String, ConnectionProperties>> {

  @Override
  public Map<String, ConnectionProperties> get() {
    return new RemedyflowBinder(environment).connections();
  }
}
