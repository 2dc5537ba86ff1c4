package io.remedyflow.feishu.client;

import static io.remedyflow.testing.http.RawFeishu.ANSWER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.testing.TestCaller;
import io.remedyflow.testing.http.RawFeishu;
import io.remedyflow.testing.http.RawFeishu.Act;
import io.remedyflow.testing.http.SocketServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that end, stall or lie, as only bare sockets do it. */
class NetworkFaultsTest {

  private static final Duration DEADLINE = Duration.ofMillis(600);
  private static final long HEAP = 32L * 1024 * 1024;
  private static final Duration GRACE = Duration.ofMillis(1_500);

  @AutoClose private final RawFeishu feishu = RawFeishu.start();

  /** Waits between attempts take no time. */
  @AutoClose private final TestCaller caller = TestCaller.at(feishu.baseUrl(), new SettableTime());

  @Test
  @Provokes(FaultRow.N1)
  void a_port_that_opens_between_two_attempts_is_found() throws IOException {
    int port = SocketServer.unusedPort();
    CompletableFuture<RawFeishu> opened = new CompletableFuture<>();
    Time time =
        new Sleeping(
            () -> opened.complete(RawFeishu.start(InetAddress.getLoopbackAddress(), port)));
    try (TestCaller patient = TestCaller.at(URI.create("http://127.0.0.1:" + port), time, s -> s)) {
      assertThat(patient.call("late.li")).isInstanceOf(Available.class);
    } finally {
      opened.join().close();
    }
  }

  static Stream<Act> breaks() {
    byte[] whole = RawFeishu.message(200, "", ANSWER.getBytes(UTF_8));
    String chunk = Integer.toHexString(ANSWER.length()) + "\n" + ANSWER + "\n";
    String chunked = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n";
    return Stream.of(
        Act.reset(),
        Act.hangUp(),
        Act.text("HTTP/1.1 200 OK\nContent-Le").then(Act.reset()),
        Act.bytes(Arrays.copyOf(whole, whole.length - 5)).then(Act.reset()),
        // All of the JSON, and less than was promised.
        Act.text("HTTP/1.1 200 OK\nContent-Length: 900\n\n" + ANSWER).then(Act.reset()),
        Act.text("HTTP/1.1 200 OK\nContent-Length: 900\n\n" + ANSWER).then(Act.hangUp()),
        Act.text(chunked + chunk).then(Act.reset()),
        Act.text(chunked + chunk).then(Act.hangUp()),
        Act.text(chunked + chunk + "what comes now?\n"),
        Act.text(chunked + "-1\n" + ANSWER + "\n0\n\n"),
        Act.text(chunked + "ffffffffffffffff\n" + ANSWER + "\n0\n\n"),
        Act.text("Hello, this is no HTTP.\n\n").then(Act.hangUp()),
        Act.text("HTTP/1.1 200 OK\nContent-Length: many\n\n" + ANSWER).then(Act.hangUp()),
        // No length at all: the end of the connection is the end of the answer, but an RST is none.
        Act.text("HTTP/1.1 200 OK\n\n" + ANSWER).then(Act.reset()));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  @Provokes({FaultRow.N3, FaultRow.N4, FaultRow.N9, FaultRow.N10})
  void what_breaks_off_is_retried_on_another_connection(Act act) {
    feishu.next(act);

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);

    assertThat(feishu.attempts()).hasSize(2);
    assertThat(feishu.connections()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("breaks")
  @Provokes({FaultRow.N3, FaultRow.N4, FaultRow.N9, FaultRow.N10})
  void what_breaks_off_each_time_is_left_to_the_job_and_keeps_no_connection(Act act) {
    feishu.next(act, act, act);

    FeishuException failure = caller.failure("late.li");

    assertThat(failure.retryable()).isTrue();
    assertThat(failure.code()).isNull();
    assertThat(failure).hasMessageContaining("127.0.0.1");
    assertThat(feishu.attempts()).hasSize(Retries.ATTEMPTS_AT_MOST);
    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset", "hangUp"})
  @Provokes(FaultRow.N5)
  void a_restart_of_the_far_side_costs_one_attempt_however_many_connections_were_kept(String how)
      throws Exception {
    keep(5);
    feishu.toAll(how.equals("reset") ? Act.reset() : Act.hangUp());
    int before = feishu.attempts().size();

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);

    assertThat(feishu.attempts()).hasSize(before + 1);
  }

  @Test
  @Provokes(FaultRow.N5)
  void a_peer_that_vanished_costs_one_call_however_many_connections_were_kept() throws Exception {
    try (TestCaller hasty = TestCaller.at(feishu.baseUrl(), DEADLINE)) {
      keep(4, hasty);
      feishu.vanish();

      assertThat(hasty.failure("late.li").retryable()).isTrue();
      assertThat(hasty.call("late.li")).isInstanceOf(Available.class);
    }
  }

  static Stream<Act> faultsOfOneExchange() {
    return Stream.of(
        Act.reset(),
        Act.hangUp(),
        Act.text("HTTP/1.1 200 OK\nContent-Length: 900\n\n" + ANSWER).then(Act.reset()),
        Act.text("Hello, this is no HTTP.\n\n").then(Act.hangUp()),
        Act.text("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nwhat?\n"),
        Act.text("HTTP/1.1 200 OK\nContent-Length: 9\nContent-Encoding: gzip\n\nno gzip!!"),
        Act.text("HTTP/1.1 200 OK\n\n").then(Act.endlessly(" ")));
  }

  @ParameterizedTest
  @MethodSource("faultsOfOneExchange")
  @Provokes(FaultRow.N27)
  void an_exchange_that_fails_closes_no_connection_beside_it(Act act) throws Exception {
    keep(5);
    feishu.next(act);
    caller.tryToCall("late.li");
    int connections = feishu.connections();

    keep(4);

    assertThat(feishu.connections()).isEqualTo(connections);
  }

  @Test
  @Provokes(FaultRow.N27)
  void silence_closes_no_connection_that_has_answered_meanwhile() throws Exception {
    try (TestCaller hasty = TestCaller.at(feishu.baseUrl(), Duration.ofSeconds(3))) {
      keep(5, hasty);
      AtomicBoolean over = new AtomicBoolean();
      CountDownLatch heard = new CountDownLatch(1);
      feishu.next(((Act) (socket, raw) -> heard.countDown()).then(Act.silence()));
      CompletableFuture<Void> silent =
          CompletableFuture.runAsync(
              () -> {
                hasty.tryToCall("late.li");
                over.set(true);
              },
              SocketServer::daemon);
      heard.await();
      int connections = feishu.connections();
      while (!over.get()) {
        keep(4, hasty);
      }
      silent.join();

      keep(4, hasty);

      assertThat(feishu.connections()).isEqualTo(connections);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Provokes(FaultRow.N28)
  void a_connection_that_the_peer_has_closed_is_closed_here_without_traffic(boolean hangsUp)
      throws Exception {
    CountDownLatch closedHere = new CountDownLatch(1);
    feishu.next(
        Act.answer(200, "", ANSWER.getBytes(UTF_8))
            .then(
                (socket, raw) -> {
                  if (hangsUp) {
                    socket.shutdownOutput();
                  } else {
                    socket.getOutputStream().write("HTTP/1.1 408 Idle\r\n".getBytes(UTF_8));
                    socket.shutdownOutput();
                  }
                  if (socket.getInputStream().read() < 0) {
                    closedHere.countDown();
                  }
                }));

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);

    assertThat(closedHere.await(15, TimeUnit.SECONDS)).isTrue();
    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
  }

  @Test
  @Provokes(FaultRow.N28)
  void no_thread_checks_for_idle_connections_where_none_is_kept() throws Exception {
    feishu.next(
        Act.answer(200, "", ANSWER.getBytes(UTF_8)).then((socket, raw) -> socket.shutdownOutput()));
    caller.call("late.li");
    assertThat(looking()).isTrue();

    await().atMost(Duration.ofSeconds(20)).until(() -> !looking());
  }

  private static boolean looking() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("remedyflow-idle-connections-test"));
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 200 OK\nX-Slow: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'",
    "'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\n  \n2\n  \n2\n  \n2\n  \n2\n  \n2\n  \n2\n  \n'",
    "'HTTP/1.1 100 Continue\n\nHTTP/1.1 100 Continue\n\nHTTP/1.1 100 Continue\n\nHTTP/1.1 100 Continue\n\n'"
  })
  @Provokes({FaultRow.N6, FaultRow.N7})
  void headers_and_bodies_that_dribble_are_cut_at_the_deadline(String text) {
    feishu.next(Act.dribble(text, 40).then(Act.silence()));

    assertGivesUpInTime();
  }

  @Test
  @Provokes(FaultRow.N6)
  void silence_is_left_at_the_deadline() {
    feishu.next(Act.silence());

    assertGivesUpInTime();
  }

  private void assertGivesUpInTime() {
    try (TestCaller hasty = TestCaller.at(feishu.baseUrl(), DEADLINE)) {
      long before = System.nanoTime();
      FeishuException failure = hasty.failure("late.li");
      Duration took = Duration.ofNanos(System.nanoTime() - before);

      assertThat(failure.retryable()).isTrue();
      assertThat(failure).hasMessageContaining("did not answer in time");
      assertThat(took).isBetween(DEADLINE.minusMillis(50), DEADLINE.plus(GRACE));
      assertThat(hasty.call("late.li")).isInstanceOf(Available.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\n\n",
        "HTTP/1.1 200 OK\nContent-Length: 99999999999\n\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n7fffffff\n"
      })
  @Provokes(FaultRow.N13)
  void an_endless_body_is_read_to_the_cap_and_the_connection_dropped(String head) {
    feishu.next(Act.text(head).then(Act.endlessly(" ")));

    long before = System.nanoTime();
    long heap = allocated();
    FeishuException failure = caller.failure("late.li");

    assertThat(failure.retryable()).isFalse();
    assertThat(failure).hasMessageContaining("larger than 1048576 bytes");
    assertThat(feishu.attempts()).hasSize(1);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    assertThat(allocated() - heap).isLessThan(HEAP);
    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\nX-Long: ",
        "HTTP/1.1 200 OK\n",
        "HTTP/1.1 200 ",
        "",
      })
  @Provokes(FaultRow.N13)
  void endless_headers_are_no_way_around_the_cap(String head) {
    String more = head.endsWith("OK\n") ? "X-More: and more\r\n" : "x";
    Act act = Act.text(head).then(Act.endlessly(more));
    feishu.next(act, act, act);

    long before = System.nanoTime();
    long heap = allocated();
    FeishuException failure = caller.failure("late.li");

    assertThat(failure.retryable()).isTrue();
    assertThat(failure).hasMessageContaining("sent a malformed HTTP response");
    assertThat(feishu.attempts()).hasSize(Retries.ATTEMPTS_AT_MOST);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    assertThat(allocated() - heap).isLessThan(HEAP);
    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
  }

  @Test
  @Provokes(FaultRow.N9)
  void what_is_left_over_from_one_answer_is_not_the_next_employees() {
    byte[] another = RawFeishu.message(400, "", "{\"code\":1226501}".getBytes(UTF_8));
    AtomicBoolean isThere = new AtomicBoolean();
    feishu.next(
        Act.answer(200, "", ANSWER.getBytes(UTF_8))
            .then(Act.bytes(another))
            .then((socket, raw) -> isThere.set(true)),
        Act.answer(200, "", ANSWER.getBytes(UTF_8)));

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    await().untilTrue(isThere);
    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
  }

  @Test
  @Provokes(FaultRow.N9)
  void a_body_longer_than_its_content_length_is_retried() {
    feishu.next(Act.text("HTTP/1.1 200 OK\nContent-Length: 20\n\n" + ANSWER));

    assertThat(caller.call("late.li")).isInstanceOf(Available.class);
    assertThat(feishu.connections()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nAuthorization: Bearer %s\n",
        "Bearer %s\n\n",
        "HTTP/1.1 200 OK\nContent-Length: %s\n\n",
        "HTTP/1.1 200 OK\nBearer %s\n\n",
      })
  @Provokes(FaultRow.N10)
  void broken_http_that_echoes_the_token_is_not_quoted(String echo) {
    Act act = Act.text(echo.formatted(RawFeishu.TOKEN)).then(Act.hangUp());
    feishu.next(act, act, act);

    assertThat(caller.failure("late.li").retryable()).isTrue();
  }

  /** What this thread has allocated so far: the heap's own size counts other threads too. */
  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private void keep(int connections) throws Exception {
    keep(connections, caller);
  }

  /** Makes so many calls at once that as many connections are kept afterwards. */
  private void keep(int connections, TestCaller who) throws Exception {
    who.call("late.li");
    CountDownLatch allThere = new CountDownLatch(connections);
    Act together =
        (socket, raw) -> {
          allThere.countDown();
          allThere.await(5, TimeUnit.SECONDS);
          Act.answer(200, "", ANSWER.getBytes(UTF_8)).on(socket, raw);
        };
    for (int n = 0; n < connections; n++) {
      feishu.next(together);
    }
    List<CompletableFuture<Void>> calls =
        Stream.generate(
                () -> CompletableFuture.runAsync(() -> who.call("late.li"), SocketServer::daemon))
            .limit(connections)
            .toList();
    calls.forEach(CompletableFuture::join);
    assertThat(feishu.open()).isGreaterThanOrEqualTo(connections);
  }

  /** Real time, and an action during the first wait. */
  private record Sleeping(Runnable meanwhile) implements Time {

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) {
      if (duration.toMillis() >= 50) {
        meanwhile.run();
      }
    }
  }
}
