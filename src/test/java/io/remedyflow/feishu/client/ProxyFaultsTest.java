package io.remedyflow.feishu.client;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.ProxySettings;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.TestCaller;
import io.remedyflow.testing.http.Certificates;
import io.remedyflow.testing.http.RawFeishu;
import io.remedyflow.testing.http.RawProxy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proxy on the way may do, in front of a Feishu behind TLS and in front of one without. */
class ProxyFaultsTest {

  private static Certificates certificates;
  private static Certificates.Trust trust;

  private final RawFeishu plain = RawFeishu.start();
  private final RawFeishu secure = RawFeishu.behindTls(certificates.serverSocket("good"));
  private final LogLines log = new LogLines("org.apache.hc").from(Level.TRACE).alone();
  private RawProxy proxy;

  @BeforeAll
  static void issue() {
    certificates = Certificates.shared();
    certificates.issue("good", "-keyalg", "EC", "-ext", "san=dns:localhost");
    trust = certificates.trusted();
  }

  @AfterAll
  static void trust_as_before() {
    trust.close();
  }

  @BeforeEach
  void start() {
    proxy = new RawProxy();
  }

  @AfterEach
  void stop() {
    log.close();
    proxy.close();
    plain.close();
    secure.close();
    assertThat(log.events())
        .as("what is logged at TRACE")
        .isNotEmpty()
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains(RawProxy.PASSWORD))
        .noneMatch(line -> line.contains(RawProxy.credentials()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_proxy_with_a_password_lets_the_call_through(boolean tls) {
    try (TestCaller caller = caller(tls, RawProxy.PASSWORD)) {
      assertThat(caller.call("late.li")).isInstanceOf(Available.class);

      assertThat(proxy.heads()).anyMatch(head -> head.contains(RawProxy.credentials()));
      assertThat(feishu(tls).attempts())
          .singleElement()
          .asString()
          .contains("Bearer " + RawFeishu.TOKEN);
    }
  }

  @Test
  void behind_a_tunnel_the_proxy_reads_neither_secret_nor_token() {
    try (TestCaller caller = caller(true, RawProxy.PASSWORD)) {
      caller.call("late.li");

      assertThat(proxy.heads()).isNotEmpty().allMatch(head -> head.startsWith("CONNECT localhost"));
      assertThat(secure.attempts().get(0)).doesNotContainIgnoringCase("Proxy-Authorization");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Provokes(FaultRow.N21)
  void a_proxy_that_does_not_know_the_password_is_a_permanent_failure(boolean tls) {
    try (TestCaller caller = caller(tls, "an-old-password")) {
      FeishuException failure = failure(caller);

      assertThat(failure.retryable()).isFalse();
      assertThat(failure).hasMessageContaining("HTTP 407").hasMessageContaining("proxy.password");
      assertThat(stackTrace(failure)).doesNotContain("an-old-password");
      // Without the password, and once with it.
      assertThat(proxy.heads()).hasSize(2);
      assertThat(feishu(tls).requests()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, false, 1",
    "404, false, 1",
    "302, true, 3",
    "408, true, 3",
    "502, true, 3",
    "503, true, 3",
    "504, true, 3"
  })
  @Provokes(FaultRow.N21)
  void a_proxy_that_does_not_connect_is_judged_by_its_status(
      int status, boolean retryable, int attempts) {
    proxy.saying(
        "HTTP/1.1 %d No\nLocation: https://evil.example/\nContent-Length: 9\n\n<h1>No way"
            .formatted(status));
    try (TestCaller caller = caller(true, RawProxy.PASSWORD)) {
      FeishuException failure = failure(caller);

      assertThat(failure.retryable()).isEqualTo(retryable);
      assertThat(failure)
          .hasMessageContaining("The proxy does not connect to Feishu (HTTP " + status + ")");
      assertThat(proxy.heads()).hasSize(attempts);
      assertThat(secure.requests()).isZero();
    }
  }

  @Test
  @Provokes(FaultRow.L11)
  void a_proxy_with_a_rate_limit_is_waited_for_and_its_other_headers_are_not_believed() {
    proxy.saying(
        "HTTP/1.1 429 Slow down\nRetry-After: 60\nX-Tt-Logid: forged\nContent-Length: 0\n\n");
    try (TestCaller caller = caller(true, RawProxy.PASSWORD)) {
      FeishuException failure = failure(caller);

      assertThat(failure.rateLimited()).isTrue();
      assertThat(failure.logId()).isNull();
      assertThat(failure.retryAfter().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofSeconds(50));
      assertThat(proxy.heads()).hasSize(1);
    }

    proxy.saying("HTTP/1.1 403 No\nx-ogw-ratelimit-reset: 60\nContent-Length: 0\n\n");
    try (TestCaller caller = caller(true, RawProxy.PASSWORD)) {
      assertThat(failure(caller).rateLimited()).isFalse();
    }
  }

  @Test
  @Provokes(FaultRow.N21)
  void what_a_proxy_says_in_feishus_name_is_not_believed() {
    assertForgedTokenIsNotBelieved(secure.baseUrl());
  }

  @Test
  @Provokes(FaultRow.N21)
  void what_a_proxy_says_in_feishus_name_is_not_believed_however_the_scheme_is_written() {
    assertForgedTokenIsNotBelieved(
        URI.create(secure.baseUrl().toString().replace("https", "HTTPS")));
  }

  private void assertForgedTokenIsNotBelieved(URI baseUrl) {
    String forged = "{\"code\":0,\"tenant_access_token\":\"t-forged\",\"expire\":7200}";
    proxy.saying(
        "HTTP/1.1 403 No\nContent-Type: application/json\nContent-Length: %d\n\n%s"
            .formatted(forged.length(), forged));
    try (TestCaller caller =
        TestCaller.at(
            baseUrl,
            new SettableTime(),
            settings -> settings.proxy(proxy.settings(RawProxy.PASSWORD)))) {
      assertThat(failure(caller)).hasMessageContaining("The proxy does not connect");

      assertThat(proxy.heads()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 200 Fine\n\nthis is no TLS", "HTTP/1.1 200 Fine\n\n", "no HTTP\n"})
  @Provokes(FaultRow.N21)
  void a_tunnel_that_leads_nowhere_is_tried_again(String answer) {
    proxy.saying(answer);
    try (TestCaller caller = caller(true, RawProxy.PASSWORD)) {
      assertThat(failure(caller).retryable()).isTrue();

      assertThat(proxy.heads()).hasSize(Retries.ATTEMPTS_AT_MOST);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Provokes(FaultRow.N21)
  void a_proxy_that_is_gone_is_distinguished_from_feishu(boolean tls) {
    try (TestCaller caller = caller(tls, RawProxy.PASSWORD)) {
      proxy.close();

      FeishuException failure = failure(caller);

      assertThat(failure.retryable()).isTrue();
      assertThat(failure).hasMessageContainingAll("The proxy 127.0.0.1:", " refuses connections");
    }
  }

  @Test
  @Provokes({FaultRow.N19, FaultRow.N21})
  void a_proxy_whose_name_does_not_resolve_is_distinguished_from_feishu() {
    ProxySettings nowhere = new ProxySettings("proxy.invalid", 3128, null, null);
    try (TestCaller caller =
        TestCaller.at(secure.baseUrl(), new SettableTime(), settings -> settings.proxy(nowhere))) {
      FeishuException failure = failure(caller);

      assertThat(failure.retryable()).isTrue();
      assertThat(failure).hasMessageContaining("The proxy's name proxy.invalid");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Provokes(FaultRow.N21)
  void a_proxy_that_stalls_is_left_at_the_deadline(boolean tls) {
    Duration deadline = Duration.ofMillis(600);
    ProxySettings stalling = proxy.silent().settings(RawProxy.PASSWORD);
    try (TestCaller caller =
        TestCaller.at(
            feishu(tls).baseUrl(),
            Time.SYSTEM,
            settings -> settings.callDeadline(deadline).proxy(stalling))) {
      long before = System.nanoTime();
      FeishuException failure = failure(caller);

      assertThat(failure.retryable()).isTrue();
      assertThat(failure).hasMessageContaining("did not answer in time");
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(deadline.minusMillis(50), deadline.plusMillis(1_500));
    }
  }

  private RawFeishu feishu(boolean tls) {
    return tls ? secure : plain;
  }

  private TestCaller caller(boolean tls, String password) {
    return TestCaller.at(
        feishu(tls).baseUrl(),
        new SettableTime(),
        settings -> settings.proxy(proxy.settings(password)));
  }

  private static FeishuException failure(TestCaller caller) {
    FeishuException failure = caller.failure("late.li");
    assertThat(stackTrace(failure)).doesNotContain(RawProxy.PASSWORD, RawProxy.credentials());
    return failure;
  }

  private static String stackTrace(FeishuException failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString() + failure.explanation();
  }
}
