package io.remedyflow.security;

import static io.remedyflow.security.Parrot.http;

import io.remedyflow.testing.http.RawRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The ways in which a far side may repeat token and secret. A connection of the name of each way,
 * with an app id that ends in it, is treated that way.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum EchoingFeishu {
  ANSWER(
      "AVAILABLE",
      echo ->
          http(
              200,
              Map.of("X-Tt-Logid", echo),
              "{\"code\":0,\"msg\":\"%1$s\",\"%1$s\":1,\"data\":{\"user_allowed_remedys\":[{\"remedy_date\":20240105,\"punch_status\":\"%1$s\",\"normal_punch_time\":\"%1$s\"}]}}"
                  .formatted(echo))),
  DENIAL("NOT_ALLOWED", echo -> envelope(400, 1226502, echo)),
  REJECTION("REJECTED", echo -> envelope(400, 1220001, echo)),
  FAILURE("UNAVAILABLE", echo -> envelope(500, 1225000, echo)),
  UNKNOWN_CODE(
      "UNAVAILABLE",
      echo ->
          http(
              200,
              Map.of("X-Tt-Logid", echo, "Retry-After", echo),
              "{\"code\":7,\"msg\":\"%1$s\",\"error\":{\"log_id\":\"%1$s\"}}".formatted(echo))),
  UNKNOWN_CODE_WITH_RESET("no retry lost", echo -> envelope(200, 7, echo)),
  PERMISSION("UNAVAILABLE", echo -> envelope(400, 99991672, echo)),
  STALE_TOKEN("UNAVAILABLE", echo -> envelope(400, 99991663, echo)),
  TURNED_AWAY("no retry lost", echo -> envelope(429, 99991400, echo)),
  PORTAL(
      "UNAVAILABLE",
      echo -> http(200, Map.of("Content-Type", "text/html; x=" + echo), "<p>" + echo + "</p>")),
  GATEWAY("UNAVAILABLE", echo -> http(502, Map.of("Retry-After", echo), echo)),
  REDIRECT(
      "UNAVAILABLE",
      echo ->
          http(
              302,
              Map.of("Location", "https://" + echo.substring(0, echo.indexOf(" ")) + "/" + echo),
              "")),
  WRONG_TYPE(
      "UNAVAILABLE",
      echo ->
          http(
              200,
              Map.of(),
              "{\"code\":0,\"data\":{\"user_allowed_remedys\":[{\"remedy_date\":\"%1$s\"}]}}"
                  .formatted(echo))),
  STATUS_LINE("UNAVAILABLE", echo -> Optional.of("HTTP/1.1 " + echo + "\r\n\r\n")),
  HEADER_LINE("UNAVAILABLE", echo -> Optional.of("HTTP/1.1 200 OK\r\n" + echo + "\r\n\r\n")),
  LENGTH(
      "UNAVAILABLE",
      echo -> Optional.of("HTTP/1.1 200 OK\r\nContent-Length: " + echo + "\r\n\r\n{}")),
  ENCODING("UNAVAILABLE", echo -> http(200, Map.of("Content-Encoding", echo), "{\"code\":0}")),
  CHUNK(
      "UNAVAILABLE",
      echo ->
          Optional.of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + echo + "\r\n{}")),
  SILENCE("UNAVAILABLE", echo -> Optional.empty()),

  TOKEN_DENIED("UNAVAILABLE", echo -> envelope(200, 10014, echo)),
  TOKEN_GARBLED("UNAVAILABLE", echo -> http(400, Map.of("Content-Type", echo), echo)),
  TOKEN_BROKEN(
      "UNAVAILABLE",
      echo -> http(200, Map.of(), "{\"code\":0,\"tenant_access_token\":\"" + EchoingFeishu.TOKEN)),
  TOKEN_HEADER_LINE("UNAVAILABLE", HEADER_LINE.mouth),
  TOKEN_SILENCE("UNAVAILABLE", SILENCE.mouth);

  /** How every token begins. */
  static final String TOKEN = "t-echoed-token-of-the-sinks-";

  /** The secret of every connection. */
  static final String SECRET = "echoed-secret-of-the-sinks";

  private static final AtomicInteger ISSUED = new AtomicInteger();

  private final String status;
  private final Function<String, Optional<String>> mouth;

  EchoingFeishu(String status, Function<String, Optional<String>> mouth) {
    this.status = status;
    this.mouth = mouth;
  }

  private static Optional<String> envelope(int status, int code, String echo) {
    return http(
        status,
        Map.of("X-Tt-Logid", echo, "x-ogw-ratelimit-reset", echo),
        "{\"code\":%2$d,\"msg\":\"%1$s\",\"error\":{\"log_id\":\"%1$s\",\"permission_violations\":[{\"subject\":\"%1$s\"}]}}"
            .formatted(echo, code));
  }

  /** The status of a task that calls this one, or of its job while that waits. */
  String status() {
    return status;
  }

  String connection() {
    return name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  private boolean isAboutTokens() {
    return name().startsWith("TOKEN_");
  }

  /** Finds the way by the app id, or by the token that the way issued; or plays a proxy. */
  static Optional<String> answer(RawRequest request) {
    if (request.line().contains("nobody.invalid")) {
      String echo = request.header("Proxy-Authorization");
      return http(
          407,
          Map.of("Proxy-Authenticate", "Basic realm=\"x\"", "X-Tt-Logid", echo),
          "{\"code\":7,\"msg\":\"" + echo + "\"}");
    }
    for (EchoingFeishu way : values()) {
      String mark = "." + way.connection() + ".";
      if (request.body().contains(mark) || request.head().contains(mark)) {
        if (request.wantsToken()) {
          return way.isAboutTokens() ? way.mouth.apply(SECRET) : token(mark);
        }
        return way.mouth.apply(
            request.header("Authorization").replace("Bearer ", "") + " " + SECRET);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> token(String mark) {
    return http(
        200,
        Map.of("X-Tt-Logid", SECRET),
        "{\"code\":0,\"msg\":\"%s\",\"expire\":7200,\"tenant_access_token\":\"%s\"}"
            .formatted(SECRET, TOKEN + mark + ISSUED.incrementAndGet()));
  }
}
