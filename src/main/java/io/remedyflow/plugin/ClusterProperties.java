package io.remedyflow.plugin;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What stands under {@code remedyflow.cluster}, be it in Spring's configuration or in a plain
 * engine's: how the nodes of a cluster share an app's calls.
 *
 * @param nodes On how many nodes an app's calls are made where they share no budget: each keeps to
 *     its part of requests-per-second and requests-per-minute. 1 by default.
 * @param sharedBudget Whether nodes on one PostgreSQL share the calls as they need them ("auto",
 *     the default), or never do ("off").
 * @param createTable Whether the table of the shared budget may be created where it is absent. True
 *     by default.
 */
@JsonNaming(KebabCaseStrategy.class)
public record ClusterProperties(
    @Nullable Integer nodes, @Nullable String sharedBudget, @Nullable Boolean createTable) {

  /** What holds where nothing is configured. */
  static final ClusterProperties DEFAULTS = new ClusterProperties(null, null, null);

  /** YAML takes an unquoted off for false. */
  private static final List<String> OFF = List.of("off", "false");

  /**
   * Looks for what makes no sense.
   *
   * @throws IllegalArgumentException if there is something; the message names the property
   */
  ClusterProperties checked() {
    if (nodes != null && nodes < 1) {
      throw new IllegalArgumentException(
          "remedyflow.cluster.nodes must be at least 1, not %d.".formatted(nodes));
    }
    if (!word().equals("auto") && !OFF.contains(word())) {
      throw new IllegalArgumentException(
          "remedyflow.cluster.shared-budget must be auto or off, not '%s'."
              .formatted(sharedBudget));
    }
    return this;
  }

  int nodesOrOne() {
    return nodes == null ? 1 : nodes;
  }

  boolean sharesBudget() {
    return !OFF.contains(word());
  }

  boolean createsTable() {
    return !Boolean.FALSE.equals(createTable);
  }

  private String word() {
    return sharedBudget == null || sharedBudget.isBlank()
        ? "auto"
        : sharedBudget.strip().toLowerCase(Locale.ROOT);
  }
}
