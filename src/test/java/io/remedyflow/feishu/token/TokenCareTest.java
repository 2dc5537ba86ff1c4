package io.remedyflow.feishu.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.TestCaller;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCareTest {

  @AutoClose private final FeishuSimulator feishu = FeishuSimulator.start();
  @AutoClose private final TestCaller caller = TestCaller.of(feishu);

  @Test
  void the_token_is_requested_as_the_page_has_it() {
    caller.call("late.li");

    assertThat(feishu.tokenRequests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.method()).isEqualTo("POST");
              assertThat(request.path())
                  .isEqualTo("/open-apis/auth/v3/tenant_access_token/internal");
              assertThat(request.headers())
                  .containsEntry("Content-Type", "application/json; charset=utf-8")
                  .doesNotContainKey("Authorization");
              assertThat(request.body())
                  .isEqualTo(
                      "{\"app_id\":\"%s\",\"app_secret\":\"%s\"}"
                          .formatted(feishu.appId(), feishu.appSecret()));
            });
  }

  @Test
  void many_calls_need_one_token() {
    caller.call("late.li");
    caller.call("early.chen");
    caller.call("free.wu");

    assertThat(feishu.tokenRequests()).hasSize(1);
  }

  @Test
  @Provokes(FaultRow.T1)
  void a_revoked_token_is_replaced_unseen() {
    caller.call("late.li");
    feishu.revokeTokens();

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(feishu.tokenRequests()).hasSize(2);
    assertThat(feishu.remedyRequests()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {99991661, 99991663, 99991664, 99991665, 99991668, 99991671, 99991677})
  @Provokes(FaultRow.T1)
  void a_token_that_is_rejected_twice_is_not_tried_a_third_time(int code) {
    feishu.onRemedies(Fault.answer(400, code, "Invalid access token"), Fault.answer(200, code, ""));

    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("late.li"));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.retryable()).isFalse();
    assertThat(feishu.remedyRequests()).hasSize(2);
  }

  @Test
  @Provokes(FaultRow.T6)
  void a_wrong_secret_is_a_permanent_failure() {
    try (TestCaller wrong =
        TestCaller.of(feishu, settings -> settings.appSecret(AppSecret.of("wrong")))) {
      var failure = catchThrowableOfType(FeishuException.class, () -> wrong.call("late.li"));

      assertThat(failure.code()).isEqualTo(10014);
      assertThat(failure.retryable()).isFalse();
      assertThat(failure).hasMessageContaining("app-secret").hasMessageNotContaining("wrong");
      assertThat(feishu.tokenRequests()).hasSize(1);
      assertThat(feishu.remedyRequests()).isEmpty();
    }
  }

  @Test
  void a_token_endpoint_that_fails_once_is_called_again() {
    feishu.onToken(
        Fault.answer(200, 2200, "internal error"), Fault.raw(502, "text/html", "<h1>Bad"));

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(feishu.tokenRequests()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"code\":0,\"msg\":\"ok\"}",
        "{\"code\":0,\"tenant_access_token\":\" \",\"expire\":7200}"
      })
  @Provokes(FaultRow.T8)
  void success_without_a_token_is_not_believed(String body) {
    feishu.onToken(Fault.raw(200, "application/json", body));

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(feishu.tokenRequests()).hasSize(2);
  }

  @Test
  void a_request_code_from_the_token_endpoint_does_not_blame_the_request() {
    feishu.onToken(Fault.answer(400, 1220001, "param is invalid"));

    assertThat(
            catchThrowableOfType(FeishuException.class, () -> caller.call("late.li")).retryable())
        .isFalse();
  }
}
