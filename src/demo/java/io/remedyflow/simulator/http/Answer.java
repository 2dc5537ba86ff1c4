package io.remedyflow.simulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes back over the wire. */
public final class Answer {

  private static final String JSON = "application/json; charset=utf-8";

  private final int status;
  private final @Nullable Integer code;
  private final Map<String, String> headers;
  private final byte[] body;

  private Answer(int status, @Nullable Integer code, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.body = body;
  }

  /** A body that need not be text. */
  public static Answer raw(int status, String contentType, byte[] body) {
    return new Answer(status, null, Map.of("Content-Type", contentType), body);
  }

  /** A text in UTF-8. */
  public static Answer text(int status, String contentType, String text) {
    return raw(status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What Feishu says to a path that it does not know. */
  public static Answer notFound() {
    return text(404, "text/plain", "404 page not found");
  }

  /** A JSON object; its member "code" is the answer's code. */
  public static Answer json(int status, ObjectNode body) {
    return new Answer(
        status, body.path("code").intValue(), Map.of("Content-Type", JSON), Json.bytes(body));
  }

  /** Feishu's envelope of a failure; of success, were the code 0. */
  public static Answer envelope(int status, int code, String msg, String logId) {
    ObjectNode body = Json.object().put("code", code).put("msg", msg);
    if (code != 0) {
      body.putObject("error").put("log_id", logId);
    }
    return json(status, body);
  }

  /** These headers beside the present ones, and in their place where they have the same name. */
  public Answer with(Map<String, String> more) {
    var merged = new LinkedHashMap<>(headers);
    merged.putAll(more);
    return new Answer(status, code, merged, body);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** Null where the body has none that this side knows of. */
  public @Nullable Integer code() {
    return code;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }
}
