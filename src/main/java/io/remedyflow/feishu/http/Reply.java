package io.remedyflow.feishu.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP reply, from Feishu or from something in front of it; its body is decompressed and within
 * the size limit.
 */
public final class Reply {

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final boolean fromProxy;
  private final Redaction redaction;

  /**
   * Creates a reply.
   *
   * @param headers by lower-case name
   * @param fromProxy whether the proxy sent this, instead of connecting
   */
  public Reply(int status, Map<String, String> headers, byte[] body, boolean fromProxy) {
    this(status, Map.copyOf(headers), body, fromProxy, Redaction.NONE);
  }

  private Reply(
      int status,
      Map<String, String> headers,
      byte[] body,
      boolean fromProxy,
      Redaction redaction) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.fromProxy = fromProxy;
    this.redaction = redaction;
  }

  /** This reply with this {@link #redaction()} of what was sent with the request. */
  public Reply with(Redaction ofRequest) {
    return new Reply(status, headers, body, fromProxy, ofRequest);
  }

  /** The redaction to apply to each text of this reply that is shown. */
  public Redaction redaction() {
    return redaction;
  }

  public int status() {
    return status;
  }

  /**
   * Whether the proxy sent this, instead of connecting. It then came without TLS, so anyone may
   * have written it.
   */
  public boolean isFromProxy() {
    return fromProxy;
  }

  public boolean serverFailed() {
    return status >= 500;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  public byte[] body() {
    return body;
  }

  /** The first bytes of the body, decoded as UTF-8 even if they are not text. */
  public String beginning(int bytes) {
    return new String(body, 0, Math.min(body.length, bytes), UTF_8);
  }
}
