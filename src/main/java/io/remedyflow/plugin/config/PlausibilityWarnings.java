package io.remedyflow.plugin.config;

import io.remedyflow.feishu.ConnectionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds settings that are possible but make no sense. At Feishu's own hosts they cause an
 * exception, because they cannot work there. Elsewhere they cause a warning, because a gateway may
 * have its own rules. Never shows id or secret: the two may be swapped.
 */
final class PlausibilityWarnings {

  private static final String APP_ID_PREFIX = "cli_";

  private PlausibilityWarnings() {}

  /**
   * Checks the settings.
   *
   * @return the warnings to log
   * @throws IllegalArgumentException if the settings cannot work; the message names the property
   */
  static List<String> check(ConnectionSettings settings) {
    boolean feishus = SecretDestination.isFeishus(settings.baseUrl().getHost());
    List<String> doubts = new ArrayList<>();
    if (!settings.appId().startsWith(APP_ID_PREFIX)) {
      doubts.add(
          settings.secretStartsWith(APP_ID_PREFIX)
              ? ".app-id and app-secret look swapped: the secret begins with cli_, as app ids do. Exchange the two."
              : ".app-id does not begin with cli_, as every app id of Feishu does. Copy it from the app's page in the developer console.");
    } else if (settings.secretStartsWith(APP_ID_PREFIX)) {
      doubts.add(
          ".app-secret begins with cli_, as app ids do. Copy the App Secret from the app's page in the developer console.");
    }
    String path = settings.baseUrl().getPath().toLowerCase(Locale.ROOT);
    if (feishus ? !path.isEmpty() : path.contains("/open-apis")) {
      doubts.add(
          ".base-url has a path, to which the path of each call (/open-apis/…) is added. Leave only scheme and host.");
    }
    if (feishus && settings.baseUrl().getScheme().equalsIgnoreCase("http")) {
      doubts.add(".base-url would send the app secret to Feishu without TLS. Use https.");
    }
    doubts.replaceAll(("remedyflow.connections." + settings.name())::concat);
    if (feishus && !doubts.isEmpty()) {
      throw new IllegalArgumentException(doubts.get(0));
    }
    return SecretDestination.isThisMachine(settings.baseUrl().getHost()) ? List.of() : doubts;
  }
}
