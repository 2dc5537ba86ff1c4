package io.remedyflow.feishu.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.Page;
import io.remedyflow.testing.TestCaller;
import io.remedyflow.testing.http.SocketServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one call survives, and how long it takes to give up. */
class CallTest {

  @AutoClose private final FeishuSimulator feishu = FeishuSimulator.start();
  @AutoClose private final TestCaller caller = TestCaller.of(feishu);

  @Test
  void a_failure_that_passes_is_not_seen() {
    feishu.onRemedies(Fault.answer(500, 1225000, "internal error"), Fault.drop());

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(feishu.remedyRequests()).hasSize(3);
  }

  @Test
  @Provokes(FaultRow.N9)
  void a_truncated_answer_is_never_taken_for_a_complete_one() {
    feishu.onRemedies(Fault.truncate());

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(feishu.remedyRequests()).hasSize(2);
  }

  @Test
  void cooldowns_grow_and_are_jittered() {
    SettableTime time = new SettableTime();
    try (TestCaller patient = TestCaller.of(feishu, time)) {
      assertThatThrownBy(() -> patient.call("broken.lu")).isInstanceOf(FeishuException.class);
    }

    assertThat(waits(time)).hasSize(2);
    assertThat(waits(time).get(0)).isBetween(Duration.ofMillis(100), Duration.ofMillis(300));
    assertThat(waits(time).get(1)).isBetween(Duration.ofMillis(200), Duration.ofMillis(600));
  }

  @ParameterizedTest
  @CsvSource({"500, true", "503, true", "200, false", "400, false", "403, false"})
  @Provokes(FaultRow.C7)
  void an_unknown_code_is_retried_under_5xx_only(int status, boolean retryable) {
    var unknown = Fault.answer(status, 4711, "what is this");
    feishu.onRemedies(unknown, unknown, unknown);

    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("late.li"));

    assertThat(failure.code()).isEqualTo(4711);
    assertThat(failure.retryable()).isEqualTo(retryable);
    assertThat(failure).hasMessageContaining("4711").hasMessageContaining("what is this");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 500})
  @Provokes({FaultRow.J14, FaultRow.C2})
  void the_code_decides_for_every_http_status(int status) {
    feishu.onRemedies(Fault.answer(status, 1220004, "user_id is not exist"));

    assertThat(
            catchThrowableOfType(RequestRejectedException.class, () -> caller.call("late.li"))
                .code())
        .isEqualTo(1220004);
  }

  @ParameterizedTest
  @CsvSource({
    "200, true",
    "404, false",
    "403, false",
    "408, true",
    "429, true",
    "502, true",
    "504, true"
  })
  @Provokes({FaultRow.N11, FaultRow.N12, FaultRow.J15})
  void without_a_code_the_http_status_decides(int status, boolean retryable) {
    var html =
        Fault.raw(
            status,
            "text/html",
            "<html><head><style>p{}</style></head><p>Sign in<script>x()</script></html>");
    feishu.onRemedies(html, html, html);

    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("late.li"));

    assertThat(failure.retryable()).isEqualTo(retryable);
    assertThat(failure)
        .hasMessageContaining("HTTP " + status)
        .hasMessageContaining("\"Sign in\"")
        .hasMessageNotContaining("<");
  }

  @Test
  @Provokes(FaultRow.N16)
  void a_redirect_is_not_followed() throws IOException {
    feishu.onRemedies(
        Fault.raw(307, "text/plain", "").withHeader("Location", "https://evil.example/steal?x=1"));

    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("late.li"));

    assertThat(failure.retryable()).isFalse();
    assertThat(failure).hasMessageContaining("evil.example").hasMessageNotContaining("steal");
  }

  @Test
  @Provokes(FaultRow.N13)
  void a_body_beyond_the_cap_is_not_read_to_its_end() {
    feishu.onRemedies(
        Fault.raw(200, "application/json", " ".repeat(HttpTransport.BODY_AT_MOST + 1)));

    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("late.li"));

    assertThat(failure.retryable()).isFalse();
    assertThat(failure).hasMessageContaining("larger than");
  }

  @Test
  @Provokes(FaultRow.N14)
  void the_cap_holds_for_what_is_unpacked() throws IOException {
    feishu.onRemedies(
        Fault.raw(200, "application/json", zipped(" ".repeat(HttpTransport.BODY_AT_MOST + 1)))
            .withHeader("Content-Encoding", "gzip"));

    assertThat(catchThrowableOfType(FeishuException.class, () -> caller.call("late.li")))
        .hasMessageContaining("larger than");
  }

  @Test
  @Provokes(FaultRow.N14)
  void a_packed_answer_is_read() throws IOException {
    feishu.onRemedies(
        Fault.raw(
                200,
                "application/json",
                zipped(new String(Page.sampleResponse(), StandardCharsets.UTF_8)))
            .withHeader("Content-Encoding", "gzip"));

    assertThat(caller.call("abd754f7")).isInstanceOf(Available.class);
  }

  @Test
  void an_answer_that_cannot_be_read_is_retried() {
    feishu.onRemedies(
        Fault.raw(
            200, "application/json", "{\"code\":0,\"data\":{\"user_allowed_remedys\":\"x\"}}"));

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(feishu.remedyRequests()).hasSize(2);
  }

  @Test
  @Provokes(FaultRow.J6)
  void an_answer_that_is_never_readable_is_no_success() {
    var strange =
        Fault.raw(
            200, "application/json", "{\"code\":0,\"data\":{\"user_allowed_remedys\":\"x\"}}");
    feishu.onRemedies(strange, strange, strange);

    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("late.li"));

    assertThat(failure.retryable()).isTrue();
    assertThat(failure.code()).isNull();
  }

  @Test
  @Provokes(FaultRow.N1)
  void a_closed_port_is_distinguished_from_a_slow_host() throws IOException {
    int port = SocketServer.unusedPort();
    try (TestCaller closed =
        TestCaller.at(URI.create("http://127.0.0.1:" + port), Duration.ofSeconds(5))) {
      var failure = catchThrowableOfType(FeishuException.class, () -> closed.call("late.li"));

      assertThat(failure.retryable()).isTrue();
      assertThat(failure).hasMessageContaining("refuses connections");
    }
  }

  @Test
  @Provokes(FaultRow.N19)
  void a_name_that_does_not_exist_is_named() {
    try (TestCaller closed =
        TestCaller.at(URI.create("http://feishu.invalid"), Duration.ofSeconds(5))) {
      assertThat(catchThrowableOfType(FeishuException.class, () -> closed.call("late.li")))
          .hasMessageContaining("feishu.invalid cannot be resolved");
    }
  }

  @Test
  void an_interrupted_thread_stops_at_once_and_stays_interrupted() {
    feishu.onRemedies(Fault.rateLimited(2));
    Thread.currentThread().interrupt();
    try {
      var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("late.li"));

      assertThat(failure.retryable()).isTrue();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  @Provokes(FaultRow.T11)
  void a_missing_scope_is_named() {
    feishu.onRemedies(
        Fault.raw(
            400,
            "application/json",
            """
            {"code":99991672,"msg":"Access denied","error":{"log_id":"20261122","permission_violations":[
              {"type":"action_scope_required","subject":"attendance:task:readonly"}]}}
            """));

    var failure = catchThrowableOfType(FeishuException.class, () -> caller.call("late.li"));

    assertThat(failure.retryable()).isFalse();
    assertThat(failure).hasMessageContaining("Missing: attendance:task:readonly.");
    assertThat(failure.logId()).isNotNull();
  }

  @Test
  @Provokes(FaultRow.C2)
  void feishus_message_is_quoted_clean() {
    feishu.onRemedies(Fault.answer(400, 1220001, "bad\\r\\nINFO forged \\u001b[31m<b>x</b>"));

    assertThat(catchThrowableOfType(RequestRejectedException.class, () -> caller.call("late.li")))
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining("\u001b")
        .hasMessageNotContaining("<b>");
  }

  /** Without the waits for permits, which are far shorter. */
  private static List<Duration> waits(SettableTime time) {
    return time.sleeps().stream().filter(sleep -> sleep.toMillis() >= 50).toList();
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
