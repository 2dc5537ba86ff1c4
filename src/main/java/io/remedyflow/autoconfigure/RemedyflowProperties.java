package io.remedyflow.autoconfigure;

import io.remedyflow.plugin.config.ClusterProperties;
import io.remedyflow.plugin.config.ConnectionProperties;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Remedyflow's configuration.
 *
 * @param connections Connections to Feishu or Lark, by the name that models use. Tasks that name no
 *     connection use "default".
 * @param tenantConnections Names of connections by Camunda tenant id. Instances of such a tenant
 *     use only that connection.
 * @param cluster How the nodes of a cluster share an app's rate limit.
 * @param checkOnStartup Whether to check each connection by a call to Feishu when the application
 *     is ready, and to log the result.
 */
@ConfigurationProperties("remedyflow")
public record RemedyflowProperties(
    Map<String, ConnectionProperties> connections,
    Map<String, String> tenantConnections,
    @NestedConfigurationProperty ClusterProperties cluster,
    @DefaultValue("false") boolean checkOnStartup) {

  /** An absent map becomes an empty map. */
  public RemedyflowProperties(
      @Nullable Map<String, ConnectionProperties> connections,
      @Nullable Map<String, String> tenantConnections,
      @DefaultValue ClusterProperties cluster,
      @DefaultValue("false") boolean checkOnStartup) {
    this.connections = connections == null ? Map.of() : Map.copyOf(connections);
    this.tenantConnections = tenantConnections == null ? Map.of() : Map.copyOf(tenantConnections);
    this.cluster = cluster;
    this.checkOnStartup = checkOnStartup;
  }
}
