package io.remedyflow.autoconfigure;

import io.remedyflow.plugin.ConnectionProperties;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
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
    try {
      return Binder.get(environment)
          .bind("remedyflow.connections", Bindable.mapOf(String.class, ConnectionProperties.class))
          .orElse(Map.of());
    } catch (BindException e) {
      // Without the cause, whose message shows the value.
      throw new IllegalArgumentException("the property " + e.getName() + " cannot be read");
    }
  }
}
