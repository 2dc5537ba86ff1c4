package io.remedyflow.feishu.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.CallOutcome;
import io.remedyflow.feishu.CallReport;
import io.remedyflow.feishu.ConnectionListener;
import io.remedyflow.feishu.ConnectionState;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.SettableTime;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.Reports;
import io.remedyflow.testing.TestCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** What a connection reports of a call when it has ended. */
class CallReportsTest {

  private final SettableTime time = new SettableTime();
  private final Reports reports = new Reports();
  @AutoClose private final FeishuSimulator feishu = FeishuSimulator.with().unlimited().start();
  @AutoClose private final TestCaller caller = TestCaller.of(feishu, reports, time);
  @AutoClose private final LogLines log = new LogLines();

  @ParameterizedTest
  @CsvSource({
    "late.li, ANSWERED, 0, 1",
    "faultless.zheng, DENIED, 1226501, 1",
    "spotless.feng, DENIED, 0, 1",
    "nobody.knows, REJECTED, 1220004, 1",
    "outside.han, PERMANENT_FAILURE, 1220005, 1",
    "tenantless.qin, PERMANENT_FAILURE, 1220002, 2",
    "broken.lu, TRANSIENT_FAILURE, 1225000, 3"
  })
  void every_call_ends_in_one_report(String employee, CallOutcome outcome, int code, int attempts) {
    caller.tryToCall(employee);

    assertThat(reports.calls())
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.connection()).isEqualTo("test");
              assertThat(report.outcome()).isEqualTo(outcome);
              assertThat(report.code()).isEqualTo(code);
              assertThat(report.logId()).startsWith("sim-");
              assertThat(report.attempts()).isEqualTo(attempts);
            });
  }

  @Test
  void time_is_reported_with_and_without_waiting() {
    feishu.onRemedies(Fault.rateLimited(2), Fault.answer(500, 1225000, "internal error"));

    caller.call("late.li");

    Duration backoff = reports.last().took().minus(reports.last().waited());
    assertThat(reports.last().waited()).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_210));
    assertThat(backoff).isBetween(Duration.ofMillis(200), Duration.ofMillis(600));
  }

  @Test
  void an_interrupted_call_is_reported_too() {
    Thread.currentThread().interrupt();
    try {
      caller.tryToCall("late.li");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    await()
        .untilAsserted(
            () -> assertThat(reports.outcomes()).containsExactly(CallOutcome.TRANSIENT_FAILURE));
    assertThat(reports.last().attempts()).isZero();
    assertThat(reports.tokens()).containsExactly(false);
  }

  @Test
  void an_unexpected_exception_is_reported_too() {
    Time broken =
        time.sleeping(
            duration -> {
              throw new IllegalStateException("unforeseen");
            });
    try (TestCaller unlucky = TestCaller.of(feishu, reports, broken)) {
      assertThatThrownBy(() -> unlucky.call("broken.lu")).isInstanceOf(IllegalStateException.class);

      assertThat(reports.outcomes()).containsExactly(CallOutcome.PERMANENT_FAILURE);
      assertThat(log.at(Level.WARN)).singleElement().asString().contains("IllegalStateException");
      assertThat(unlucky.connection().state().callsInFlight()).isZero();
    }
  }

  @Test
  void many_threads_get_one_report_for_each_call() throws Exception {
    List<String> employees =
        List.of("late.li", "faultless.zheng", "nobody.knows", "outside.han", "week.wei");
    AtomicInteger faults = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try (TestCaller real = TestCaller.of(feishu, reports, Time.SYSTEM)) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        String employee = employees.get(i % employees.size());
        calls.add(
            threads.submit(
                () -> {
                  if (faults.incrementAndGet() % 50 == 0) {
                    feishu.onRemedies(Fault.drop());
                    feishu.revokeTokens();
                  }
                  real.tryToCall(employee);
                }));
      }
      for (Future<?> call : calls) {
        call.get();
      }

      assertThat(reports.calls()).hasSize(500);
      assertThat(reports.outcomes()).filteredOn(CallOutcome.REJECTED::equals).hasSize(100);
      assertThat(reports.calls().stream().mapToInt(CallReport::attempts).sum())
          .isEqualTo(feishu.remedyRequests().size());
      assertThat(reports.tokens()).hasSameSizeAs(feishu.tokenRequests());
      assertThat(real.connection().state())
          .extracting(ConnectionState::callsInFlight, ConnectionState::circuitOpen)
          .containsExactly(0, false);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void every_fetch_of_a_token_is_reported() {
    feishu.onToken(Fault.answer(200, 2200, "internal error"));

    caller.call("late.li");
    caller.call("late.li");

    assertThat(reports.tokens()).containsExactly(false, true);
  }

  @Test
  void a_listener_that_throws_breaks_no_call_and_is_logged_once_a_minute() {
    ConnectionListener broken =
        new ConnectionListener() {
          @Override
          public void called(CallReport call) {
            throw new IllegalStateException("no more meters");
          }

          @Override
          public void tokenFetched(String connection, boolean succeeded, Duration took) {
            throw new NoClassDefFoundError("Meter");
          }
        };
    try (TestCaller measured = TestCaller.of(feishu, broken, time)) {
      for (int i = 0; i < 10; i++) {
        assertThat(measured.call("late.li")).isInstanceOf(Available.class);
      }
      assertThat(log.at(Level.WARN, "listener")).hasSize(1);

      time.pass(SafeListener.SILENCE);
      measured.call("late.li");
      assertThat(log.at(Level.WARN, "listener")).hasSize(2);
      assertThat(log.at(Level.INFO, "outcome ANSWERED")).hasSize(11);
    }
  }

  @Test
  void a_logger_that_throws_keeps_no_outcome_from_the_caller() {
    LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
    TurboFilter broken = new BrokenLogger();
    logging.addTurboFilter(broken);
    try {
      assertThat(caller.call("late.li")).isInstanceOf(Available.class);
      assertThatThrownBy(() -> caller.call("outside.han"))
          .isInstanceOfSatisfying(
              FeishuException.class, e -> assertThat(e.code()).isEqualTo(1220005));
    } finally {
      logging.getTurboFilterList().remove(broken);
    }
    assertThat(reports.calls()).hasSize(2);
  }

  /** As a log destination that fails without catching it. */
  private static final class BrokenLogger extends TurboFilter {

    @Override
    public FilterReply decide(
        Marker marker,
        Logger logger,
        Level level,
        String format,
        Object[] parameters,
        Throwable thrown) {
      if (logger.getName().equals(FeishuConnection.class.getName())) {
        throw new IllegalStateException("the disk is full");
      }
      return FilterReply.NEUTRAL;
    }
  }

  @Test
  @Provokes(FaultRow.S7)
  void the_log_has_one_line_for_each_call_with_the_employee_masked() {
    caller.call("late.li");
    caller.call("faultless.zheng");
    caller.tryToCall("nobody.knows");

    assertThat(log.at(Level.INFO))
        .containsExactly(
            "Call query_user_allowed_remedys over connection test: employee la***, outcome ANSWERED, code 0, log id sim-000000000002, attempts 1, 0 ms",
            "Call query_user_allowed_remedys over connection test: employee fau***, outcome DENIED, code 1226501, log id sim-000000000003, attempts 1, 0 ms",
            "Call query_user_allowed_remedys over connection test: employee nob***, outcome REJECTED, code 1220004, log id sim-000000000004, attempts 1, 0 ms");
    assertThat(log.at(Level.WARN)).isEmpty();
  }

  @Test
  @Provokes(FaultRow.S7)
  void a_failure_is_a_warning_that_says_why_and_masks_the_employee() {
    feishu.onRemedies(Fault.answer(400, 1220005, "no permission for user_id=late.li, late.lin"));

    caller.tryToCall("late.li");

    assertThat(log.at(Level.INFO)).isEmpty();
    assertThat(log.at(Level.WARN))
        .singleElement()
        .asString()
        .startsWith(
            "Call query_user_allowed_remedys over connection test: employee la***, outcome PERMANENT_FAILURE, code 1220005")
        .contains("attempts 1", "user_id=la***, late.lin")
        .doesNotContain("late.li,");
  }

  @Test
  @Provokes(FaultRow.S7)
  void the_log_shows_employees_where_that_is_configured() {
    feishu.onRemedies(Fault.answer(400, 1220005, "no permission for late.li"));
    try (TestCaller open =
        TestCaller.of(feishu, reports, time, settings -> settings.showsEmployeeIds(true))) {
      open.tryToCall("late.li");

      assertThat(log.at(Level.WARN))
          .singleElement()
          .asString()
          .contains("employee late.li,", "permission for late.li");
    }
  }

  @Test
  void being_rescheduled_is_no_reason_to_worry() {
    feishu.onRemedies(Fault.rateLimited(60));

    caller.tryToCall("late.li");

    assertThat(log.at(Level.WARN)).isEmpty();
    assertThat(log.at(Level.INFO, "RATE_LIMITED")).singleElement().asString().contains("Nothing");
  }
}
