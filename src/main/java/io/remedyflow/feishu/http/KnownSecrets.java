package io.remedyflow.feishu.http;

import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.ProxySettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The secrets that a reply could repeat and that must not be shown. Feishu, a gateway or a proxy
 * may quote the request in an error page.
 */
public final class KnownSecrets {

  private KnownSecrets() {}

  /** The secrets of a connection, in the forms in which they are sent, and the given ones. */
  public static List<String> of(ConnectionSettings settings, String... more) {
    List<String> secrets = new ArrayList<>(List.of(more));
    secrets.add(settings.appSecret().reveal());
    ProxySettings proxy = settings.proxy();
    if (proxy != null && proxy.password() != null && !proxy.password().isEmpty()) {
      byte[] basic = (proxy.username() + ":" + proxy.password()).getBytes(StandardCharsets.UTF_8);
      secrets.add(Base64.getEncoder().encodeToString(basic));
      secrets.add(proxy.password());
    }
    return secrets;
  }
}
