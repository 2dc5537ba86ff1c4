package io.remedyflow.plugin.config;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The properties under {@code remedyflow.cluster}, in Spring's configuration or in a plain
 * engine's: how the nodes of a cluster share an app's calls.
 *
 * @param nodes How many nodes make an app's calls if they share no rate limit: each node then keeps
 *     to its part of requests-per-second and requests-per-minute. 1 by default.
 * @param sharedRateLimit Whether nodes on one PostgreSQL share the rate limit as they need it
 *     ("auto", the default), or never do ("off").
 * @param createTable Whether the table of the shared rate limit may be created if it is absent.
 *     True by default.
 * @param databaseConnections Whether the shared rate limit uses its own database connections, made
 *     as the engine's pool makes its connections ("own", the default), or the engine's DataSource
 *     itself ("engine").
 */
@JsonNaming(KebabCaseStrategy.class)
public record ClusterProperties(
    @Nullable Integer nodes,
    @Nullable String sharedRateLimit,
    @Nullable Boolean createTable,
    @Nullable String databaseConnections) {

  /** The defaults, used if nothing is configured. */
  static final ClusterProperties DEFAULTS = new ClusterProperties(null, null, null, null);

  /** YAML reads an unquoted off as false. */
  private static final List<String> OFF = List.of("off", "false");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a value is invalid; the message names the property
   */
  ClusterProperties checked() {
    if (nodes != null && nodes < 1) {
      throw new IllegalArgumentException(
          "remedyflow.cluster.nodes must be at least 1, not %d.".formatted(nodes));
    }
    if (!connections().equals("own") && !connections().equals("engine")) {
      throw new IllegalArgumentException(
          "remedyflow.cluster.database-connections must be own or engine, not '%s'."
              .formatted(databaseConnections));
    }
    if (!word().equals("auto") && !OFF.contains(word())) {
      throw new IllegalArgumentException(
          "remedyflow.cluster.shared-rate-limit must be auto or off, not '%s'."
              .formatted(sharedRateLimit));
    }
    return this;
  }

  int nodesOrOne() {
    return nodes == null ? 1 : nodes;
  }

  boolean sharesRateLimit() {
    return !OFF.contains(word());
  }

  boolean createsTable() {
    return !Boolean.FALSE.equals(createTable);
  }

  boolean opensDatabaseConnections() {
    return connections().equals("own");
  }

  private String word() {
    return word(sharedRateLimit, "auto");
  }

  private String connections() {
    return word(databaseConnections, "own");
  }

  private static String word(@Nullable String value, String absent) {
    return value == null || value.isBlank() ? absent : value.strip().toLowerCase(Locale.ROOT);
  }
}
