package io.remedyflow.feishu;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonProperty.Access;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy on the way to Feishu.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param username null if the proxy needs none
 * @param password null if the proxy needs none
 */
public record ProxySettings(
    String host,
    int port,
    @Nullable String username,
    @JsonProperty(access = Access.WRITE_ONLY) @Nullable String password) {

  /** Checks host and port. */
  public ProxySettings {
    // Configuration may leave the host null, although its type is not nullable.
    if (host == null || host.isBlank()) {
      throw new IllegalArgumentException("proxy.host is missing");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("proxy.port must lie between 1 and 65535, not be " + port);
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "ProxySettings[host=%s, port=%s, username=%s, password=******]"
        .formatted(host, port, username);
  }
}
