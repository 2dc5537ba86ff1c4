package io.remedyflow.feishu.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.CallOutcome;
import io.remedyflow.feishu.CallReport;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.attendance.DecisionOperation;
import io.remedyflow.feishu.attendance.RecordsOperation;
import io.remedyflow.feishu.attendance.StartOperation;
import io.remedyflow.feishu.contact.UserIdsEndpoint;
import io.remedyflow.ratelimit.Reservation;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.ratelimit.Urgency;
import io.remedyflow.remedy.EmployeeId;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.WorkType;
import io.remedyflow.remedy.approval.Decision;
import io.remedyflow.remedy.approval.DecisionRequest;
import io.remedyflow.remedy.approval.Punch;
import io.remedyflow.remedy.approval.RecordsQuery;
import io.remedyflow.remedy.approval.RemedyState;
import io.remedyflow.remedy.approval.StartRequest;
import io.remedyflow.remedy.employee.EmployeeAddress;
import io.remedyflow.remedy.employee.EmployeeQuery;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.Reports;
import io.remedyflow.testing.TestSettings;
import io.remedyflow.testing.http.RawFeishu;
import io.remedyflow.testing.http.RawFeishu.Act;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations of one call or several: what they reserve, what is reported, how long they take. */
class OperationRunsTest {

  private static final LocalDate DAY = LocalDate.of(2024, 1, 5);
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final EmployeeId LI = new EmployeeId(EmployeeType.EMPLOYEE_ID, "late.li");
  private static final String REASON = "家里\"急事\"\n请假";
  private static final StartRequest START =
      new StartRequest(LI, DAY, new Punch(0, WorkType.ON_DUTY), DAY.atTime(9, 0), REASON, SHANGHAI);
  private static final DecisionRequest DECISION =
      new DecisionRequest("7", Decision.APPROVE, LI, DAY, SHANGHAI);
  private static final RecordsQuery RECORDS =
      new RecordsQuery(List.of(LI), DAY, DAY, EnumSet.allOf(RemedyState.class), SHANGHAI);
  private static final EmployeeQuery EMPLOYEE =
      new EmployeeQuery(EmployeeAddress.Email.of("li.chi@example.com"), false);

  private static final Act NONE = success("{\"user_remedys\":[]}");
  private static final Act STARTED = success("{\"user_remedy\":{\"approval_id\":\"7\"}}");
  private static final Act FAILING = answer(500, "{\"code\":1225000,\"msg\":\"internal error\"}");

  private final SettableTime time = new SettableTime();
  private final Reports reports = new Reports();
  @AutoClose private final RawFeishu feishu = RawFeishu.start();

  @AutoClose
  private final FeishuConnection connection =
      new FeishuConnection(TestSettings.at(feishu.baseUrl()).build(), reports, time);

  @Test
  void an_operation_is_paced_by_the_endpoint_that_it_calls_most() {
    assertThat(paces(StartOperation.INSTANCE)).isEqualTo("user_task_remedys/query 2");
    assertThat(paces(RecordsOperation.INSTANCE)).isEqualTo("user_task_remedys/query 5");
    assertThat(paces(DecisionOperation.INSTANCE)).isEqualTo("approval_infos/process 1");
    assertThat(paces(UserIdsEndpoint.INSTANCE)).isEqualTo("batch_get_id 1");
  }

  @Test
  void what_an_operation_usually_calls_is_among_what_it_may_call() {
    for (Operation<?, ?> operation :
        List.of(
            StartOperation.INSTANCE,
            RecordsOperation.INSTANCE,
            DecisionOperation.INSTANCE,
            UserIdsEndpoint.INSTANCE)) {
      List<Object> may = List.copyOf(operation.endpoints());
      assertThat(operation.usualCalls()).isNotEmpty().allMatch(may::contains);
    }
  }

  @Test
  void only_operations_that_write_may_leave_an_outcome_unknown() {
    assertThat(StartOperation.INSTANCE.writes()).isTrue();
    assertThat(DecisionOperation.INSTANCE.writes()).isTrue();
    assertThat(RecordsOperation.INSTANCE.writes()).isFalse();
    assertThat(UserIdsEndpoint.INSTANCE.writes()).isFalse();
    assertThat(RecordsOperation.INSTANCE.afterUnknownOutcome()).isNull();
    assertThat(UserIdsEndpoint.INSTANCE.afterUnknownOutcome()).isNull();
  }

  @Test
  void as_many_permits_are_reserved_as_calls_are_made() {
    Reservation start = reserve(StartOperation.INSTANCE);
    Reservation records = reserve(RecordsOperation.INSTANCE);

    assertThat(start.before()).hasSize(1);
    assertThat(records.before()).hasSize(4);
    assertThat(Stream.concat(start.before().stream(), records.before().stream()))
        .doesNotHaveDuplicates()
        .allMatch(moment -> moment < records.atNanos());
    assertThat(reserve(DecisionOperation.INSTANCE).delay()).as("of another endpoint").isZero();
    assertThat(reserve(UserIdsEndpoint.INSTANCE).delay()).as("of another endpoint").isZero();
  }

  @Test
  void a_thousand_starts_are_reserved_over_twice_as_many_permits() {
    Reservation last =
        IntStream.range(0, 1_000)
            .mapToObj(n -> reserve(StartOperation.INSTANCE))
            .reduce((one, later) -> later)
            .orElseThrow();

    assertThat(last.delay()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(41));
  }

  @Test
  void a_release_gives_all_permits_back() {
    Reservation records = reserve(RecordsOperation.INSTANCE);
    reserve(RecordsOperation.INSTANCE);

    connection.release(RecordsOperation.INSTANCE, records);

    assertThat(reserve(RecordsOperation.INSTANCE)).isEqualTo(records);
  }

  @Test
  void a_release_of_one_operation_serves_another_of_the_same_endpoint() {
    reserve(StartOperation.INSTANCE);
    Reservation second = reserve(StartOperation.INSTANCE);
    reserve(StartOperation.INSTANCE);

    connection.release(StartOperation.INSTANCE, second);

    assertThat(reserve(RecordsOperation.INSTANCE).before())
        .startsWith(second.before().get(0), second.atNanos());
  }

  @Test
  void an_operation_whose_endpoint_cools_down_gets_later_permits_for_all_its_calls() {
    assertThat(connection.laterReservation(StartOperation.INSTANCE, Urgency.NORMAL)).isEmpty();
    feishu.next(limited(60));
    failure(RecordsOperation.INSTANCE, RECORDS);

    Reservation later =
        connection.laterReservation(StartOperation.INSTANCE, Urgency.NORMAL).orElseThrow();

    assertThat(later.delay()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
    assertThat(later.before()).hasSize(1).allMatch(moment -> moment < later.atNanos());
    assertThat(connection.laterReservation(DecisionOperation.INSTANCE, Urgency.NORMAL))
        .as("of another endpoint")
        .isEmpty();
  }

  @Test
  void employees_are_found_fifty_times_a_second_and_a_thousand_times_a_minute() {
    List<Duration> delays =
        IntStream.range(0, 1_100).mapToObj(n -> reserve(UserIdsEndpoint.INSTANCE).delay()).toList();

    assertThat(delays.stream().filter(delay -> delay.toMillis() < 1_000).count())
        .isBetween(45L, 50L);
    assertThat(delays.stream().filter(delay -> delay.toSeconds() < 60).count())
        .isBetween(980L, 1_000L);
    assertThat(delays.get(1_099)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(64));
  }

  @Test
  void the_calls_of_an_operation_keep_to_the_rate_limit_too() {
    for (int n = 0; n < 11; n++) {
      feishu.next(NONE, NONE, NONE, NONE, NONE);
      connection.call(RecordsOperation.INSTANCE, RECORDS);
    }

    assertThat(feishu.attempts()).hasSize(55);
    assertThat(time.sleeps().stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofMillis(900), Duration.ofMillis(1_300));
  }

  @Test
  void the_latency_of_an_operation_is_that_of_all_its_calls() {
    assertThat(connection.usualLatency(StartOperation.INSTANCE)).isZero();
    feishu.next(slowly(NONE), slowly(NONE), slowly(STARTED));

    connection.call(StartOperation.INSTANCE, START);

    Duration look = connection.usualLatency(RecordsOperation.INSTANCE).dividedBy(5);
    assertThat(look).isPositive();
    assertThat(connection.usualLatency(StartOperation.INSTANCE))
        .isGreaterThan(look.multipliedBy(2));
  }

  @Test
  void each_call_is_reported_once_with_its_operation_and_endpoint() {
    try (LogLines log = new LogLines()) {
      feishu.next(NONE, FAILING, NONE, STARTED, success("{}"), success("{\"user_list\":[]}"));

      connection.call(StartOperation.INSTANCE, START);
      connection.call(DecisionOperation.INSTANCE, DECISION);
      connection.call(UserIdsEndpoint.INSTANCE, EMPLOYEE);

      assertThat(reports.calls())
          .extracting(
              CallReport::operation,
              CallReport::endpoint,
              CallReport::outcome,
              CallReport::attempts)
          .containsExactly(
              tuple("start_remedy_approval", "user_task_remedys/query", CallOutcome.ANSWERED, 1),
              tuple("start_remedy_approval", "user_task_remedys/query", CallOutcome.ANSWERED, 2),
              tuple("start_remedy_approval", "user_task_remedys", CallOutcome.ANSWERED, 1),
              tuple("report_remedy_decision", "approval_infos/process", CallOutcome.ANSWERED, 1),
              tuple("batch_get_id", "batch_get_id", CallOutcome.DENIED, 1));
      assertThat(log.at(Level.INFO, "Call "))
          .extracting(line -> line.replaceAll(", log id .*", ""))
          .containsExactly(
              "Call user_task_remedys/query of start_remedy_approval over connection test: employee la***, outcome ANSWERED, code 0",
              "Call user_task_remedys/query of start_remedy_approval over connection test: employee la***, outcome ANSWERED, code 0",
              "Call user_task_remedys of start_remedy_approval over connection test: employee la***, outcome ANSWERED, code 0",
              "Call approval_infos/process of report_remedy_decision over connection test: employee la***, outcome ANSWERED, code 0",
              "Call batch_get_id over connection test: employee l***@example.com, outcome DENIED, code 0");
    }
  }

  @Test
  void calls_that_are_not_made_any_more_are_not_reported() {
    feishu.next(NONE, FAILING, FAILING, FAILING);

    failure(RecordsOperation.INSTANCE, RECORDS);

    assertThat(reports.outcomes())
        .containsExactly(CallOutcome.ANSWERED, CallOutcome.TRANSIENT_FAILURE);
  }

  @Test
  void a_start_that_waits_for_another_one_is_reported_as_rate_limited_and_not_sent() {
    CountDownLatch go = new CountDownLatch(1);
    Act wait = (socket, raw) -> go.await();
    feishu.next(wait.then(NONE), NONE, STARTED);
    var first = connection.begin(StartOperation.INSTANCE, START);
    await().until(() -> feishu.attempts().size() == 1);

    failure(StartOperation.INSTANCE, START);
    go.countDown();
    first.join();

    assertThat(reports.calls().get(0))
        .returns("start_remedy_approval", CallReport::operation)
        .returns(CallOutcome.RATE_LIMITED, CallReport::outcome)
        .returns(0, CallReport::attempts);
    assertThat(reports.calls()).hasSize(4);
  }

  static Stream<Act> thatQuoteTheRequest() {
    String quote = "user_id=late.li, reason=家里\\\"急事\\\"\\n请假, LATE.LI, 员工late.li";
    return Stream.of(
        answer(400, "{\"code\":4711,\"msg\":\"%s\"}".formatted(quote)),
        answer(400, "{\"code\":1220001,\"msg\":\"%s\"}".formatted(quote)),
        answer(500, "{\"code\":1225000,\"msg\":\"%s\"}".formatted(quote)),
        answer(
            403,
            "<html>blocked: {\"user_id\":\"late.li\",\"reason\":\"家里\\\"急事\\\"\\n请假\"}</html>"),
        answer(502, "<html>{\"reason\":\"家里\\\"急事\\\"\\n请假\",\"user_id\":\"late.li\"}</html>"));
  }

  @ParameterizedTest
  @MethodSource("thatQuoteTheRequest")
  @Provokes(FaultRow.S7)
  void neither_employee_nor_reason_is_shown_where_an_answer_quotes_them(Act act) {
    try (LogLines log = LogLines.ofAll()) {
      feishu.next(NONE, NONE, act);

      assertThatThrownBy(() -> connection.call(StartOperation.INSTANCE, START))
          .message()
          .doesNotContainIgnoringCase("late.li")
          .doesNotContain("急事");

      assertThat(log.events())
          .extracting(event -> event.getFormattedMessage())
          .filteredOn(line -> line.startsWith("Call user_task_remedys of"))
          .singleElement()
          .asString()
          .contains("la***")
          .doesNotContainIgnoringCase("late.li")
          .doesNotContain("急事", "家里");
    }
  }

  @Test
  @Provokes(FaultRow.S7)
  void the_reason_is_not_shown_where_employees_are() {
    try (LogLines log = new LogLines();
        FeishuConnection open =
            new FeishuConnection(
                TestSettings.at(feishu.baseUrl()).showsEmployeeIds(true).build(), reports, time)) {
      feishu.next(
          NONE, NONE, answer(400, "{\"code\":4711,\"msg\":\"late.li: 家里\\\"急事\\\"\\n请假\"}"));

      assertThatThrownBy(() -> open.call(StartOperation.INSTANCE, START))
          .hasMessageContaining("late.li")
          .hasMessageNotContaining("急事");

      assertThat(log.at(Level.WARN, "Call user_task_remedys of"))
          .singleElement()
          .asString()
          .contains("employee late.li")
          .doesNotContain("急事");
    }
  }

  @Test
  void a_run_that_is_left_behind_is_reported_once() {
    try (StuckNames names = new StuckNames();
        FeishuConnection stuck =
            new FeishuConnection(
                TestSettings.at(URI.create("http://feishu.test:" + feishu.port()))
                    .callDeadline(Duration.ofMillis(800))
                    .build(),
                reports,
                Time.SYSTEM,
                names)) {
      FeishuException failure =
          catchThrowableOfType(
              FeishuException.class, () -> stuck.call(StartOperation.INSTANCE, START));

      assertThat(failure.isSilence()).isTrue();
      assertThat(failure.outcomeUnknown()).isFalse();
      names.letGo();
      await().until(() -> stuck.state().callsInFlight() == 0);
    }
    assertThat(reports.calls())
        .singleElement()
        .returns("start_remedy_approval", CallReport::operation)
        .returns("user_task_remedys/query", CallReport::endpoint)
        .returns(CallOutcome.TRANSIENT_FAILURE, CallReport::outcome);
    assertThat(feishu.attempts()).isEmpty();
  }

  @Test
  void a_run_without_a_free_thread_is_reported_once() {
    CountDownLatch end = new CountDownLatch(1);
    FakeEndpoint waits = FakeEndpoint.named("waits");
    Act silence = (socket, raw) -> end.await();
    feishu.next(Stream.generate(() -> silence).limit(CallThreads.AT_MOST).toArray(Act[]::new));
    try (FeishuConnection busy =
        new FeishuConnection(
            TestSettings.at(feishu.baseUrl()).requestsPerSecond(1_000).build(),
            reports,
            Time.SYSTEM)) {
      List<CompletableFuture<String>> answers =
          Stream.generate(() -> busy.begin(waits, "text")).limit(CallThreads.AT_MOST).toList();

      FeishuException failure =
          catchThrowableOfType(
              FeishuException.class, () -> busy.call(StartOperation.INSTANCE, START));

      assertThat(failure.rateLimited()).isTrue();
      assertThat(failure.outcomeUnknown()).isFalse();
      assertThat(answers).noneMatch(CompletableFuture::isDone);
      assertThat(reports.calls())
          .singleElement()
          .returns("start_remedy_approval", CallReport::operation)
          .returns(CallOutcome.RATE_LIMITED, CallReport::outcome)
          .returns(0, CallReport::attempts);
      end.countDown();
    }
  }

  @Test
  void a_run_over_a_closed_connection_is_reported_once() {
    connection.close();

    failure(DecisionOperation.INSTANCE, DECISION);

    assertThat(reports.calls())
        .singleElement()
        .returns("report_remedy_decision", CallReport::operation)
        .returns("approval_infos/process", CallReport::endpoint)
        .returns(0, CallReport::attempts);
  }

  @Test
  void the_deadline_is_one_for_all_calls_of_an_operation() {
    try (FeishuConnection hasty =
        new FeishuConnection(
            TestSettings.at(feishu.baseUrl()).callDeadline(Duration.ofSeconds(10)).build(),
            reports,
            time)) {
      hasty.checkToken();
      long begun = time.nanos();
      feishu.next(limited(4), NONE, limited(4), NONE, limited(4), STARTED);

      FeishuException failure =
          catchThrowableOfType(
              FeishuException.class, () -> hasty.call(StartOperation.INSTANCE, START));

      assertThat(failure.rateLimited()).isTrue();
      assertThat(Duration.ofNanos(time.nanos() - begun)).isLessThan(Duration.ofSeconds(10));
      assertThat(feishu.attempts()).as("the last one would come too late").hasSize(5);
      assertThat(reports.outcomes())
          .containsExactly(CallOutcome.ANSWERED, CallOutcome.ANSWERED, CallOutcome.RATE_LIMITED);
    }
  }

  @Test
  void silence_ends_an_operation_at_its_deadline_whichever_call_it_is() {
    try (FeishuConnection hasty =
        new FeishuConnection(
            TestSettings.at(feishu.baseUrl()).callDeadline(Duration.ofSeconds(1)).build(),
            reports,
            Time.SYSTEM)) {
      feishu.next(NONE, NONE, NONE, Act.silence());
      long begun = System.nanoTime();

      assertThatThrownBy(() -> hasty.call(RecordsOperation.INSTANCE, RECORDS))
          .isInstanceOf(FeishuException.class);

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @Provokes(FaultRow.N24)
  void nothing_is_started_for_a_caller_that_is_interrupted_during_a_look_up(int lookUp)
      throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Act wait = (socket, raw) -> go.await();
    feishu.next(lookUp == 1 ? new Act[] {wait.then(NONE)} : new Act[] {NONE, wait.then(NONE)});
    var failed = new CompletableFuture<FeishuException>();
    Thread caller = new Thread(() -> failed.complete(failure(StartOperation.INSTANCE, START)));
    caller.start();
    await().until(() -> feishu.attempts().size() == lookUp);

    caller.interrupt();
    caller.join();
    go.countDown();

    assertThat(failed.join().interrupted()).isTrue();
    assertThat(failed.join().outcomeUnknown()).isFalse();
    await().until(() -> connection.state().callsInFlight() == 0);
    assertThat(feishu.attempts()).hasSize(lookUp);
  }

  private <Q> FeishuException failure(Operation<Q, ?> operation, Q request) {
    var failure =
        catchThrowableOfType(FeishuException.class, () -> connection.call(operation, request));
    assertThat(failure).as("the failure").isNotNull();
    return failure;
  }

  private Reservation reserve(Operation<?, ?> operation) {
    return connection.reserve(operation, Urgency.NORMAL);
  }

  private static String paces(Operation<?, ?> operation) {
    Pacing pacing = Pacing.of(operation);
    return pacing.endpoint().name() + " " + pacing.permits();
  }

  /** Takes ten milliseconds on the clock of the test. */
  private Act slowly(Act act) {
    Act pass = (socket, raw) -> time.pass(Duration.ofMillis(10));
    return pass.then(act);
  }

  private static Act success(String data) {
    return answer(200, "{\"code\":0,\"msg\":\"success\",\"data\":%s}".formatted(data));
  }

  private static Act limited(int seconds) {
    return Act.answer(
        429,
        "x-ogw-ratelimit-reset: %d\r\n".formatted(seconds),
        "{\"code\":99991400,\"msg\":\"limit\"}".getBytes(UTF_8));
  }

  private static Act answer(int status, String body) {
    return Act.answer(status, "", body.getBytes(UTF_8));
  }

  /** A name server that does not answer, whatever interrupts who waits for it. */
  private static final class StuckNames implements DnsResolver, AutoCloseable {

    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public InetAddress[] resolve(String host) {
      boolean ended = false;
      while (!ended) {
        try {
          end.await();
          ended = true;
        } catch (InterruptedException e) {
          // continues, as a call into the system does
        }
      }
      return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
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
