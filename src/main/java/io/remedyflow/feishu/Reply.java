package io.remedyflow.feishu;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What came back over HTTP, whatever it was; the body decompressed and within the cap. */
final class Reply {

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final boolean proxys;

  /**
   * A reply.
   *
   * @param headers by lower-case name
   * @param proxys whether the proxy said this, instead of connecting
   */
  Reply(int status, Map<String, String> headers, byte[] body, boolean proxys) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
    this.proxys = proxys;
  }

  /** This reply, blank wherever it echoes one of the secrets that were sent. */
  Reply without(List<String> secrets) {
    String characters = new String(body, ISO_8859_1);
    if (secrets.stream().noneMatch(secret -> echoes(secret, characters))) {
      return this; // nearly always
    }
    Map<String, String> cleanHeaders = new HashMap<>(headers);
    cleanHeaders.replaceAll((name, value) -> blank(value, secrets));
    List<String> inBody = secrets.stream().map(Reply::bytes).toList();
    return new Reply(status, cleanHeaders, blank(characters, inBody).getBytes(ISO_8859_1), proxys);
  }

  private boolean echoes(String secret, String characters) {
    return characters.contains(bytes(secret))
        || headers.values().stream().anyMatch(value -> value.contains(secret));
  }

  /** As it stands in a body that is taken for one character a byte, so that no byte changes. */
  private static String bytes(String secret) {
    return new String(secret.getBytes(UTF_8), ISO_8859_1);
  }

  private static String blank(String text, List<String> secrets) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, "******");
    }
    return clean;
  }

  int status() {
    return status;
  }

  /**
   * Whether the proxy said this, instead of connecting: without TLS, so that anybody may have
   * written it.
   */
  boolean isProxys() {
    return proxys;
  }

  boolean serverFailed() {
    return status >= 500;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  byte[] body() {
    return body;
  }

  /** The first bytes of the body as text, whatever they are. */
  String beginning(int bytes) {
    return new String(body, 0, Math.min(body.length, bytes), UTF_8);
  }
}
