package io.remedyflow.plugin.config;

import io.remedyflow.feishu.ConnectionSettings;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks where a connection sends its app secret, and warns if that may be a mistake. */
final class SecretDestination {

  private static final Set<String> OFFICIAL = Set.of("open.feishu.cn", "open.larksuite.com");
  private static final Pattern THIS_MACHINE =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[(0:){7}1]");

  private SecretDestination() {}

  /** Whether a host belongs to Feishu or Lark. */
  static boolean isFeishus(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".feishu.cn") || name.endsWith(".larksuite.com");
  }

  static boolean isThisMachine(String host) {
    return THIS_MACHINE.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  /** One warning, or none: a stand-in on this machine gets no warning. */
  static Optional<String> warning(ConnectionSettings settings) {
    String host = settings.baseUrl().getHost().toLowerCase(Locale.ROOT);
    boolean official = OFFICIAL.contains(host);
    boolean clear = settings.baseUrl().getScheme().equalsIgnoreCase("http");
    if (isThisMachine(host) || (official && !clear)) {
      return Optional.empty();
    }
    return Optional.of(
        "Connection %1$s sends its app secret to %2$s%3$s%4$s. Check remedyflow.connections.%1$s.base-url%5$s."
            .formatted(
                settings.name(),
                host,
                official ? "" : ", which is neither open.feishu.cn nor open.larksuite.com",
                clear ? official ? " without TLS" : ", and without TLS" : "",
                clear ? ", and use https" : ""));
  }
}
