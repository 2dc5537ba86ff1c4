package io.remedyflow.feishu.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.testing.TestSettings;
import io.remedyflow.testing.http.RawFeishu;
import io.remedyflow.testing.http.RawFeishu.Act;
import io.remedyflow.testing.http.SocketServer;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.core5.util.TimeValue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of the pool of connections. */
class PoolFaultsTest {

  private static final int POOL = HttpTransport.CONNECTIONS_AT_MOST;

  @AutoClose private final RawFeishu feishu = RawFeishu.start();

  @Test
  @Provokes(FaultRow.N22)
  void a_call_that_finds_every_connection_in_use_says_so_and_does_not_wait_for_its_deadline() {
    feishu.next(Stream.generate(Act::silence).limit(POOL).toArray(Act[]::new));
    try (HttpTransport exchange = exchange(feishu.baseUrl())) {
      for (int n = 0; n < POOL; n++) {
        SocketServer.daemon(() -> failure(exchange, Duration.ofSeconds(20)));
      }
      await().until(() -> feishu.attempts().size() == POOL);
      assertThat(exchange.connectionsInUse()).isEqualTo(POOL);

      long before = System.nanoTime();
      FeishuException patient = failure(exchange, Duration.ofSeconds(20));
      Duration took = Duration.ofNanos(System.nanoTime() - before);
      FeishuException hasty = failure(exchange, Duration.ofMillis(800));

      assertThat(took).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(4));
      assertThat(patient.retryable()).isTrue();
      assertThat(patient).hasMessageStartingWith("All " + POOL + " connections to 127.0.0.1:");
      assertThat(hasty).hasMessageStartingWith("All " + POOL + " connections to 127.0.0.1:");
      assertThat(feishu.connections()).isEqualTo(POOL);

      feishu.close();
      await().until(() -> exchange.connectionsInUse() == 0);
    }
  }

  static Stream<Act> faults() {
    return Stream.of(
        Act.reset(),
        Act.hangUp(),
        Act.silence(),
        Act.text("HTTP/1.1 200 OK\nContent-Length: 900\n\n{").then(Act.reset()),
        Act.text("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nno\n").then(Act.silence()),
        Act.text("HTTP/1.1 200 OK\n\n").then(Act.endlessly(" ")),
        Act.text("HTTP/1.1 200 OK\nContent-Length: 9\n\n{").then(Act.silence()),
        Act.text("HTTP/1.1 200 OK\nContent-Length: 9\nContent-Encoding: gzip\n\nno gzip!!"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  @Provokes({FaultRow.N3, FaultRow.N4, FaultRow.N6, FaultRow.N10, FaultRow.N13, FaultRow.N14})
  void no_fault_keeps_a_connection(Act act) {
    feishu.next(act);
    try (HttpTransport exchange = exchange(feishu.baseUrl())) {
      failure(exchange, Duration.ofMillis(400));

      // Where the deadline ends it, the thread that watches gives the connection back.
      await().until(() -> exchange.connectionsInUse() == 0);
      assertThat(post(exchange, Duration.ofSeconds(5)).status()).isEqualTo(200);
      assertThat(exchange.connectionsInUse()).isZero();
    }
  }

  /** Linux alone has all of 127.0.0.0/8. */
  @Test
  @EnabledOnOs(OS.LINUX)
  @Provokes(FaultRow.N20)
  void a_name_that_moves_is_followed_by_new_connections_and_by_kept_ones_when_they_are_old()
      throws UnknownHostException {
    InetAddress there = InetAddress.getByName("127.0.0.21");
    MovingName name = new MovingName(InetAddress.getLoopbackAddress());
    URI baseUrl = URI.create("http://moving.test:" + feishu.port());
    TimeValue timeToLive = TimeValue.ofMilliseconds(600);
    try (RawFeishu moved = RawFeishu.start(there, feishu.port());
        HttpTransport exchange = new HttpTransport(settings(baseUrl), name, timeToLive)) {
      post(exchange, Duration.ofSeconds(5));
      name.address = there;

      post(exchange, Duration.ofSeconds(5));
      assertThat(feishu.attempts()).hasSize(2);

      await()
          .pollInterval(Duration.ofMillis(100))
          .untilAsserted(
              () -> {
                post(exchange, Duration.ofSeconds(5));
                assertThat(moved.attempts()).isNotEmpty();
              });
      assertThat(feishu.connections()).isEqualTo(1);
    }
  }

  @Test
  @Provokes(FaultRow.N19)
  void a_name_that_resolves_again_is_found() {
    MovingName name = new MovingName(null);
    URI baseUrl = URI.create("http://moving.test:" + feishu.port());
    try (HttpTransport exchange =
        new HttpTransport(settings(baseUrl), name, TimeValue.ofMinutes(5))) {
      FeishuException failure = failure(exchange, Duration.ofSeconds(5));
      assertThat(failure.retryable()).isTrue();
      assertThat(failure).hasMessageContaining("moving.test cannot be resolved");

      name.address = InetAddress.getLoopbackAddress();

      assertThat(post(exchange, Duration.ofSeconds(5)).status()).isEqualTo(200);
    }
  }

  private static HttpTransport exchange(URI baseUrl) {
    return new HttpTransport(
        settings(baseUrl), SystemDefaultDnsResolver.INSTANCE, TimeValue.ofMinutes(5));
  }

  private static ConnectionSettings settings(URI baseUrl) {
    return TestSettings.at(baseUrl).build();
  }

  private static Reply post(HttpTransport exchange, Duration deadline) {
    return exchange.post(
        "/call",
        "{}".getBytes(UTF_8),
        "token",
        Deadline.in(deadline, Time.SYSTEM),
        Sending.UNCOUNTED);
  }

  private static FeishuException failure(HttpTransport exchange, Duration deadline) {
    var failure = catchThrowableOfType(FeishuException.class, () -> post(exchange, deadline));
    assertThat(failure).isNotNull();
    return failure;
  }

  /** A name whose address is set by the test; none at first, perhaps. */
  private static final class MovingName implements DnsResolver {

    private volatile InetAddress address;

    MovingName(InetAddress address) {
      this.address = address;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      if (address == null) {
        throw new UnknownHostException(host);
      }
      return new InetAddress[] {address};
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
