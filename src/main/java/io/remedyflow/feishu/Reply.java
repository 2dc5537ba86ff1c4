package io.remedyflow.feishu;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What came back over HTTP, whatever it was; the body decompressed and within the cap. */
final class Reply {

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  /**
   * A reply.
   *
   * @param headers by lower-case name
   */
  Reply(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  int status() {
    return status;
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
    return new String(body, 0, Math.min(body.length, bytes), StandardCharsets.UTF_8);
  }
}
