package io.remedyflow.plugin.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Merges the properties of one connection whose name is spelled in two ways. Environment variables
 * have neither dashes nor case: the secret of {@code hr-china} arrives under {@code hrchina}.
 */
final class ConnectionNames {

  private ConnectionNames() {}

  /**
   * The connections under the names that people wrote. Two complete connections stay separate,
   * however similar their names are.
   */
  static Map<String, ConnectionProperties> broughtTogether(
      Map<String, ConnectionProperties> connections) {
    Map<String, ConnectionProperties> result = new LinkedHashMap<>(connections);
    connections.forEach(
        (bare, variables) -> {
          var others =
              connections.entrySet().stream()
                  .filter(entry -> !entry.getKey().equals(bare))
                  .filter(entry -> bare.equals(PropertyNames.bare(entry.getKey())))
                  .toList();
          if (others.size() == 1
              && !(variables.isComplete() && others.get(0).getValue().isComplete())) {
            result.remove(bare);
            result.put(others.get(0).getKey(), variables.over(others.get(0).getValue()));
          }
        });
    return result;
  }
}
