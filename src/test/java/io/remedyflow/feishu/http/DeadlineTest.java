package io.remedyflow.feishu.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.TestSettings;
import io.remedyflow.testing.http.BlackHole;
import io.remedyflow.testing.http.SocketServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.core5.util.TimeValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The deadline ends an exchange wherever it is. HttpClient's own timeouts are ten seconds here and
 * could not.
 */
class DeadlineTest {

  private static final Duration DEADLINE = Duration.ofMillis(500);
  private static final Duration GRACE = Duration.ofSeconds(2);

  @Test
  @Provokes(FaultRow.N6)
  void an_answer_that_never_comes_is_not_waited_for() {
    try (FeishuSimulator feishu = FeishuSimulator.start()) {
      feishu.onToken(Fault.silence(Duration.ofSeconds(30)));

      assertGivesUp(feishu.baseUrl(), SystemDefaultDnsResolver.INSTANCE);
    }
  }

  @Test
  @Provokes(FaultRow.N7)
  void a_body_that_dribbles_is_cut() {
    try (FeishuSimulator feishu = FeishuSimulator.start()) {
      feishu.onToken(Fault.trickle(Duration.ofMillis(100)));

      assertGivesUp(feishu.baseUrl(), SystemDefaultDnsResolver.INSTANCE);
    }
  }

  /** Linux alone has all of 127.0.0.0/8, and lets a full queue answer nothing. */
  @Test
  @EnabledOnOs(OS.LINUX)
  @Provokes(FaultRow.N2)
  void a_host_that_accepts_no_connection_is_left_however_many_addresses_it_has()
      throws IOException {
    try (BlackHoles holes = new BlackHoles(3)) {
      assertGivesUp(URI.create("http://many.test:" + holes.port()), holes);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @Provokes(FaultRow.N2)
  void a_host_that_accepts_no_connection_is_distinguished_from_a_slow_one() throws IOException {
    try (BlackHoles holes = new BlackHoles(1);
        HttpTransport exchange = exchange(URI.create("http://one.test:" + holes.port()), holes)) {
      long before = System.nanoTime();
      FeishuException failure = failure(exchange, Duration.ofSeconds(9));

      assertThat(failure.retryable()).isTrue();
      assertThat(failure)
          .hasMessageContaining("Connecting to one.test:" + holes.port() + " timed out");
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
    }
  }

  @Test
  @Provokes(FaultRow.N18)
  void a_tls_handshake_that_stalls_is_left() {
    try (SocketServer mute = SocketServer.mute()) {
      assertGivesUp(
          URI.create("https://127.0.0.1:" + mute.port()), SystemDefaultDnsResolver.INSTANCE);
    }
  }

  private static void assertGivesUp(URI baseUrl, DnsResolver names) {
    try (HttpTransport exchange = exchange(baseUrl, names)) {
      long before = System.nanoTime();
      FeishuException failure = failure(exchange, DEADLINE);
      Duration took = Duration.ofNanos(System.nanoTime() - before);

      assertThat(failure.retryable()).isTrue();
      assertThat(failure).hasMessageContaining("did not answer in time");
      assertThat(took).isBetween(DEADLINE.minusMillis(50), DEADLINE.plus(GRACE));
      await().until(() -> exchange.connectionsInUse() == 0);
    }
  }

  private static HttpTransport exchange(URI baseUrl, DnsResolver names) {
    return new HttpTransport(
        TestSettings.at(baseUrl).callDeadline(Duration.ofSeconds(10)).build(),
        names,
        TimeValue.ofMinutes(5));
  }

  private static FeishuException failure(HttpTransport exchange, Duration deadline) {
    return catchThrowableOfType(
        FeishuException.class,
        () ->
            exchange.post(
                "/open-apis/auth/v3/tenant_access_token/internal",
                "{}".getBytes(UTF_8),
                null,
                Deadline.in(deadline, Time.SYSTEM),
                Sending.UNCOUNTED));
  }

  /** Addresses at which the system's queue of new connections is full: a SYN gets no answer. */
  private static final class BlackHoles implements DnsResolver, AutoCloseable {

    private final List<InetAddress> addresses = new ArrayList<>();
    private final List<BlackHole> open = new ArrayList<>();
    private int port;

    BlackHoles(int count) throws IOException {
      for (int i = 0; i < count; i++) {
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (11 + i)});
        BlackHole hole = new BlackHole(address, port);
        port = hole.port();
        open.add(hole);
        addresses.add(address);
      }
    }

    int port() {
      return port;
    }

    @Override
    public InetAddress[] resolve(String host) {
      return addresses.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
      return host;
    }

    @Override
    public void close() throws IOException {
      for (BlackHole one : open) {
        one.close();
      }
    }
  }
}
