package io.remedyflow.testing.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/** Answers as they go over the wire. */
public final class RawAnswer {

  private RawAnswer() {}

  /**
   * A proper answer.
   *
   * @param headers beside the length, each with its line end
   */
  public static String of(int status, String headers, String body) {
    return head(status, headers, body.getBytes(UTF_8).length) + body;
  }

  /** What comes before a body of that length. */
  static String head(int status, String headers, int length) {
    return String.format(
        Locale.ROOT,
        "HTTP/1.1 %d Whatever\r\nContent-Length: %d\r\n%s\r\n",
        status,
        length,
        headers);
  }

  /** What the endpoint for tokens says. */
  public static String token(String token) {
    return of(
        200,
        "",
        "{\"code\":0,\"msg\":\"ok\",\"tenant_access_token\":\"%s\",\"expire\":7200}"
            .formatted(token));
  }
}
