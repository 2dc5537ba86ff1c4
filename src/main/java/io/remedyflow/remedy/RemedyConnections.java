package io.remedyflow.remedy;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The configured connections by name, and the connection to which each tenant is bound. */
public final class RemedyConnections {

  /** The connection of a task that names none, if the instance's tenant is bound to none. */
  public static final String DEFAULT_NAME = "default";

  private final Map<String, RemedyConnection> byName = new TreeMap<>();
  private final Map<String, String> tenantConnections;

  /**
   * The connections and the tenants' bindings.
   *
   * @param connections at most one of each name
   * @param tenantConnections names of connections by Camunda tenant id
   * @throws IllegalArgumentException if a tenant is bound to a connection that does not exist
   */
  public RemedyConnections(
      Collection<RemedyConnection> connections, Map<String, String> tenantConnections) {
    connections.forEach(connection -> byName.put(connection.name(), connection));
    this.tenantConnections = Map.copyOf(tenantConnections);
    this.tenantConnections.forEach(
        (tenant, name) -> {
          if (!byName.containsKey(name)) {
            throw new IllegalArgumentException(
                "remedyflow.tenant-connections.%s names the connection '%s', which is not configured. Configured: %s"
                    .formatted(tenant, name, knownNames()));
          }
        });
  }

  /**
   * The connection of a task.
   *
   * @param name the connection that the model names; null or blank if it names none
   * @param tenantId the tenant of the process instance; null for none
   * @throws UnusableConnectionException if there is no such connection, or the tenant is bound to
   *     another one
   */
  public RemedyConnection forTask(@Nullable String name, @Nullable String tenantId) {
    String asked = name == null || name.isBlank() ? null : name.strip();
    String bound = bound(tenantId);
    if (asked != null && bound != null && !asked.equals(bound)) {
      throw new UnusableConnectionException(boundElsewhere(asked, bound, String.valueOf(tenantId)));
    }
    String wanted = asked != null ? asked : bound != null ? bound : DEFAULT_NAME;
    RemedyConnection connection = byName.get(wanted);
    if (connection == null) {
      throw new UnusableConnectionException(unknown(wanted));
    }
    return connection;
  }

  /**
   * The language of a message to a tenant's people that a connection is unusable: that of the
   * connection that they usually use.
   */
  public Language language(@Nullable String tenantId) {
    String bound = bound(tenantId);
    RemedyConnection usual = byName.get(bound == null ? DEFAULT_NAME : bound);
    return usual == null ? Language.EN : usual.language();
  }

  /**
   * Tries the id in lower case if no binding has the exact id: names from environment variables are
   * always lower case.
   */
  private @Nullable String bound(@Nullable String tenantId) {
    if (tenantId == null) {
      return null;
    }
    String exact = tenantConnections.get(tenantId);
    return exact != null ? exact : tenantConnections.get(tenantId.toLowerCase(Locale.ROOT));
  }

  private BilingualText unknown(String wanted) {
    String shown = CleanText.of(wanted, 64);
    if (byName.isEmpty()) {
      return new BilingualText(
          "No connection to Feishu is configured. Configure remedyflow.connections.%s.app-id and .app-secret, and start the application again."
              .formatted(shown),
          "尚未配置任何飞书连接。请配置 remedyflow.connections.%s.app-id 和 .app-secret，并重启应用。".formatted(shown));
    }
    return new BilingualText(
        "There is no connection '%s'. Configured: %s. Correct feishuConnection in the model, or configure remedyflow.connections.%s.app-id and .app-secret."
            .formatted(shown, knownNames(), shown),
        "没有名为“%s”的连接。已配置的连接：%s。请修改模型中的 feishuConnection，或配置 remedyflow.connections.%s.app-id 和 .app-secret。"
            .formatted(shown, knownNames(), shown));
  }

  private static BilingualText boundElsewhere(String asked, String bound, String tenant) {
    String shown = CleanText.of(asked, 64);
    return new BilingualText(
        "The tenant '%s' is bound to the connection '%s' and may not use '%s'. Clear feishuConnection in the model, or change remedyflow.tenant-connections."
            .formatted(tenant, bound, shown),
        "租户“%s”已绑定连接“%s”，不能使用“%s”。请清空模型中的 feishuConnection，或修改 remedyflow.tenant-connections。"
            .formatted(tenant, bound, shown));
  }

  private String knownNames() {
    return byName.isEmpty() ? "none" : String.join(", ", byName.keySet());
  }
}
