package io.remedyflow.feishu.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.TestCaller;
import io.remedyflow.testing.http.BlackHole;
import io.remedyflow.testing.http.RawFeishu;
import io.remedyflow.testing.http.RawFeishu.Act;
import io.remedyflow.testing.http.SocketServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A thread that is interrupted stops at once, wherever its call is. */
class InterruptFaultsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  @Test
  @Provokes(FaultRow.N24)
  void in_front_of_the_token_that_another_thread_fetches() {
    try (FeishuSimulator feishu = FeishuSimulator.start();
        TestCaller caller = TestCaller.of(feishu, settings -> settings.callDeadline(DEADLINE))) {
      feishu.onToken(Fault.silence(DEADLINE));
      Call first = new Call(caller);
      await().until(() -> feishu.tokenRequests().size() == 1);
      Call second = new Call(caller);
      await().until(second::waits);

      second.assertStopsAtOnceWhenInterrupted();

      assertThat(feishu.tokenRequests()).hasSize(1);
      first.assertStopsAtOnceWhenInterrupted();
    }
  }

  @Test
  @Provokes(FaultRow.N24)
  void in_front_of_its_reservation() {
    try (FeishuSimulator feishu = FeishuSimulator.start();
        TestCaller caller =
            TestCaller.of(
                feishu,
                settings ->
                    settings.callDeadline(DEADLINE).requestsPerSecond(1).requestsPerMinute(4))) {
      caller.call("late.li");
      Call call = new Call(caller);
      await().until(call::waits);

      call.assertStopsAtOnceWhenInterrupted();

      assertThat(feishu.remedyRequests()).hasSize(1);
    }
  }

  /** Linux alone lets a full queue answer nothing. */
  @Test
  @EnabledOnOs(OS.LINUX)
  @Provokes(FaultRow.N24)
  void while_it_connects() throws IOException {
    try (BlackHole hole = new BlackHole();
        TestCaller caller =
            TestCaller.at(URI.create("http://127.0.0.1:" + hole.port()), Duration.ofMinutes(1))) {
      Call call = new Call(caller);
      await().until(() -> call.isIn("connect"));

      call.assertStopsAtOnceWhenInterrupted();
    }
  }

  @Test
  @Provokes(FaultRow.N24)
  void while_tls_is_agreed_upon() {
    try (SocketServer mute = SocketServer.mute();
        TestCaller caller =
            TestCaller.at(URI.create("https://127.0.0.1:" + mute.port()), DEADLINE)) {
      Call call = new Call(caller);
      await().until(() -> call.isIn("startHandshake"));

      call.assertStopsAtOnceWhenInterrupted();
    }
  }

  @Test
  @Provokes(FaultRow.N24)
  void while_it_waits_for_the_answer() {
    try (RawFeishu feishu = RawFeishu.start();
        TestCaller caller = TestCaller.at(feishu.baseUrl(), DEADLINE)) {
      feishu.next(Act.silence());
      Call call = new Call(caller);
      await().until(() -> feishu.attempts().size() == 1);

      call.assertStopsAtOnceWhenInterrupted();

      assertThat(feishu.attempts()).hasSize(1);
    }
  }

  @Test
  @Provokes(FaultRow.N24)
  void while_it_reads_a_body_that_dribbles() {
    try (RawFeishu feishu = RawFeishu.start();
        TestCaller caller = TestCaller.at(feishu.baseUrl(), DEADLINE)) {
      feishu.next(
          Act.text("HTTP/1.1 200 OK\nContent-Length: 9999\n\n")
              .then(Act.dribble(" ".repeat(9_999), 20)));
      Call call = new Call(caller);
      await().until(() -> call.isIn("readNBytes"));

      call.assertStopsAtOnceWhenInterrupted();

      assertThat(feishu.attempts()).hasSize(1);
    }
  }

  @Test
  @Provokes(FaultRow.N24)
  void in_the_wait_before_the_next_attempt() {
    try (FeishuSimulator feishu = FeishuSimulator.start();
        TestCaller caller = TestCaller.of(feishu, settings -> settings.callDeadline(DEADLINE))) {
      feishu.onRemedies(Fault.answer(503, 1225000, "busy").withHeader("Retry-After", "15"));
      Call call = new Call(caller);
      await().until(() -> feishu.remedyRequests().size() == 1 && call.waits());

      call.assertStopsAtOnceWhenInterrupted();

      assertThat(feishu.remedyRequests()).hasSize(1);
    }
  }

  /** A call on a thread of its own. */
  private static final class Call {

    private final CompletableFuture<FeishuException> ended = new CompletableFuture<>();
    private volatile boolean interruptedAfterwards;
    private final Thread thread;

    Call(TestCaller caller) {
      thread =
          new Thread(
              () -> {
                try {
                  ended.complete(caller.failure("late.li"));
                } catch (Throwable unforeseen) {
                  ended.completeExceptionally(unforeseen);
                }
                interruptedAfterwards = Thread.currentThread().isInterrupted();
              });
      thread.setDaemon(true);
      thread.start();
    }

    /** Whether its work sleeps, or waits for another thread. */
    boolean waits() {
      return workers()
          .anyMatch(
              worker ->
                  worker.getKey().getState() == Thread.State.TIMED_WAITING
                      && isIn(worker.getValue(), "running"));
    }

    boolean isIn(String method) {
      return workers().anyMatch(worker -> isIn(worker.getValue(), method));
    }

    private static boolean isIn(StackTraceElement[] stack, String method) {
      return Stream.of(stack).anyMatch(frame -> frame.getMethodName().equals(method));
    }

    private static Stream<Map.Entry<Thread, StackTraceElement[]>> workers() {
      return Thread.getAllStackTraces().entrySet().stream()
          .filter(entry -> entry.getKey().getName().startsWith("remedyflow-call-"));
    }

    void assertStopsAtOnceWhenInterrupted() {
      thread.interrupt();

      FeishuException failure = ended.orTimeout(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS).join();
      await().until(() -> !thread.isAlive());

      assertThat(failure.retryable()).isTrue();
      assertThat(failure).hasMessageStartingWith("The call was interrupted");
      assertThat(interruptedAfterwards).isTrue();
    }
  }
}
