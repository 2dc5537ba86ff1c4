package io.remedyflow.feishu.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.remedyflow.feishu.http.Redaction;
import io.remedyflow.feishu.http.Reply;
import io.remedyflow.remedy.CleanText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The wrapper of every answer of Feishu's open platform. The token endpoint puts its values beside
 * {@code code}, all others under {@code data}.
 */
public record Envelope(
    @Nullable Integer code,
    @Nullable String msg,
    @Nullable JsonNode data,
    @Nullable JsonNode error,
    @JsonProperty("tenant_access_token") @Nullable String tenantAccessToken,
    @Nullable Long expire) {

  /** Tolerates what is new; strict where a guess could be wrong. */
  public static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          // Otherwise any number except 0 would be true.
          .withCoercionConfig(
              LogicalType.Boolean,
              config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private static final ObjectReader READER = JSON.readerFor(Envelope.class);

  private static final int MSG_AT_MOST = 200;

  /** The bytes of a request's body. */
  public static byte[] json(Object body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of strings and numbers is always JSON", e);
    }
  }

  /** Reads a reply's body; empty if it is not a JSON object in UTF-8 with a code. */
  static Optional<Envelope> read(Reply reply) {
    try {
      Envelope envelope = READER.readValue(text(reply.body()));
      return envelope == null || envelope.code == null ? Optional.empty() : Optional.of(envelope);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The body as text. JSON between systems is UTF-8 (RFC 8259), so a declared charset is ignored; a
   * byte order mark is skipped. Jackson alone would guess the charset, and accept overlong bytes.
   */
  private static String text(byte[] body) throws CharacterCodingException {
    String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  public int requiredCode() {
    if (code == null) {
      throw new IllegalStateException("read() lets no envelope without a code pass");
    }
    return code;
  }

  /** Feishu's message as one clean line, for matching; empty if there is none. */
  String cleanMsg() {
    return msg == null ? "" : CleanText.of(msg, MSG_AT_MOST);
  }

  /** Feishu's message as one clean line, redacted for display; empty if there is none. */
  String shownMsg(Redaction redaction) {
    return msg == null ? "" : redaction.clean(msg, MSG_AT_MOST);
  }

  /** Feishu's log id: from the headers, else from the error. */
  @Nullable String logId(Reply reply) {
    return reply
        .header("X-Tt-Logid")
        .or(() -> reply.header("X-Request-Id"))
        .or(() -> errorText("log_id"))
        .or(() -> errorText("logid"))
        .map(id -> reply.redaction().clean(id, 100))
        .orElse(null);
  }

  /** The permissions that Feishu says are missing. */
  List<String> missingPermissions(Redaction redaction) {
    List<String> subjects = new ArrayList<>();
    if (error != null) {
      error
          .path("permission_violations")
          .forEach(
              violation -> {
                String subject =
                    violation.path("subject").asText(violation.path("scope").asText(""));
                if (!subject.isBlank() && subjects.size() < 5) {
                  subjects.add(redaction.clean(subject, 80));
                }
              });
    }
    return subjects;
  }

  private Optional<String> errorText(String field) {
    return Optional.ofNullable(error)
        .map(node -> node.path(field).asText(""))
        .filter(text -> !text.isBlank());
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "Envelope[code=" + code + "]";
  }
}
