package io.remedyflow.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two hours of life, and the same token again while half an hour of it is left. */
class TokenTest {

  private final SettableClock clock = new SettableClock("2026-03-02T01:00:00Z");
  private final FeishuSimulator feishu = FeishuSimulator.with().clock(clock).start();
  private final Caller caller = new Caller(feishu);

  @AfterEach
  void close() {
    feishu.close();
  }

  @Test
  void the_answer_is_flat() throws Exception {
    JsonNode answer = caller.askForToken();

    assertThat(answer.fieldNames())
        .toIterable()
        .containsExactly("code", "msg", "tenant_access_token", "expire");
    assertThat(answer.path("code").intValue()).isZero();
    assertThat(answer.path("tenant_access_token").textValue()).matches("t-[0-9a-f]{30}");
    assertThat(answer.path("expire").intValue()).isEqualTo(7200);
  }

  @Test
  void a_token_with_half_an_hour_left_comes_again() throws Exception {
    String first = caller.token();

    clock.tick(Duration.ofMinutes(90));
    JsonNode again = caller.askForToken();

    assertThat(again.path("tenant_access_token").asText()).isEqualTo(first);
    assertThat(again.path("expire").intValue()).isEqualTo(1800);
  }

  @Test
  void a_token_with_less_is_replaced_and_lives_on_beside_the_new_one() throws Exception {
    String first = caller.token();

    clock.tick(Duration.ofMinutes(90).plusMillis(1));
    JsonNode second = caller.askForToken();

    assertThat(second.path("tenant_access_token").asText()).isNotEqualTo(first);
    assertThat(second.path("expire").intValue()).isEqualTo(7200);
    assertThat(Caller.code(caller.askWith(first))).isZero();

    clock.tick(Duration.ofMinutes(30));

    assertThat(Caller.code(caller.askWith(first))).isEqualTo(99991663);
    assertThat(Caller.code(caller.askWith(second.path("tenant_access_token").asText()))).isZero();
  }

  @Test
  void a_token_dies_to_the_millisecond() throws Exception {
    String token = caller.token();

    clock.tick(Duration.ofHours(2).minusMillis(1));
    int last = Caller.code(caller.askWith(token));
    clock.tick(Duration.ofMillis(1));

    assertThat(last).isZero();
    assertThat(Caller.code(caller.askWith(token))).isEqualTo(99991663);
  }

  @Test
  void revoked_tokens_are_invalid_and_never_come_again() throws Exception {
    String revoked = caller.token();

    feishu.revokeTokens();

    assertThat(Caller.code(caller.askWith(revoked))).isEqualTo(99991663);
    String next = caller.token();
    assertThat(next).isNotEqualTo(revoked);
    assertThat(Caller.code(caller.askWith(next))).isZero();
  }

  @Test
  void a_token_of_another_app_is_unknown() throws Exception {
    try (var other = FeishuSimulator.with().clock(clock).app("cli_other", "s").start()) {
      String foreign = new Caller(other).token();
      String own = caller.token();

      assertThat(foreign).isNotEqualTo(own);
      assertThat(Caller.code(caller.askWith(foreign))).isEqualTo(99991663);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"app_id\":\"cli_nobody\",\"app_secret\":\"x\"} | 10014 | app id not exists",
        "{\"app_id\":\"cli_simulator\",\"app_secret\":\"x\"} | 10014 | app secret invalid",
        "{\"app_id\":\"simulator\",\"app_secret\":\"x\"} | 10003 | invalid param",
        "{\"app_id\":\"cli_simulator\",\"app_secret\":\"\"} | 10003 | invalid param",
        "{\"app_id\":\"cli_simulator\",\"app_secret\":1} | 10003 | invalid param",
        "{\"app_id\":\"cli_simulator\"} | 10003 | invalid param",
        "{\"app_id\":\"cli_simulator\",\"app_secret\":\"x\" | 10003 | invalid param",
        "[] | 10003 | invalid param",
        "'' | 10003 | invalid param"
      })
  void failures_come_with_http_200(String body, int code, String msg) throws Exception {
    HttpResponse<String> response =
        caller.send(caller.json(Caller.TOKEN_PATH).POST(BodyPublishers.ofString(body)).build());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"code\":%d,\"msg\":\"%s\"}".formatted(code, msg));
    assertThat(Caller.logId(response)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/json", "application/json; charset=gbk"})
  void a_wrong_content_type_is_an_invalid_parameter(String type) throws Exception {
    String body =
        "{\"app_id\":\"%s\",\"app_secret\":\"%s\"}".formatted(feishu.appId(), feishu.appSecret());

    HttpResponse<String> response =
        caller.send(
            caller
                .to(Caller.TOKEN_PATH)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build());

    assertThat(Caller.code(response)).isEqualTo(10003);
  }
}
