package io.remedyflow.autoconfigure;

import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.Disclosure;
import io.remedyflow.feishu.ProxySettings;
import io.remedyflow.plugin.config.ConnectionProperties;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Redacts the secrets of connections and the passwords of their proxies in Actuator's {@code env}
 * and {@code configprops}, even if {@code show-values} is {@code always}.
 *
 * <p>It finds them by the property's name, in every spelling that Spring accepts, and by the value
 * of any property. The value may be the secret or only contain it: a variable that a placeholder
 * names, a command line, JSON.
 */
final class MaskedSecrets implements SanitizingFunction {

  private static final Pattern NOT_ALPHANUMERIC = Pattern.compile("[^a-z0-9]");
  private static final Pattern SECRET =
      Pattern.compile("remedyflowconnections.*(appsecret|proxypassword)");

  private final Map<String, ConnectionProperties> atStart;
  private final Supplier<Map<String, ConnectionProperties>> now;

  /**
   * @param atStart the connections as they were bound when the application started
   * @param now reads them again, because a secret may have changed
   */
  MaskedSecrets(
      Map<String, ConnectionProperties> atStart, Supplier<Map<String, ConnectionProperties>> now) {
    this.atStart = atStart;
    this.now = now;
  }

  @Override
  public SanitizableData apply(SanitizableData data) {
    return isSecret(data.getKey()) || isSecretValue(data.getValue())
        ? data.withSanitizedValue()
        : data;
  }

  private static boolean isSecret(String key) {
    String bare = NOT_ALPHANUMERIC.matcher(key.toLowerCase(Locale.ROOT)).replaceAll("");
    return SECRET.matcher(bare).matches();
  }

  private boolean isSecretValue(@Nullable Object value) {
    String text = value == null ? "" : value.toString(); // YAML reads some passwords as numbers
    return !text.isBlank()
        && Stream.of(atStart, current())
            .flatMap(connections -> connections.values().stream())
            .anyMatch(connection -> isSecretOf(connection, text));
  }

  private Map<String, ConnectionProperties> current() {
    try {
      return now.get();
    } catch (IllegalArgumentException e) {
      return Map.of(); // a partial change; the names still redact
    }
  }

  private static boolean isSecretOf(ConnectionProperties connection, String value) {
    AppSecret secret = connection.appSecret();
    ProxySettings proxy = connection.proxy();
    String password = proxy == null ? null : proxy.password();
    return (secret != null && secret.isIn(value))
        || (password != null && Disclosure.isIn(value, password));
  }
}
