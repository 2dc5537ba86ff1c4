package io.remedyflow.feishu.client;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.remedy.DenialReason;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.remedy.RemedyOutcome.Denied;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.Page;
import io.remedyflow.testing.TestCaller;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that came whole, and are none. */
class AnswerFaultsTest {

  private static final String JSON = "application/json";
  private static final Charset GBK = Charset.forName("GBK");

  @AutoClose private final FeishuSimulator feishu = FeishuSimulator.start();
  private final SettableTime time = new SettableTime();
  @AutoClose private final TestCaller caller = TestCaller.of(feishu, time);

  static Stream<Fault> noAnswers() throws IOException {
    String whole = new String(Page.sampleResponse(), UTF_8);
    byte[] zipped = zipped(whole);
    byte[] otherSum = zipped.clone();
    otherSum[otherSum.length - 5] ^= 1;
    return Stream.of(
        json(whole.substring(0, whole.length() - 3)),
        json(""),
        json("null"),
        json("[]"),
        json("\"code\""),
        json("{}"),
        json("{\"code\":null}"),
        json("{\"code\":\"\"}"),
        json("{\"code\":\"none\"}"),
        json("{\"code\":0.0}"),
        json("{\"code\":\"0.0\"}"),
        json("{\"code\":false}"),
        json("{\"code\":[0]}"),
        json("{\"code\":99999999999}"),
        json("{\"code\":0}{\"code\":0}"),
        json("{\"code\":1,\"code\":0}"),
        json("{\"code\":0,\"data\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"),
        json("{\"more\":" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000) + ",\"code\":0}"),
        json("{\"code\":NaN}"),
        json("{\"code\":0,\"data\":NaN}"),
        json("{\"code\":" + "9".repeat(5_000) + "}"),
        json("{\"code\":0,\"data\":{\"user_allowed_remedys\":[{\"punch_no\":1e999999999}]}}"),
        json("{\"code\":0,\"data\":{\"user_allowed_remedys\":[{\"punch_no\":99999999999}]}}"),
        Fault.raw(200, JSON, "{\"code\":0,\"msg\":\"成功\"}".getBytes(GBK)),
        Fault.raw(200, JSON + ";charset=GBK", "{\"code\":0,\"msg\":\"联通\"}".getBytes(GBK)),
        Fault.raw(200, JSON, "{\"code\":0}".getBytes(UTF_16)),
        zip("no gzip at all".getBytes(UTF_8)),
        zip(Arrays.copyOf(zipped, zipped.length / 2)),
        zip(otherSum),
        Fault.raw(200, JSON, zipped),
        Fault.raw(200, "text/html", "<html><h1>Welcome to our Wi-Fi"));
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  @Provokes({
    FaultRow.N8,
    FaultRow.N11,
    FaultRow.N14,
    FaultRow.N15,
    FaultRow.J2,
    FaultRow.J6,
    FaultRow.J12
  })
  void what_is_no_answer_is_retried(Fault fault) {
    feishu.onRemedies(fault);

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(feishu.remedyRequests()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  @Provokes({
    FaultRow.N8,
    FaultRow.N11,
    FaultRow.N14,
    FaultRow.N15,
    FaultRow.J2,
    FaultRow.J6,
    FaultRow.J12
  })
  void what_is_no_answer_each_time_is_left_to_the_job_and_never_success(Fault fault) {
    feishu.onRemedies(fault.times(Retries.ATTEMPTS_AT_MOST));

    FeishuException failure = caller.failure("late.li");

    assertThat(failure.retryable()).isTrue();
    assertThat(failure.code()).isNull();
    assertThat(feishu.remedyRequests()).hasSize(Retries.ATTEMPTS_AT_MOST);
    assertThat(failure.getMessage()).hasSizeLessThan(400).doesNotContain("<");
  }

  @Test
  @Provokes(FaultRow.N11)
  void a_captive_portal_is_quoted_clean_and_short() {
    feishu.onRemedies(
        Fault.raw(
                200,
                "text/html",
                "<html><style>p{}</style><h1>Welcome</h1>\u001b[31m" + "<p>Sign in ".repeat(1_000))
            .times(Retries.ATTEMPTS_AT_MOST));

    assertThat(caller.failure("late.li"))
        .hasMessageContaining("(text/html, \"Welcome Sign in Sign in")
        .hasMessageContaining("…\")");
  }

  static Stream<Arguments> encodings() {
    byte[] page = Page.sampleResponse();
    ByteArrayOutputStream marked = new ByteArrayOutputStream();
    marked.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    marked.writeBytes(page);
    return Stream.of(
        arguments(JSON, page),
        arguments(JSON, marked.toByteArray()),
        arguments("text/plain", page),
        arguments("application/json; charset=GBK", page),
        arguments("application/json; charset=no-such-thing", page),
        arguments("nonsense", page));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  @Provokes(FaultRow.N15)
  void utf_8_is_read_under_every_declared_charset_and_with_a_byte_order_mark(
      String contentType, byte[] body) {
    feishu.onRemedies(Fault.raw(200, contentType, body));

    assertThat(caller.call("abd754f7")).isInstanceOf(Available.class);
    assertThat(feishu.remedyRequests()).hasSize(1);
  }

  @Test
  @Provokes(FaultRow.N14)
  void a_bomb_is_unpacked_to_the_cap_and_no_further() throws IOException {
    feishu.onRemedies(zip(zipped(" ".repeat(32 * 1024 * 1024))));

    long before = allocated();
    FeishuException failure = caller.failure("late.li");

    assertThat(failure.retryable()).isFalse();
    assertThat(failure).hasMessageContaining("larger than 1048576 bytes");
    assertThat(allocated() - before).isLessThan(16L * 1024 * 1024);
    assertThat(feishu.remedyRequests()).hasSize(1);
    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  @Provokes({FaultRow.N12, FaultRow.J15})
  void a_gateways_retry_after_is_kept_where_the_deadline_allows(int status) {
    feishu.onRemedies(
        Fault.raw(status, "text/html", "<h1>Bad gateway").withHeader("Retry-After", "3"));

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(time.sleeps()).contains(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  @Provokes({FaultRow.N12, FaultRow.J15})
  void a_gateways_longer_retry_after_is_the_jobs(int status) {
    feishu.onRemedies(
        Fault.raw(status, "text/html", "<h1>Bad gateway").withHeader("Retry-After", "60"));

    FeishuException failure = caller.failure("late.li");

    assertThat(failure.retryable()).isTrue();
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(60));
    assertThat(feishu.remedyRequests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"400,false,1", "404,false,1", "408,true,3", "500,true,3", "503,true,3"})
  @Provokes(FaultRow.J18)
  void success_in_the_body_under_a_failure_of_http_is_no_answer(
      int status, boolean retryable, int attempts) {
    feishu.onRemedies(
        Fault.raw(status, JSON, "{\"code\":0,\"msg\":\"service unavailable\"}").times(attempts));

    FeishuException failure = caller.failure("late.li");

    assertThat(failure.retryable()).isEqualTo(retryable);
    assertThat(failure.code()).isNull();
    assertThat(failure).hasMessageContaining("HTTP " + status);
    assertThat(feishu.remedyRequests()).hasSize(attempts);
  }

  @Test
  @Provokes(FaultRow.J18)
  void a_token_under_a_failure_of_http_is_not_used() {
    feishu.onToken(
        Fault.raw(
                503,
                JSON,
                "{\"code\":0,\"tenant_access_token\":\"t-of-a-gateway\",\"expire\":7200}")
            .times(Retries.ATTEMPTS_AT_MOST));

    assertThat(caller.failure("late.li"))
        .hasMessageContaining("HTTP 503")
        .hasMessageNotContaining("t-of-a-gateway");
    assertThat(feishu.remedyRequests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  @Provokes(FaultRow.N16)
  void the_token_does_not_follow_a_redirect(int status) {
    try (FeishuSimulator elsewhere = FeishuSimulator.start()) {
      String location = "http://localhost:" + elsewhere.baseUrl().getPort() + "/steal?x=1";
      feishu.onRemedies(Fault.raw(status, "text/plain", "").withHeader("Location", location));

      FeishuException failure = caller.failure("late.li");

      assertThat(failure.retryable()).isFalse();
      assertThat(failure)
          .hasMessageContaining("redirects to localhost,")
          .hasMessageNotContaining("steal");
      assertThat(feishu.remedyRequests()).hasSize(1);
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/here", "http://", "::::", "http://[bad"})
  @Provokes(FaultRow.N16)
  void a_redirect_without_a_target_is_a_permanent_failure(String location) {
    feishu.onRemedies(Fault.raw(302, "text/plain", "").withHeader("Location", location));

    FeishuException failure = caller.failure("late.li");

    assertThat(failure.retryable()).isFalse();
    assertThat(failure).hasMessageContaining("HTTP 302 redirects to ?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "\"0\"", "\" 0 \"", "\"00\""})
  @Provokes(FaultRow.J2)
  void a_code_in_digits_is_a_code(String code) {
    feishu.onRemedies(
        json(
            new String(Page.sampleResponse(), UTF_8)
                .replaceFirst("\"code\": *0", "\"code\":" + code)));

    assertThat(caller.call("abd754f7")).isInstanceOf(Available.class);
  }

  @Test
  @Provokes(FaultRow.J2)
  void a_denial_in_digits_is_a_denial() {
    feishu.onRemedies(Fault.raw(400, JSON, "{\"code\":\"1226504\"}"));

    assertThat(caller.call("abd754f7"))
        .isInstanceOfSatisfying(
            Denied.class, r -> assertThat(r.reason()).isEqualTo(DenialReason.QUOTA_USED_UP));
  }

  @ParameterizedTest
  @CsvSource({
    "\"punch_no\":\"1\"",
    "\"punch_no\":null",
    "\"work_type\":\"2\"",
    "\"is_free_punch\":\"false\"",
    "\"is_free_punch\":\"true\"",
    "\"remedy_date\":\"20240105\"",
    "\"user_id\":7",
    "\"punch_status\":3"
  })
  @Provokes(FaultRow.J6)
  void another_type_is_read_where_nothing_is_lost(String field) {
    feishu.onRemedies(slot(field));

    assertThat(caller.call("7")).isInstanceOf(Available.class);
    assertThat(feishu.remedyRequests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "punch_no, 0.5",
    "punch_no, 1.0",
    "punch_no, true",
    "punch_no, {}",
    "punch_no, '\"first\"'",
    "work_type, []",
    "is_free_punch, 2",
    "is_free_punch, 1",
    "is_free_punch, '\"maybe\"'",
    "remedy_date, '\"tomorrow\"'",
    "user_id, {}",
    "punch_status, [1]",
    "normal_punch_time, {}"
  })
  @Provokes(FaultRow.J6)
  void another_type_that_would_be_a_guess_is_a_failure_that_names_the_field(
      String field, String value) {
    feishu.onRemedies(slot("\"" + field + "\":" + value).times(Retries.ATTEMPTS_AT_MOST));

    FeishuException failure = caller.failure("7");

    assertThat(failure.retryable()).isTrue();
    assertThat(failure.code()).isNull();
    String path = "data[\"user_allowed_remedys\"][0][\"" + field + "\"]";
    assertThat(failure.explanation().en()).contains(path);
    assertThat(failure.explanation().zhCn()).contains(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"none\"", "7"})
  @Provokes(FaultRow.J6)
  void data_of_another_type_is_no_empty_answer(String data) {
    feishu.onRemedies(json("{\"code\":0,\"data\":" + data + "}").times(Retries.ATTEMPTS_AT_MOST));

    assertThat(caller.failure("7")).hasMessageContaining("(data)");
  }

  private static Fault slot(String fields) {
    return json("{\"code\":0,\"data\":{\"user_allowed_remedys\":[{" + fields + "}]}}");
  }

  private static Fault json(String body) {
    return Fault.raw(200, JSON, body);
  }

  private static Fault zip(byte[] body) {
    return Fault.raw(200, JSON, body).withHeader("Content-Encoding", "gzip");
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
