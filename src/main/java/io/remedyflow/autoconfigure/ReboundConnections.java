package io.remedyflow.autoconfigure;

import io.remedyflow.plugin.config.ConnectionProperties;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.core.env.Environment;

/**
 * Reads the connections from Spring's environment as it is now, to detect a changed secret. The
 * change may come from Spring Cloud's refresh, a Vault lease, or any other change of a property
 * source.
 */
record ReboundConnections(Environment environment)
    implements Supplier<Map<String, ConnectionProperties>> {

  @Override
  public Map<String, ConnectionProperties> get() {
    return new RemedyflowBinder(environment).connections();
  }
}
