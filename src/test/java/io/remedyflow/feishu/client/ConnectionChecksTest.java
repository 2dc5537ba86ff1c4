package io.remedyflow.feishu.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.ConnectionCheck;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.remedy.Language;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.Reports;
import io.remedyflow.testing.TestCaller;
import io.remedyflow.testing.http.SocketServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Does this connection work, and if not, why? */
class ConnectionChecksTest {

  private final Reports reports = new Reports();
  private final SettableTime time = new SettableTime();

  @AutoClose
  private final FeishuSimulator feishu =
      FeishuSimulator.with().unlimited().app("cli_checks", "the-very-secret").start();

  @AutoClose private final TestCaller caller = TestCaller.of(feishu, reports, time);

  @Test
  void an_employee_that_does_not_exist_proves_that_the_connection_works() {
    ConnectionCheck check = caller.check();

    assertThat(check.works()).isTrue();
    assertThat(check.code()).isEqualTo(1220004);
    assertThat(check.logId()).startsWith("sim-");
    assertThat(check.explanation().in(Language.EN)).contains("works");
    assertThat(check.explanation().in(Language.ZH_CN)).contains("连接正常");
    assertThat(feishu.remedyRequests())
        .singleElement()
        .satisfies(request -> assertThat(request.body()).contains("\"remedyflow-check\""));
    assertThat(reports.calls()).as("metrics count the calls of tasks").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "1226501, true",
    "1226503, true",
    "99992351, true",
    "99992381, true",
    "1220001, false",
    "1220600, false",
    "99992402, false",
    "1220005, false",
    "99991672, false",
    "99991401, false",
    "1225000, false",
    "4711, false"
  })
  void any_answer_about_the_employee_is_enough_and_nothing_else(int code, boolean works) {
    feishu.onRemedies(Fault.answer(code == 0 ? 200 : 400, code, "as scripted").times(3));

    ConnectionCheck check = caller.check();

    assertThat(check.works()).isEqualTo(works);
    assertThat(check.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "1227500, [BatchGetLarkIDByOpenID] not find user larkID, true",
    "1220600, name or employee_no invalid, true",
    "1227500, internal error, false",
    "1220004, internal server error, false"
  })
  void a_message_that_names_the_employee_is_enough_too(int code, String msg, boolean works) {
    feishu.onRemedies(Fault.answer(500, code, msg).times(3));

    assertThat(caller.check().works()).isEqualTo(works);
  }

  @Test
  void a_missing_scope_is_named() {
    feishu.onRemedies(
        Fault.raw(
            400,
            "application/json",
            "{\"code\":99991672,\"msg\":\"Access denied\",\"error\":{\"permission_violations\":[{\"subject\":\"attendance:task:readonly\"}]}}"));

    assertThat(caller.check().explanation().en()).contains("Missing: attendance:task:readonly.");
    assertThat(caller.connection().checkToken().works()).as("the token is not to blame").isTrue();
  }

  @Test
  void a_wrong_secret_is_said_and_not_shown() {
    try (TestCaller wrong =
        TestCaller.of(feishu, settings -> settings.appSecret(AppSecret.of("a-wrong-secret")))) {
      for (ConnectionCheck check :
          new ConnectionCheck[] {wrong.connection().checkToken(), wrong.check()}) {
        assertThat(check.works()).isFalse();
        assertThat(check.code()).isEqualTo(10014);
        assertThat(check.explanation().en()).contains("app-secret");
        assertThat(check.toString()).doesNotContain("a-wrong-secret", "the-very-secret");
      }
    }
  }

  @Test
  void a_token_that_is_there_is_not_fetched_again() {
    assertThat(caller.connection().checkToken().works()).isTrue();
    assertThat(caller.connection().checkToken().works()).isTrue();

    assertThat(feishu.requests()).hasSize(1).isEqualTo(feishu.tokenRequests());
    caller.call("late.li");
    String token = feishu.remedyRequests().get(0).headers().get("Authorization").substring(7);
    assertThat(caller.connection().checkToken().toString())
        .doesNotContain("the-very-secret", token);
  }

  @Test
  void a_closed_port_is_no_exception() throws IOException {
    int port = SocketServer.unusedPort();
    try (TestCaller closed =
        TestCaller.at(URI.create("http://127.0.0.1:" + port), Duration.ofSeconds(3))) {
      assertThat(closed.connection().checkToken().works()).isFalse();
      assertThat(closed.check().works()).isFalse();
      assertThat(closed.check().explanation().en()).contains("refuses connections");
    }
  }

  @Test
  void both_end_with_the_deadline() {
    feishu.onToken(Fault.silence(Duration.ofSeconds(30)), Fault.silence(Duration.ofSeconds(30)));
    try (TestCaller hasty =
        TestCaller.of(feishu, settings -> settings.callDeadline(Duration.ofMillis(300)))) {
      long before = System.nanoTime();

      assertThat(hasty.connection().checkToken().works()).isFalse();
      assertThat(hasty.check().works()).isFalse();

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void an_open_circuit_breaker_says_so_and_a_check_does_not_pass_it() {
    for (int i = 0; i < ConnectionCircuitBreaker.CALLS_AT_LEAST; i++) {
      caller.tryToCall("broken.lu");
    }
    feishu.clearRequests();

    ConnectionCheck check = caller.check();

    assertThat(check.works()).isFalse();
    assertThat(check.explanation().en()).contains("circuit breaker");
    assertThat(feishu.requests()).isEmpty();
  }

  @Test
  void checks_that_fail_open_the_circuit_breaker_as_calls_do() {
    feishu.onRemedies(Fault.answer(500, 1225000, "internal error").times(1_000));

    for (int i = 0; i < ConnectionCircuitBreaker.CALLS_AT_LEAST; i++) {
      caller.check();
    }

    assertThat(caller.connection().state().circuitOpen()).isTrue();
  }

  @Test
  void a_cooldown_is_kept_by_checks_too() {
    feishu.onRemedies(Fault.rateLimited(60));
    caller.tryToCall("late.li");

    ConnectionCheck check = caller.check();

    assertThat(check.works()).isFalse();
    assertThat(check.explanation().en()).contains("Nothing is broken");
    assertThat(feishu.remedyRequests()).hasSize(1);
  }

  @Test
  void a_closed_connection_is_no_exception_either() {
    caller.close();

    assertThat(caller.connection().checkToken().works()).isFalse();
    assertThat(caller.check().works()).isFalse();
  }
}
