package io.remedyflow.plugin.config;

import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.SecretSource;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads a connection's secret again from the current configuration.
 *
 * @param name the connection's name
 * @param configuration reads the properties of every connection again, as at the start
 */
record ConfiguredSecret(String name, Supplier<Map<String, ConnectionProperties>> configuration)
    implements SecretSource {

  @Override
  public AppSecret read() {
    ConnectionProperties now = ConnectionNames.broughtTogether(configuration.get()).get(name);
    AppSecret secret = now == null ? null : now.appSecret();
    if (secret == null) {
      throw new IllegalArgumentException(
          "remedyflow.connections." + name + ".app-secret is not set any more");
    }
    return secret;
  }
}
