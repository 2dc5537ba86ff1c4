package io.remedyflow.feishu.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.TestCaller;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Secrets do not get out when the far side echoes them or everything is logged. */
class SecretsTest {

  @AutoClose
  private final FeishuSimulator feishu =
      FeishuSimulator.with().app("cli_secrets", "the-very-secret").start();

  @AutoClose private final TestCaller caller = TestCaller.of(feishu);

  @Test
  void a_gateway_that_echoes_the_secret_is_not_quoted() {
    feishu.onToken(
        Fault.raw(
            400,
            "text/plain",
            "bad request: {\"app_id\":\"cli_secrets\",\"app_secret\":\"the-very-secret\"}"));

    assertThat(catchThrowable(() -> caller.call("late.li")))
        .isInstanceOf(FeishuException.class)
        .hasMessageContaining("bad request")
        .hasMessageNotContaining("the-very-secret");
  }

  @Test
  void a_message_that_echoes_the_token_is_not_quoted() {
    caller.call("late.li");
    String token = feishu.remedyRequests().get(0).headers().get("Authorization").substring(7);
    feishu.onRemedies(Fault.answer(400, 1220001, "bad header Authorization: Bearer " + token));

    assertThat(catchThrowable(() -> caller.call("late.li")))
        .isInstanceOf(RequestRejectedException.class)
        .hasMessageContaining("bad header")
        .hasMessageNotContaining(token);
  }

  @Test
  void a_broken_answer_with_a_new_token_is_not_quoted() {
    var broken =
        Fault.raw(200, "application/json", "{\"code\":0,\"tenant_access_token\":\"t-8dffab12");
    feishu.onToken(broken, broken, broken);

    assertThat(catchThrowable(() -> caller.call("late.li")))
        .isInstanceOf(FeishuException.class)
        .hasMessageNotContaining("8dffab12");
  }

  @Test
  void no_log_level_shows_secret_token_or_employee() {
    LogLines log = LogLines.ofAll().from(Level.TRACE);
    try (log;
        TestCaller fresh = TestCaller.of(feishu)) {
      fresh.call("late.li");
    }
    String token = feishu.remedyRequests().get(0).headers().get("Authorization").substring(7);
    List<String> lines =
        log.events().stream()
            .filter(event -> !event.getLoggerName().startsWith("io.remedyflow.simulator"))
            .filter(event -> !event.getLoggerName().startsWith("com.sun.net.httpserver"))
            .map(ILoggingEvent::getFormattedMessage)
            .toList();

    assertThat(lines)
        .anyMatch(line -> line.contains("query_user_allowed_remedys"))
        .noneMatch(line -> line.contains("the-very-secret"))
        .noneMatch(line -> line.contains(token))
        .noneMatch(line -> line.contains("late.li"));
  }
}
