package io.remedyflow.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.remedyflow.simulator.company.Remedy;
import io.remedyflow.simulator.company.RemedyState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every fault is met by a real HTTP client, happens once, and leaves nothing behind. */
class FaultTest {

  private static final Duration HOURS = Duration.ofHours(3);

  private static final String START =
      """
      {"user_id": "late.li", "remedy_date": 20210104, "punch_no": 0, "work_type": 1,
       "remedy_time": "2021-01-04 09:00", "reason": "r"}""";

  private final FeishuSimulator feishu =
      FeishuSimulator.with().clock(new SettableClock("2026-03-02T01:00:00Z")).start();
  private final Caller caller = new Caller(feishu);

  @AfterEach
  void close() {
    feishu.close();
  }

  @Test
  void scripted_answers_come_in_order_and_then_the_usual_one() throws Exception {
    String token = caller.token();
    feishu.onRemedies(
        Fault.answer(500, 1225000, "internal error"), Fault.answer(400, 99991672, "no scope"));
    feishu.onRemedies(Fault.answer(200, 1226504, "spent"));

    HttpResponse<String> first = caller.askWith(token);
    assertThat(first.statusCode()).isEqualTo(500);
    assertThat(first.body())
        .isEqualTo(
            "{\"code\":1225000,\"msg\":\"internal error\",\"error\":{\"log_id\":\"%s\"}}"
                .formatted(Caller.logId(first)));
    assertThat(Caller.code(caller.askWith(token))).isEqualTo(99991672);
    assertThat(Caller.code(caller.askWith(token))).isEqualTo(1226504);
    assertThat(Caller.code(caller.askWith(token))).isZero();
  }

  @Test
  void a_fault_can_be_scripted_many_times() throws Exception {
    String token = caller.token();
    feishu.onRemedies(Fault.answer(500, 1225000, "internal error").times(2));

    assertThat(Caller.code(caller.askWith(token))).isEqualTo(1225000);
    assertThat(Caller.code(caller.askWith(token))).isEqualTo(1225000);
    assertThat(Caller.code(caller.askWith(token))).isZero();
  }

  @Test
  void each_endpoint_has_its_own_script() throws Exception {
    feishu.onRemedies(Fault.answer(500, 1225000, "internal error"));
    feishu.onToken(Fault.answer(200, 10014, "app secret invalid"));

    assertThat(caller.askForToken().path("code").asInt()).isEqualTo(10014);
    String token = caller.token();
    assertThat(Caller.code(caller.askWith(token))).isEqualTo(1225000);
  }

  @Test
  void a_script_can_be_forgotten() throws Exception {
    feishu.onToken(Fault.drop());
    feishu.onRemedies(Fault.drop());

    feishu.clearFaults();

    assertThat(Caller.code(caller.ask("late.li", 20210104))).isZero();
  }

  @Test
  void an_answer_can_carry_headers() throws Exception {
    String token = caller.token();
    feishu.onRemedies(
        Fault.rateLimited(52),
        Fault.answer(503, 2200, "busy").withHeader("Retry-After", "3"),
        Fault.answer(500, 1225000, "x").withHeader("x-tt-LOGID", "another"));

    HttpResponse<String> limited = caller.askWith(token);
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(Caller.code(limited)).isEqualTo(99991400);
    assertThat(limited.headers().firstValue("x-ogw-ratelimit-reset")).hasValue("52");
    assertThat(caller.askWith(token).headers().firstValue("Retry-After")).hasValue("3");
    assertThat(caller.askWith(token).headers().allValues("X-Tt-Logid")).containsExactly("another");
  }

  @Test
  void a_body_need_not_be_json() throws Exception {
    String token = caller.token();
    feishu.onRemedies(
        Fault.raw(502, "text/html; charset=utf-8", "<h1>错误的网关</h1>").withHeader("Via", "a proxy"),
        Fault.raw(204, "text/plain", ""));

    HttpResponse<String> html = caller.askWith(token);
    assertThat(html.statusCode()).isEqualTo(502);
    assertThat(html.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(html.headers().firstValue("Via")).hasValue("a proxy");
    assertThat(html.body()).isEqualTo("<h1>错误的网关</h1>");
    assertThat(caller.askWith(token).body()).isEmpty();
  }

  @Test
  void a_body_need_not_be_text() throws Exception {
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write("{}".getBytes(StandardCharsets.UTF_8));
    }
    feishu.onRemedies(
        Fault.raw(200, "application/json", zipped.toByteArray())
            .withHeader("Content-Encoding", "gzip"));

    HttpResponse<byte[]> response =
        HttpClient.newHttpClient().send(question(caller.token()), BodyHandlers.ofByteArray());

    assertThat(response.body()).isEqualTo(zipped.toByteArray());
    assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
  }

  @Test
  void a_delayed_answer_is_the_usual_one() throws Exception {
    String token = caller.token();
    Duration delay = Duration.ofMillis(150);
    feishu.onRemedies(Fault.delay(delay));

    long start = System.nanoTime();
    HttpResponse<String> response = caller.askWith(token);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
    assertThat(Caller.code(response)).isZero();
  }

  @Test
  void silence_outlasts_the_callers_patience() throws Exception {
    String token = caller.token();
    feishu.onRemedies(Fault.silence(HOURS));
    HttpRequest impatient =
        caller
            .question(token, "employee_id", "late.li", 20210104)
            .timeout(Duration.ofMillis(200))
            .build();

    assertThatThrownBy(() -> caller.send(impatient)).isInstanceOf(HttpTimeoutException.class);

    assertThat(last().status()).isZero();
    assertThat(Caller.code(caller.askWith(token))).isZero();
  }

  @Test
  void silence_ends_with_a_dropped_connection() throws Exception {
    HttpRequest question = question(caller.token());
    feishu.onRemedies(Fault.silence(Duration.ofMillis(50)));

    assertThatThrownBy(() -> caller.send(question))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void a_dropped_connection_sends_not_a_byte() throws Exception {
    String token = caller.token();
    feishu.onRemedies(Fault.drop());

    assertThat(bytesOf(token)).isEmpty();
    assertThat(last().status()).isZero();
    assertThat(last().code()).isNull();
    assertThat(Caller.code(caller.askWith(token))).isZero();
  }

  @Test
  void a_truncated_body_is_shorter_than_announced() throws Exception {
    String token = caller.token();
    feishu.onRemedies(Fault.truncate(), Fault.truncate());

    String text = bytesOf(token);
    int announced =
        Integer.parseInt(text.replaceAll("(?is).*\\r\\ncontent-length: (\\d+)\\r\\n.*", "$1"));
    String body = text.substring(text.indexOf("\r\n\r\n") + 4);
    assertThat(body).startsWith("{\"code\":0,").hasSize(announced / 2);

    HttpRequest question = question(token);
    assertThatThrownBy(() -> caller.send(question)).isInstanceOf(IOException.class);
  }

  @Test
  void a_trickling_body_keeps_the_headers_prompt() throws Exception {
    HttpRequest question = question(caller.token());
    feishu.onRemedies(Fault.trickle(HOURS));

    try (var body =
        HttpClient.newHttpClient().send(question, BodyHandlers.ofInputStream()).body()) {
      assertThat(body.read()).isEqualTo('{');
      assertThat(last().status()).isEqualTo(200);
    }
  }

  @Test
  void an_error_may_come_after_the_request_was_processed() throws Exception {
    feishu.onStart(Fault.answer(500, 1225000, "internal error").afterProcessing());

    HttpResponse<String> response = caller.start("late.li", 20210104);

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(Caller.code(response)).isEqualTo(1225000);
    assertThat(feishu.remedies()).hasSize(1);
  }

  @Test
  void silence_may_come_after_the_request_was_processed() throws Exception {
    feishu.onStart(Fault.silence(HOURS).afterProcessing());
    HttpRequest impatient =
        caller
            .request(Caller.START_PATH + "?employee_type=employee_id", START)
            .timeout(Duration.ofSeconds(2))
            .build();

    assertThatThrownBy(() -> caller.send(impatient)).isInstanceOf(HttpTimeoutException.class);

    assertThat(last().status()).isZero();
    assertThat(feishu.remedies()).hasSize(1);
  }

  @Test
  void the_connection_may_be_cut_after_the_request_was_processed() throws Exception {
    String id = caller.started("late.li", 20210104);
    feishu.onDecision(Fault.drop().afterProcessing());

    assertThatThrownBy(() -> caller.decide(id, 2)).isInstanceOf(IOException.class);

    assertThat(feishu.remedies()).extracting(Remedy::state).containsExactly(RemedyState.PASSED);
  }

  @Test
  void a_delay_after_processing_still_sends_the_usual_answer() throws Exception {
    feishu.onStart(Fault.delay(Duration.ofMillis(50)).afterProcessing());

    assertThat(Caller.code(caller.start("late.li", 20210104))).isZero();
    assertThat(feishu.remedies()).hasSize(1);
  }

  @Test
  void a_fault_without_that_comes_instead_of_processing() throws Exception {
    feishu.onStart(Fault.answer(500, 1225000, "internal error"), Fault.drop());

    assertThat(Caller.code(caller.start("late.li", 20210104))).isEqualTo(1225000);
    assertThatThrownBy(() -> caller.start("late.li", 20210104)).isInstanceOf(IOException.class);

    assertThat(feishu.remedies()).isEmpty();
  }

  @Test
  void all_endpoints_can_be_scripted_and_are_logged_apart() throws Exception {
    feishu.onEmployees(Fault.answer(500, 1, "x"));
    feishu.onStart(Fault.answer(500, 2, "x"));
    feishu.onDecision(Fault.answer(500, 3, "x"));
    feishu.onRemedyRecords(Fault.answer(500, 4, "x"));

    caller.post(Caller.EMPLOYEES_PATH, "{}");
    caller.post(Caller.START_PATH, "{}");
    caller.post(Caller.DECISION_PATH, "{}");
    caller.post(Caller.RECORDS_PATH, "{}");

    assertThat(feishu.employeeRequests()).extracting(RecordedRequest::code).containsExactly(1);
    assertThat(feishu.startRequests()).extracting(RecordedRequest::code).containsExactly(2);
    assertThat(feishu.decisionRequests()).extracting(RecordedRequest::code).containsExactly(3);
    assertThat(feishu.remedyRecordRequests()).extracting(RecordedRequest::code).containsExactly(4);
  }

  @Test
  void closing_does_not_wait_for_those_who_wait() throws Exception {
    HttpRequest question = question(caller.token());
    feishu.onRemedies(Fault.delay(HOURS));
    var waiting = HttpClient.newHttpClient().sendAsync(question, BodyHandlers.ofString());
    await().until(() -> feishu.requests().size() == 2);

    long start = System.nanoTime();
    feishu.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertThatThrownBy(waiting::join).isInstanceOf(CompletionException.class);
    assertThatThrownBy(() -> caller.send(question)).isInstanceOf(ConnectException.class);
  }

  private RecordedRequest last() {
    List<RecordedRequest> requests = feishu.requests();
    return requests.get(requests.size() - 1);
  }

  private HttpRequest question(String token) {
    return caller.question(token, "employee_id", "late.li", 20210104).build();
  }

  /** What comes over the wire until the simulator hangs up; no client between that tries again. */
  private String bytesOf(String token) throws IOException {
    String body = "{\"user_id\":\"late.li\",\"remedy_date\":20210104}";
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), feishu.baseUrl().getPort())) {
      socket
          .getOutputStream()
          .write(
              """
              POST %s?employee_type=employee_id HTTP/1.1
              Host: feishu
              Authorization: Bearer %s
              Content-Type: application/json; charset=utf-8
              Content-Length: %d

              %s"""
                  .formatted(Caller.REMEDIES_PATH, token, body.length(), body)
                  .replace("\n", "\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
