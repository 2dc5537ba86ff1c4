package io.remedyflow.feishu.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.feishu.http.Redaction;
import io.remedyflow.feishu.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where Feishu's log id and the missing permissions stand in an answer. */
class EnvelopeTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "x-tt-logid,   {},                                             from-header",
        "x-request-id, {},                                             from-header",
        "x-request-id, `{\"log_id\":\"from-error\"}`,                  from-header",
        "x-other,      `{\"log_id\":\"from-error\"}`,                  from-error",
        "x-other,      `{\"logid\":\"from-error\"}`,                   from-error",
        "x-other,      `{\"log_id\":\" \", \"logid\":\"from-error\"}`, from-error"
      })
  void the_log_id_is_found_wherever_feishu_put_it(String header, String error, String logId) {
    assertThat(logId(Map.of(header, "from-header"), error)).isEqualTo(logId);
  }

  @Test
  void an_answer_without_a_log_id_has_none() {
    assertThat(logId(Map.of(), "{}")).isNull();
  }

  @Test
  void no_more_than_five_missing_permissions_are_listed() {
    String violations =
        IntStream.rangeClosed(1, 9)
            .mapToObj("{\"subject\":\"scope:%d\"}"::formatted)
            .collect(Collectors.joining(","));

    assertThat(
            Envelope.read(reply(Map.of(), "{\"permission_violations\":[" + violations + "]}"))
                .orElseThrow()
                .missingPermissions(Redaction.NONE))
        .containsExactly("scope:1", "scope:2", "scope:3", "scope:4", "scope:5");
  }

  private static String logId(Map<String, String> headers, String error) {
    Reply reply = reply(headers, error);
    return Envelope.read(reply).orElseThrow().logId(reply);
  }

  private static Reply reply(Map<String, String> headers, String error) {
    return new Reply(
        400,
        headers,
        "{\"code\":99991672,\"msg\":\"no\",\"error\":%s}"
            .formatted(error)
            .getBytes(StandardCharsets.UTF_8),
        false);
  }
}
