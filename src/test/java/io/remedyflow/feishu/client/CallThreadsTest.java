package io.remedyflow.feishu.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.CallReport;
import io.remedyflow.feishu.ConnectionListener;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.attendance.AllowedRemediesEndpoint;
import io.remedyflow.feishu.http.DeadlineTimer;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.ratelimit.Urgency;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.TestCaller;
import io.remedyflow.testing.TestSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Calls run on threads of their connection, and no caller waits longer than a call may take. */
class CallThreadsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final RemedyQuery QUERY =
      new RemedyQuery(EmployeeType.EMPLOYEE_ID, "late.li", TestCaller.DAY);

  @AutoClose private final FeishuSimulator feishu = FeishuSimulator.start();

  @Test
  void the_caller_does_not_wait_for_the_answer() {
    feishu.onRemedies(Fault.delay(Duration.ofMillis(900)));
    try (TestCaller caller = TestCaller.of(feishu)) {
      long begun = System.nanoTime();
      CompletableFuture<RemedyOutcome> answer = caller.begin(QUERY);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);

      assertThat(took).isLessThan(Duration.ofMillis(500));
      assertThat(caller.connection().state().callsInFlight()).isEqualTo(1);
      assertThat(answer.join()).isInstanceOf(RemedyOutcome.Available.class);
      assertThat(caller.connection().state().callsInFlight()).isZero();
      assertThat(caller.connection().usualLatency(AllowedRemediesEndpoint.INSTANCE))
          .isGreaterThan(Duration.ofMillis(300));
    }
  }

  @Provokes(FaultRow.N29)
  @Test
  void a_name_server_that_does_not_answer_delays_no_call_beyond_the_deadline() {
    try (StuckNames names = new StuckNames();
        FeishuConnection connection = connection(names)) {
      long begun = System.nanoTime();
      FeishuException failure =
          catchThrowableOfType(
              FeishuException.class,
              () -> connection.call(AllowedRemediesEndpoint.INSTANCE, QUERY));

      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(DEADLINE, DEADLINE.plusSeconds(2));
      assertThat(failure.retryable()).isTrue();
      assertThat(failure).hasMessageContaining("check this server's DNS");
      assertThat(failure.isSilence()).isTrue();
      assertThat(connection.check(AllowedRemediesEndpoint.INSTANCE, QUERY).works())
          .as("a check is not held, either")
          .isFalse();
    }
  }

  @Provokes(FaultRow.N29)
  @Test
  void calls_that_are_left_behind_open_the_circuit_breaker_as_silence_does() {
    try (StuckNames names = new StuckNames();
        FeishuConnection connection = connection(names)) {
      List<CompletableFuture<RemedyOutcome>> answers =
          Stream.generate(() -> connection.begin(AllowedRemediesEndpoint.INSTANCE, QUERY))
              .limit(ConnectionCircuitBreaker.SILENT_AT_MOST)
              .toList();

      answers.forEach(
          answer -> assertThatThrownBy(answer::join).hasCauseInstanceOf(FeishuException.class));
      assertThat(connection.state().circuitOpen()).isTrue();

      names.letGo(); // what is then found out does not count a second time
      await().until(() -> workers().noneMatch(worker -> isIn(worker, "resolve")));
      assertThat(connection.state().circuitOpen()).isTrue();
    }
  }

  @Provokes(FaultRow.N22)
  @Test
  void a_call_that_finds_no_thread_is_rescheduled() {
    feishu.onRemedies(
        Stream.generate(() -> Fault.silence(Duration.ofSeconds(30)))
            .limit(CallThreads.AT_MOST)
            .toArray(Fault[]::new));
    try (TestCaller caller =
        TestCaller.of(feishu, settings -> settings.callDeadline(Duration.ofSeconds(20)))) {
      List<CompletableFuture<RemedyOutcome>> answers = new ArrayList<>();
      for (int n = 0; n < CallThreads.AT_MOST; n++) {
        answers.add(caller.begin(QUERY));
      }

      assertThat(
              caller
                  .connection()
                  .laterReservation(AllowedRemediesEndpoint.INSTANCE, Urgency.NORMAL))
          .isPresent();
      FeishuException busy = catchThrowableOfType(FeishuException.class, () -> caller.call(QUERY));
      assertThat(busy.rateLimited()).isTrue();
      assertThat(busy).hasMessageContaining("256 calls to 127.0.0.1");
      assertThat(answers).noneMatch(CompletableFuture::isDone);
    }
  }

  @Provokes(FaultRow.N22)
  @Test
  void threads_that_calls_have_left_behind_are_no_room_for_others() {
    CountDownLatch end = new CountDownLatch(1);
    try (DeadlineTimer timer = new DeadlineTimer("test");
        CallThreads threads = new CallThreads(settings(), timer)) {
      List<CompletableFuture<Boolean>> answers =
          Stream.generate(
                  () ->
                      threads.begin(
                          new OperationRun(Duration.ofMillis(100), Time.SYSTEM),
                          () -> waitUninterrupted(end),
                          outOfTime -> {}))
              .limit(CallThreads.AT_MOST)
              .toList();
      await().until(() -> answers.stream().allMatch(CompletableFuture::isCompletedExceptionally));

      assertThat(threads.busy()).as("no thread waits for them").isZero();
      assertThat(threads.areAllBusy()).isTrue();

      end.countDown();
      await().until(() -> !threads.areAllBusy());
    }
  }

  @Provokes(FaultRow.N29)
  @Test
  void a_connection_that_is_closed_ends_its_calls_at_once() {
    feishu.onRemedies(Fault.silence(Duration.ofSeconds(30)));
    StuckNames names = new StuckNames();
    TestCaller silent =
        TestCaller.of(feishu, settings -> settings.callDeadline(Duration.ofSeconds(20)));
    FeishuConnection stuck = connection(names);
    CompletableFuture<RemedyOutcome> toSilence = silent.begin(QUERY);
    CompletableFuture<RemedyOutcome> toStuck = stuck.begin(AllowedRemediesEndpoint.INSTANCE, QUERY);
    await().until(() -> feishu.remedyRequests().size() == 1);

    silent.close();
    stuck.close();

    for (var answer : List.of(toSilence, toStuck)) {
      await().atMost(Duration.ofSeconds(2)).until(answer::isDone);
      assertThatThrownBy(answer::join).hasMessageContaining("The call was interrupted");
    }
    names.letGo();
    await().until(() -> workers().findAny().isEmpty());
  }

  @Test
  void a_call_logs_with_the_context_of_its_caller_and_leaves_nothing_behind() {
    List<String> seen = new ArrayList<>();
    ConnectionListener listener =
        new ConnectionListener() {
          @Override
          public void called(CallReport report) {
            seen.add(String.valueOf(MDC.get("processInstanceId")));
          }
        };
    try (TestCaller caller = TestCaller.of(feishu, listener, Time.SYSTEM)) {
      MDC.put("processInstanceId", "4711");
      try {
        caller.call("late.li");
      } finally {
        MDC.remove("processInstanceId");
      }
      caller.call("late.li");

      assertThat(seen).containsExactly("4711", "null");
    }
  }

  private FeishuConnection connection(DnsResolver names) {
    return new FeishuConnection(settings(), ConnectionListener.NONE, Time.SYSTEM, names);
  }

  private ConnectionSettings settings() {
    return TestSettings.of(feishu)
        .baseUrl(URI.create("http://feishu.test:" + feishu.baseUrl().getPort()))
        .callDeadline(DEADLINE)
        .build();
  }

  /** As the operating system does: no interrupt ends it. */
  private static boolean waitUninterrupted(CountDownLatch end) {
    boolean ended = false;
    while (!ended) {
      try {
        end.await();
        ended = true;
      } catch (InterruptedException e) {
        // continues, as a call into the system does
      }
    }
    return true;
  }

  private static Stream<Thread> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("remedyflow-call-test"));
  }

  private static boolean isIn(Thread thread, String method) {
    return Stream.of(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals(method));
  }

  private static final class StuckNames implements DnsResolver, AutoCloseable {

    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
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
