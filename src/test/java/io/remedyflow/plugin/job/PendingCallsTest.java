package io.remedyflow.plugin.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.DaemonThreads;
import io.remedyflow.feishu.attendance.AllowedRemediesEndpoint;
import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.plugin.config.PlainConfiguration;
import io.remedyflow.plugin.config.RemedyflowConnections;
import io.remedyflow.plugin.job.TaskCalls.TaskCall;
import io.remedyflow.plugin.reservation.TaskRateLimit;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.SimulatedConnection;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long this node remembers what Feishu said of a person. */
class PendingCallsTest {

  private final FeishuSimulator feishu = FeishuSimulator.start();
  private final RemedyflowConnections connections = connections();
  private final FeishuConnection connection =
      Objects.requireNonNull(connections.byName().get("default"));
  private final ScheduledThreadPoolExecutor clock =
      new DaemonThreads("remedyflow-test").scheduler();
  private final AtomicLong nanos = new AtomicLong();
  private final PendingCalls calls = new PendingCalls(clock, nanos::get);

  private RemedyflowConnections connections() {
    PlainConfiguration read = PlainConfiguration.read(SimulatedConnection.to(feishu), Map.of());
    return RemedyflowConnections.builder().connections(read.connections()).open();
  }

  @AfterEach
  void close() {
    calls.close();
    clock.shutdownNow();
    connections.close();
    feishu.close();
  }

  @Provokes(FaultRow.S11)
  @Test
  void an_answer_that_no_job_fetches_is_dropped_after_half_a_minute_and_counted() {
    PendingCall<?> call = begin("job");
    await().until(call::isAnswered);

    pass(PendingCalls.KEPT.minusMillis(1));
    assertThat(calls.of("job").orElseThrow()).isSameAs(call);
    assertThat(connection.state().unused()).isZero();

    pass(Duration.ofMillis(2));
    assertThat(calls.of("job")).isEmpty();
    assertThat(connection.state().unused()).isEqualTo(1);
  }

  @Provokes(FaultRow.S11)
  @Test
  void half_a_minute_begins_with_the_answer() {
    feishu.onRemedies(Fault.delay(Duration.ofMillis(300)));
    PendingCall<?> call = begin("job");
    pass(PendingCalls.KEPT.plusSeconds(5));
    assertThat(calls.of("job").orElseThrow()).as("it is still under way").isSameAs(call);
    await().until(call::isAnswered);
    await().until(() -> connection.state().callsInFlight() == 0);

    pass(PendingCalls.KEPT.minusMillis(1));

    assertThat(calls.of("job").orElseThrow()).isSameAs(call);
  }

  @Provokes(FaultRow.S11)
  @Test
  void an_answer_that_was_used_is_not_counted_as_unused() {
    PendingCall<?> call = begin("job");
    call.outcome();

    calls.forget("job");

    assertThat(calls.of("job")).isEmpty();
    assertThat(connection.state().unused()).isZero();
  }

  @Provokes(FaultRow.S11)
  @Test
  void an_engine_that_ends_keeps_no_answer() {
    PendingCall<?> one = begin("one");
    PendingCall<?> other = begin("other");
    await().until(() -> one.isAnswered() && other.isAnswered());

    calls.close();

    assertThat(calls.of("one")).isEmpty();
    assertThat(connection.state().unused()).isEqualTo(2);
  }

  private PendingCall<?> begin(String job) {
    RemedyQuery query =
        new RemedyQuery(EmployeeType.EMPLOYEE_ID, "late.li", LocalDate.of(2024, 1, 5));
    return calls.begin(
        job,
        new TaskCall<>(
            new TaskRateLimit(connection, AllowedRemediesEndpoint.INSTANCE),
            query,
            () -> connection.begin(AllowedRemediesEndpoint.INSTANCE, query)));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
