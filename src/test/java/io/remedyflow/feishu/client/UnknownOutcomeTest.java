package io.remedyflow.feishu.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.CallOutcome;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.http.DeadlineTimer;
import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.Reports;
import io.remedyflow.testing.http.RawFeishu;
import io.remedyflow.testing.http.RawFeishu.Act;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request that writes: once it may have been sent, only a definite answer says what came of it.
 */
class UnknownOutcomeTest {

  private static final Duration DEADLINE = Duration.ofMillis(800);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String ID = "{\"code\":0,\"data\":{\"id\":\"7\"}}";
  private static final FakeEndpoint READS = FakeEndpoint.named("read");
  private static final FakeEndpoint WRITES = FakeEndpoint.named("write").thatWrites();

  @AutoClose private final RawFeishu feishu = RawFeishu.start();
  private final Reports reports = new Reports();

  /** Waits between attempts take no time. */
  private final SettableTime time = new SettableTime();

  @AutoClose private final FeishuConnection connection = connection(feishu.baseUrl(), LONG, time);

  static Stream<Act> indefinite() {
    byte[] whole = RawFeishu.message(200, "", ID.getBytes(UTF_8));
    return Stream.of(
        Act.reset(),
        Act.hangUp(),
        Act.text("HTTP/1.1 200 OK\nContent-Le").then(Act.reset()),
        Act.bytes(Arrays.copyOf(whole, whole.length - 5)).then(Act.hangUp()),
        Act.text("Hello, this is no HTTP.\n\n").then(Act.hangUp()),
        answer(500, "<html>oops</html>"),
        answer(502, "<html>bad gateway</html>"),
        answer(503, ""),
        answer(500, "{\"code\":2200,\"msg\":\"internal error\"}"),
        answer(200, "{\"code\":1500,\"msg\":\"internal error\"}"),
        answer(500, "{\"code\":4711,\"msg\":\"unknown\"}"),
        answer(200, "{\"code\":0,\"data\":{\"id\":"),
        answer(200, "{\"code\":0,\"data\":{}}"),
        answer(200, "<html>captive portal</html>"),
        answer(500, "{\"code\":0,\"data\":{\"id\":\"7\"}}"),
        answer(408, ""));
  }

  @ParameterizedTest
  @MethodSource("indefinite")
  void a_request_that_writes_is_not_repeated_without_a_definite_answer(Act act) {
    feishu.next(act, id());

    FeishuException failure = failure(connection);

    assertThat(feishu.attempts()).hasSize(1);
    assertUnknown(failure);
    assertThat(reports.last().outcome()).isEqualTo(CallOutcome.OUTCOME_UNKNOWN);
    assertThat(reports.last().attempts()).isEqualTo(1);
    assertThat(time.sleeps()).isEmpty();
    assertThat(connection.state().retryBudget()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("indefinite")
  void a_request_that_only_reads_is_repeated(Act act) {
    feishu.next(act, id());

    assertThat(connection.call(READS, "text")).isEqualTo("7");

    assertThat(feishu.attempts()).hasSize(2);
    assertThat(reports.last().outcome()).isEqualTo(CallOutcome.ANSWERED);
  }

  @ParameterizedTest
  @CsvSource({"true, TRANSIENT_FAILURE", "false, OUTCOME_UNKNOWN"})
  void silence_until_the_deadline_is_distinguished(boolean reads, CallOutcome outcome) {
    try (LogLines log = new LogLines();
        FeishuConnection hasty = connection(feishu.baseUrl(), DEADLINE, Time.SYSTEM)) {
      feishu.next(Act.silence());

      FeishuException failure =
          catchThrowableOfType(
              FeishuException.class, () -> hasty.call(reads ? READS : WRITES, "text"));

      assertThat(failure.outcomeUnknown()).isEqualTo(!reads);
      assertThat(failure.isSilence()).isTrue();
      assertThat(reports.last().outcome()).isEqualTo(outcome);
      assertThat(log.at(Level.WARN, "outcome " + outcome)).hasSize(1);
      assertThat(feishu.attempts()).hasSize(1);
    }
  }

  @Test
  void what_is_said_names_the_failure_and_what_follows_in_both_languages() {
    feishu.next(Act.reset());

    FeishuException failure = failure(connection);

    assertThat(failure.explanation().en())
        .startsWith("The connection to 127.0.0.1")
        .endsWith(
            "The request was sent and may have been processed, so it was not repeated. Check in Feishu whether it took effect.");
    assertThat(failure.explanation().zhCn()).contains("可能已被处理", "没有自动重发");
    assertThat(failure.failure().explanation().en()).doesNotContain("may have been processed");
  }

  @ParameterizedTest
  @CsvSource({"boom, java.lang.IllegalStateException", "crash, java.lang.StackOverflowError"})
  void an_answer_that_breaks_what_reads_it_leaves_the_outcome_unknown(
      String id, Class<? extends Throwable> thrown) {
    feishu.next(answer(200, ID.replace("7", id)));

    FeishuException failure = failure(connection);

    assertUnknown(failure);
    assertThat(failure).hasCauseInstanceOf(thrown);
  }

  @Test
  void a_refused_connection_is_retried() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    AtomicReference<RawFeishu> opened = new AtomicReference<>();
    Time opening =
        time.sleeping(
            duration -> {
              time.pass(duration);
              opened.compareAndSet(null, RawFeishu.start(InetAddress.getLoopbackAddress(), port));
              opened.get().next(id());
            });
    try (FeishuConnection patient =
        connection(URI.create("http://127.0.0.1:" + port), LONG, opening)) {
      assertThat(patient.call(WRITES, "text")).isEqualTo("7");
    } finally {
      opened.get().close();
    }
  }

  static Stream<Act> notProcessed() {
    return Stream.of(
        limited(429, "{\"code\":99991400,\"msg\":\"limit\"}"),
        limited(400, "{\"code\":99991400,\"msg\":\"limit\"}"),
        limited(200, "{\"code\":99991400,\"msg\":\"limit\"}"),
        limited(429, "<html>too many</html>"),
        answer(400, "{\"code\":99991663,\"msg\":\"Invalid access token\"}"));
  }

  @ParameterizedTest
  @MethodSource("notProcessed")
  void what_was_surely_not_processed_is_sent_again(Act act) {
    feishu.next(act, id());

    assertThat(connection.call(WRITES, "text")).isEqualTo("7");

    assertThat(feishu.attempts()).hasSize(2);
    assertThat(reports.last().outcome()).isEqualTo(CallOutcome.ANSWERED);
  }

  @ParameterizedTest
  @CsvSource({"400, 99991672", "400, 4711", "200, 4711", "400, 99991403"})
  void a_permanent_failure_is_definite(int status, int code) {
    feishu.next(answer(status, "{\"code\":%d,\"msg\":\"no\"}".formatted(code)));

    FeishuException failure = failure(connection);

    assertThat(failure.outcomeUnknown()).isFalse();
    assertThat(failure.code()).isEqualTo(code);
    assertThat(reports.last().outcome()).isEqualTo(CallOutcome.PERMANENT_FAILURE);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 403, 404, 413})
  void what_a_gateway_keeps_back_is_definite(int status) {
    feishu.next(answer(status, "<html>no</html>"));

    assertThat(failure(connection).outcomeUnknown()).isFalse();
  }

  @Test
  void a_rejection_is_definite() {
    feishu.next(answer(400, "{\"code\":9499,\"msg\":\"invalid field\"}"));

    assertThatThrownBy(() -> connection.call(WRITES, "text"))
        .isInstanceOf(RequestRejectedException.class);
    assertThat(reports.last().outcome()).isEqualTo(CallOutcome.REJECTED);
  }

  @Test
  void a_token_that_is_rejected_twice_is_definite() {
    Act rejected = answer(400, "{\"code\":99991663,\"msg\":\"Invalid access token\"}");
    feishu.next(rejected, rejected);

    assertThat(failure(connection).outcomeUnknown()).isFalse();
  }

  @Test
  void silence_after_a_token_was_replaced_is_none() {
    feishu.next(
        answer(400, "{\"code\":99991663,\"msg\":\"Invalid access token\"}"), Act.reset(), id());

    assertUnknown(failure(connection));
    assertThat(feishu.attempts()).hasSize(2);
  }

  @Test
  void a_call_that_gets_no_permit_is_not_sent() {
    try (FeishuConnection slow =
        new FeishuConnection(
            settings(feishu.baseUrl(), Duration.ofSeconds(3)).requestsPerMinute(1).build(),
            reports,
            time)) {
      feishu.next(id());
      slow.call(WRITES, "text");

      FeishuException failure = failure(slow);

      assertThat(failure.rateLimited()).isTrue();
      assertThat(failure.outcomeUnknown()).isFalse();
      assertThat(feishu.attempts()).hasSize(1);
    }
  }

  @Test
  void a_connection_that_is_closed_meanwhile_leaves_the_outcome_unknown() {
    feishu.next(Act.silence());
    CompletableFuture<String> answer = connection.begin(WRITES, "text");
    await().until(() -> feishu.attempts().size() == 1);

    connection.close();

    assertThatThrownBy(answer::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(FeishuException.class, UnknownOutcomeTest::assertUnknown);
    await().until(() -> !reports.calls().isEmpty());
    assertThat(reports.outcomes()).containsExactly(CallOutcome.OUTCOME_UNKNOWN);
  }

  @Test
  void a_caller_interrupted_during_the_call_does_not_know_the_outcome() throws Exception {
    feishu.next(Act.silence());
    try (FeishuConnection hasty =
        connection(feishu.baseUrl(), Duration.ofSeconds(2), Time.SYSTEM)) {
      AtomicReference<FeishuException> got = new AtomicReference<>();
      Thread caller = new Thread(() -> got.set(failure(hasty)));
      caller.start();
      await().until(() -> feishu.attempts().size() == 1);

      caller.interrupt();
      caller.join();

      assertUnknown(got.get());
      await().until(() -> reports.outcomes().equals(List.of(CallOutcome.OUTCOME_UNKNOWN)));
    }
  }

  @Test
  void an_interrupted_caller_sends_nothing() {
    Thread.currentThread().interrupt();

    FeishuException failure = failure(connection);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure.interrupted()).isTrue();
    assertThat(failure.outcomeUnknown()).isFalse();
    assertThat(feishu.attempts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_caller_interrupted_while_it_waits_for_a_begun_call_does_not_know_the_outcome(boolean reads)
      throws Exception {
    feishu.next(Act.silence());
    CompletableFuture<String> answer = connection.begin(reads ? READS : WRITES, "text");
    AtomicReference<FeishuException> got = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () ->
                got.set(
                    catchThrowableOfType(
                        FeishuException.class, () -> FeishuConnection.await(answer))));
    waiting.start();
    await().until(() -> feishu.attempts().size() == 1);

    waiting.interrupt();
    waiting.join();

    assertThat(got.get().interrupted()).isEqualTo(reads);
    assertThat(got.get().outcomeUnknown()).isEqualTo(!reads);
    assertThat(answer).isNotDone();
  }

  @Test
  void a_call_that_is_left_behind_before_it_is_sent_is_never_sent() {
    try (StuckNames names = new StuckNames();
        FeishuConnection stuck =
            new FeishuConnection(
                settings(URI.create("http://feishu.test:" + feishu.port()), DEADLINE).build(),
                reports,
                Time.SYSTEM,
                names)) {
      FeishuException failure = failure(stuck);

      assertThat(failure.isSilence()).isTrue();
      assertThat(failure.retryable()).isTrue();
      assertThat(failure.outcomeUnknown()).isFalse();
      names.letGo();
    }
    assertThat(feishu.requests()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"true, true, false", "false, true, true", "false, false, false"})
  void a_call_that_is_left_behind_says_whether_it_was_sent(
      boolean repeatable, boolean sent, boolean unknown) {
    CountDownLatch end = new CountDownLatch(1);
    OperationRun run = new OperationRun(Duration.ofMillis(100), Time.SYSTEM);
    Call call =
        run.next(new FakeEndpoint("one", RateLimits.of(50, null), repeatable), "text").call();
    AtomicReference<Throwable> later = new AtomicReference<>();
    try (DeadlineTimer timer = new DeadlineTimer("test");
        CallThreads threads =
            new CallThreads(settings(feishu.baseUrl(), DEADLINE).build(), timer)) {
      CompletableFuture<Boolean> answer =
          threads.begin(
              run,
              () -> {
                if (sent) {
                  call.letGo();
                }
                waitUninterrupted(end);
                try {
                  call.letGo();
                } catch (FeishuException e) {
                  later.set(e);
                }
                return true;
              },
              outOfTime -> assertThat(outOfTime.outcomeUnknown()).isEqualTo(unknown));

      assertThatThrownBy(answer::join)
          .cause()
          .isInstanceOfSatisfying(
              FeishuException.class, e -> assertThat(e.outcomeUnknown()).isEqualTo(unknown));
      end.countDown();
      await().untilAsserted(() -> assertThat(later.get()).as("not sent after all").isNotNull());
    }
  }

  @Test
  void unknown_outcomes_open_the_circuit_breaker_as_silence_does() {
    try (FeishuConnection hasty =
        connection(feishu.baseUrl(), Duration.ofMillis(150), Time.SYSTEM)) {
      hasty.checkToken();
      for (int n = 0; n < ConnectionCircuitBreaker.SILENT_AT_MOST; n++) {
        feishu.next(Act.silence());
        assertUnknown(failure(hasty));
      }

      FeishuException notSent = failure(hasty);

      assertThat(reports.last().outcome()).isEqualTo(CallOutcome.CIRCUIT_OPEN);
      assertThat(notSent.outcomeUnknown()).isFalse();
      assertThat(notSent.retryable()).isTrue();
      assertThat(notSent.explanation().en()).doesNotContain("may have been processed");
    }
  }

  @Test
  void one_answer_that_fails_counts_for_the_circuit_breaker() {
    for (int n = 0; n < ConnectionCircuitBreaker.CALLS_AT_LEAST; n++) {
      feishu.next(answer(500, "<html>oops</html>"));
      assertUnknown(failure(connection));
    }

    assertThat(connection.state().circuitOpen()).isTrue();
  }

  private static Act id() {
    return answer(200, ID);
  }

  private static Act answer(int status, String body) {
    return Act.answer(status, "", body.getBytes(UTF_8));
  }

  private static Act limited(int status, String body) {
    return Act.answer(status, "x-ogw-ratelimit-reset: 3\r\n", body.getBytes(UTF_8));
  }

  private static void assertUnknown(FeishuException failure) {
    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(failure.retryable()).isFalse();
    assertThat(failure.interrupted()).isFalse();
    assertThat(failure.rateLimited()).isFalse();
    assertThat(failure.retryAfter()).isEmpty();
    assertThat(failure).hasMessageContaining("may have been processed");
  }

  private static FeishuException failure(FeishuConnection connection) {
    return catchThrowableOfType(FeishuException.class, () -> connection.call(WRITES, "text"));
  }

  private FeishuConnection connection(URI baseUrl, Duration deadline, Time time) {
    return new FeishuConnection(settings(baseUrl, deadline).build(), reports, time);
  }

  private static ConnectionSettings.Builder settings(URI baseUrl, Duration deadline) {
    return ConnectionSettings.builder("test")
        .appId("cli_test")
        .appSecret(AppSecret.of("secret-of-the-test"))
        .baseUrl(baseUrl)
        .callDeadline(deadline);
  }

  /** As the operating system does: no interrupt ends it. */
  private static void waitUninterrupted(CountDownLatch end) {
    boolean ended = false;
    while (!ended) {
      try {
        end.await();
        ended = true;
      } catch (InterruptedException e) {
        // continues, as a call into the system does
      }
    }
  }

  private static final class StuckNames implements DnsResolver, AutoCloseable {

    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public InetAddress[] resolve(String host) {
      waitUninterrupted(end);
      return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
      return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }

    void letGo() {
      end.countDown();
    }

    @Override
    public void close() {
      letGo();
    }
  }
}
