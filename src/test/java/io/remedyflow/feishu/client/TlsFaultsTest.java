package io.remedyflow.feishu.client;

import static io.remedyflow.testing.http.RawFeishu.ANSWER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.testing.TestCaller;
import io.remedyflow.testing.http.Certificates;
import io.remedyflow.testing.http.RawFeishu;
import io.remedyflow.testing.http.RawFeishu.Act;
import io.remedyflow.testing.http.SocketServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates that must not be trusted, and failed TLS handshakes. */
class TlsFaultsTest {

  private static final String LOCALHOST = "san=dns:localhost";

  private static Certificates certificates;
  private static Certificates.Trust trust;

  @BeforeAll
  static void issue() {
    certificates = Certificates.shared();
    certificates.issue("good", "-keyalg", "EC", "-ext", LOCALHOST);
    certificates.issue(
        "expired", "-keyalg", "EC", "-ext", LOCALHOST, "-startdate", "-10d", "-validity", "5");
    certificates.issue("early", "-keyalg", "EC", "-ext", LOCALHOST, "-startdate", "+10d");
    certificates.issue("anothers", "-keyalg", "EC", "-ext", "san=dns:feishu.example");
    certificates.issue("weak", "-keyalg", "EC", "-ext", LOCALHOST, "-sigalg", "MD5withRSA");
    certificates.selfSign("stranger");
    trust = certificates.trusted();
  }

  @AfterAll
  static void trust_as_before() {
    trust.close();
  }

  @Test
  void a_good_certificate_is_trusted() {
    try (RawFeishu feishu = RawFeishu.behindTls(certificates.serverSocket("good"));
        TestCaller caller = TestCaller.at(feishu.baseUrl(), Duration.ofSeconds(10))) {
      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    }
  }

  @Test
  @Provokes(FaultRow.N9)
  void what_is_left_over_from_one_answer_is_found_in_tls_too() {
    byte[] another = RawFeishu.message(400, "", "{\"code\":1226501}".getBytes(UTF_8));
    AtomicBoolean isThere = new AtomicBoolean();
    try (RawFeishu feishu = RawFeishu.behindTls(certificates.serverSocket("good"));
        TestCaller caller = TestCaller.at(feishu.baseUrl(), Duration.ofSeconds(10))) {
      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
      assertThat(feishu.connections()).as("TLS's own messages are no left-overs").isEqualTo(1);
      feishu.next(
          Act.answer(200, "", ANSWER.getBytes(UTF_8))
              .then(Act.bytes(another))
              .then((socket, raw) -> isThere.set(true)));

      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
      await().untilTrue(isThere);
      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
      assertThat(feishu.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "expired, has expired, 已过期",
    "early, is not valid yet, 尚未生效",
    "anothers, belongs to another host, 属于其他主机",
    "stranger, an issuer that Java's trust store does not know, 信任库中没有",
    "weak, revoked or too weak, 强度不足"
  })
  @Provokes(FaultRow.N17)
  void a_bad_certificate_is_named_and_neither_secret_nor_request_is_sent(
      String alias, String en, String zhCn) {
    try (RawFeishu feishu = RawFeishu.behindTls(certificates.serverSocket(alias));
        TestCaller caller = TestCaller.at(feishu.baseUrl(), Duration.ofSeconds(10))) {
      FeishuException failure = caller.failure("late.li");

      assertThat(failure.retryable()).isFalse();
      assertThat(failure.explanation().en()).contains(en).contains("localhost");
      assertThat(failure.explanation().zhCn()).contains(zhCn).contains("localhost");
      assertThat(feishu.connections()).isEqualTo(1);
      assertThat(feishu.requests()).isZero();
    }
  }

  @Test
  @Provokes(FaultRow.N18)
  void a_tls_handshake_that_dribbles_is_cut_at_the_deadline() {
    Duration deadline = Duration.ofMillis(600);
    try (SocketServer slow = SocketServer.start(TlsFaultsTest::beginServerHello);
        TestCaller caller =
            TestCaller.at(URI.create("https://localhost:" + slow.port()), deadline)) {
      long before = System.nanoTime();
      FeishuException failure = caller.failure("late.li");
      Duration took = Duration.ofNanos(System.nanoTime() - before);

      assertThat(failure.retryable()).isTrue();
      assertThat(failure).hasMessageContaining("did not answer in time");
      assertThat(took).isBetween(deadline.minusMillis(50), deadline.plusMillis(1_500));
    }
  }

  /** The head of a record of 8 KiB, and then a byte now and then. */
  private static void beginServerHello(Socket socket) throws IOException {
    try (socket) {
      socket.getOutputStream().write(new byte[] {0x16, 3, 3, 0x20, 0});
      while (!socket.isClosed()) {
        socket.getOutputStream().write(0);
        socket.getInputStream().readNBytes(1);
      }
    }
  }

  @Test
  void a_host_that_does_not_speak_tls_may_be_a_device_on_the_way() {
    try (SocketServer plain = SocketServer.start(TlsFaultsTest::speakPlainly);
        TestCaller caller =
            TestCaller.at(
                URI.create("https://localhost:" + plain.port()),
                new SettableTime(),
                settings -> settings)) {
      FeishuException failure = caller.failure("late.li");

      assertThat(failure.retryable()).isTrue();
      assertThat(failure)
          .hasMessageContaining("TLS with localhost:%d failed".formatted(plain.port()));
      assertThat(plain.connections()).isEqualTo(Retries.ATTEMPTS_AT_MOST);
    }
  }

  private static void speakPlainly(Socket socket) throws IOException {
    try (socket) {
      socket.getInputStream().read();
      socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
    }
  }
}
