package io.remedyflow.feishu.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.answer.ReplyClassifier;
import io.remedyflow.feishu.attendance.AllowedRemediesEndpoint;
import io.remedyflow.feishu.http.Redaction;
import io.remedyflow.feishu.http.Reply;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.RemedySlot;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.TestCaller;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets and employees are kept out of what is shown, and what is read stays as it came. */
class RedactionTest {

  private static final RemedyQuery QUERY =
      new RemedyQuery(EmployeeType.EMPLOYEE_ID, "abd754f7", LocalDate.of(2021, 1, 4));

  private static final String ANSWER =
      "{\"code\":0,\"msg\":\"success\",\"data\":{\"user_allowed_remedys\":[{\"user_id\":\"abd754f7\",\"remedy_date\":20210104,\"is_free_punch\":false,\"punch_no\":0,\"work_type\":1,\"punch_status\":\"Lack\",\"normal_punch_time\":\"2021-07-01 09:00\",\"remedy_start_time\":\"2021-07-01 08:00\",\"remedy_end_time\":\"2021-07-01 10:00\"}]}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user",
        "data",
        "code",
        "0",
        "2021",
        "Lack",
        "abd754f7",
        "\"",
        "{",
        "user_allowed_remedys"
      })
  @Provokes(FaultRow.S6)
  void an_answer_is_read_as_it_came_when_a_secret_is_a_common_word(String secret) {
    var expected = AllowedRemediesEndpoint.INSTANCE.answer(judged(reply(200, ANSWER)), QUERY);

    var outcome =
        AllowedRemediesEndpoint.INSTANCE.answer(
            judged(reply(200, ANSWER).with(Redaction.of(List.of(secret)))), QUERY);

    assertThat(outcome).isEqualTo(expected).isInstanceOf(Available.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s", "ok", "token", "code", "expire", "success"})
  void an_app_whose_secret_is_a_word_of_the_answers_works(String secret) {
    try (FeishuSimulator feishu = FeishuSimulator.with().app("cli_word", secret).start();
        TestCaller caller = TestCaller.of(feishu)) {
      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    }
  }

  @Test
  void a_cooldown_is_as_long_as_it_was_named_when_a_secret_has_its_digits() {
    Reply reply =
        new Reply(
                429,
                Map.of("x-ogw-ratelimit-reset", "52"),
                "{\"code\":99991400,\"msg\":\"limit\"}".getBytes(UTF_8),
                false)
            .with(Redaction.of(List.of("52")));

    assertThat(ReplyClassifier.failure(judged(reply)))
        .isInstanceOfSatisfying(
            FeishuException.class,
            e -> assertThat(e.retryAfter().orElseThrow().toSeconds()).isEqualTo(52));
  }

  @Test
  @Provokes(FaultRow.S6)
  void what_is_shown_of_an_answer_echoes_no_secret_however_short() {
    Reply reply =
        new Reply(
                400,
                Map.of("x-tt-logid", "log of s3c"),
                "{\"code\":1220001,\"msg\":\"secret=s3c, 密码s3c错误\",\"error\":{\"permission_violations\":[{\"subject\":\"s3c\"}]}}"
                    .getBytes(UTF_8),
                false)
            .with(Redaction.of(List.of("s3c")));

    RuntimeException failure = ReplyClassifier.failure(judged(reply));

    assertThat(failure)
        .hasMessageContaining("secret=******, 密码******错误")
        .hasMessageNotContaining("s3c");
    assertThat(judged(reply).logId()).isEqualTo("log of ******");
  }

  @Test
  @Provokes(FaultRow.S6)
  void a_word_of_feishus_that_is_handed_on_echoes_no_secret() {
    Reply reply =
        reply(200, ANSWER.replace("Lack", "New t-the-long-token"))
            .with(Redaction.of(List.of("t-the-long-token")));

    var outcome = (Available) AllowedRemediesEndpoint.INSTANCE.answer(judged(reply), QUERY);

    assertThat(outcome.slots())
        .singleElement()
        .extracting(RemedySlot::punchStatus)
        .hasToString(new io.remedyflow.remedy.PunchStatus("New ******").toString());
  }

  @Test
  void a_short_secret_is_blanked_as_a_whole_word_and_leaves_log_ids_whole() {
    Redaction redaction = Redaction.of(List.of("2021", "ok"));

    assertThat(redaction.clean("20210104ABCD", 100)).isEqualTo("20210104ABCD");
    assertThat(redaction.clean("a broken token, ok 2021", 100))
        .isEqualTo("a broken token, ****** ******");
  }

  @Test
  @Provokes(FaultRow.S6)
  void a_secret_that_was_divided_by_what_is_invisible_is_not_joined_again() {
    Redaction redaction = Redaction.of(List.of("the-very-secret"));

    assertThat(redaction.clean("it is the-\u001B[0mvery-secret", 100)).isEqualTo("it is ******");
  }

  @ParameterizedTest
  @ValueSource(strings = {"令牌t-8dffab12无效", "令牌：t-8dffab12。", "_t-8dffab12", "{\"t-8dffab12"})
  @Provokes(FaultRow.S6)
  void a_token_in_an_excerpt_is_redacted_between_letters_of_every_script(String body) {
    FeishuException failure =
        catchThrowableOfType(FeishuException.class, () -> judged(reply(502, body)));

    assertThat(failure).hasMessageContaining("******").hasMessageNotContaining("8dffab12");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no user abd754f7 here",
        "用户abd754f7不存在或没有权限",
        "用户 abd754f7 不存在",
        "ユーザーabd754f7が見つかりません",
        "пользовательabd754f7нет",
        "user_abd754f7_x",
        "[abd754f7]",
        "abd754f7"
      })
  @Provokes(FaultRow.S7)
  void an_employee_is_masked_between_letters_of_every_script(String msg) {
    RuntimeException shown = shown(msg);

    assertThat(shown).hasMessageNotContaining("abd754f7").hasMessageContaining("ab***");
    assertThat(((RequestRejectedException) shown).explanation().zhCn()).doesNotContain("abd754f7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no user abd754f70 here", "xabd754f7", "1abd754f7"})
  void a_longer_word_is_another_one(String msg) {
    assertThat(shown(msg)).hasMessageContaining(msg);
  }

  @Test
  void digits_are_found_alone_and_not_in_longer_digits() {
    RemedyQuery number =
        new RemedyQuery(EmployeeType.EMPLOYEE_NO, "2021", LocalDate.of(2021, 1, 4));
    Reply reply = reply(400, "{\"code\":1220004,\"msg\":\"工号2021不存在, 20210104, 12021\"}");

    assertThat(shown(reply, number)).hasMessageContaining("工号2***不存在, 20210104, 12021");
  }

  @Test
  @Provokes(FaultRow.S7)
  void an_id_at_the_end_of_a_truncated_message_is_masked_too() {
    String msg = "x".repeat(190) + " abd754f7 and more";

    assertThat(shown(msg)).hasMessageNotContaining("abd754f").hasMessageContaining("ab***");
  }

  @Test
  void an_id_of_other_letters_is_masked_too() {
    RemedyQuery query = new RemedyQuery(EmployeeType.EMPLOYEE_NO, "张三丰", LocalDate.of(2021, 1, 4));
    Reply reply = reply(400, "{\"code\":1220004,\"msg\":\"员工张三丰不存在\"}");

    assertThat(shown(reply, query)).hasMessageContaining("员工张***不存在");
  }

  @Test
  void a_gateway_that_echoes_a_short_secret_in_an_error_page_is_not_quoted() {
    try (FeishuSimulator feishu = FeishuSimulator.with().app("cli_word", "ok").start();
        TestCaller caller = TestCaller.of(feishu)) {
      feishu.onToken(Fault.raw(400, "text/plain", "bad app_secret: ok"));

      assertThat(catchThrowable(() -> caller.call("late.li")))
          .hasMessageContaining("bad app_secret: ******");
    }
  }

  private static RuntimeException shown(String msg) {
    Reply reply = reply(400, "{\"code\":1220004,\"msg\":\"" + msg + "\"}");
    return shown(reply, QUERY);
  }

  private static RuntimeException shown(Reply reply, RemedyQuery query) {
    Reply masked =
        reply.with(
            Redaction.NONE.masking(
                PersonalValue.masks(AllowedRemediesEndpoint.INSTANCE.personalValues(query))));
    return ReplyClassifier.failure(judged(masked));
  }

  private static Reply reply(int status, String body) {
    return new Reply(
        status, Map.of("content-type", "application/json"), body.getBytes(UTF_8), false);
  }

  private static ReplyClassifier.Verdict judged(Reply reply) {
    return ReplyClassifier.judge(reply, AllowedRemediesEndpoint.INSTANCE.codes(), "-");
  }
}
