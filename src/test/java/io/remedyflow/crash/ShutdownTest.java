package io.remedyflow.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.RecordedRequest;
import io.remedyflow.testing.process.ChildProcess;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;

/** Nodes that are stopped while calls are under way and many more jobs wait. */
@ExtendWith(SharedStage.class)
class ShutdownTest {

  private final int INSTANCES = 14;

  private final Stage stage;

  ShutdownTest(Stage stage) {
    this.stage = stage;
  }

  @Test
  @Provokes(FaultRow.E11)
  void an_engine_that_closes_sees_its_calls_through() {
    NodeEngine node = stage.nodeEngine("closing").thatRunsJobs().build();
    startMany("plain");

    node.close();

    assertEverySentCallWasAnsweredAndCommitted("plain");
    assertTheRestRunsElsewhere("plain");
  }

  @Test
  @Provokes(FaultRow.E11)
  void an_application_that_closes_takes_nothing_new_and_sees_its_calls_through() {
    ConfigurableApplicationContext application = application();
    startMany("spring");
    int underWay = stage.feishu().remedyRequests().size();

    assertThat(Duration.ofMillis(closeInMillis(application))).isLessThan(Duration.ofSeconds(20));

    assertThat(stage.feishu().remedyRequests())
        .as("no more than had a thread already")
        .hasSizeLessThanOrEqualTo(underWay + 3);
    assertEverySentCallWasAnsweredAndCommitted("spring");
    assertTheRestRunsElsewhere("spring");
  }

  @Test
  @Provokes(FaultRow.E11)
  void calls_that_the_grace_period_cuts_off_cost_no_retry() {
    ConfigurableApplicationContext application =
        application("--spring.lifecycle.timeout-per-shutdown-phase=100ms");
    startMany("cut");

    assertThat(Duration.ofMillis(closeInMillis(application))).isLessThan(Duration.ofSeconds(20));

    assertThat(stage.audit("cut").running()).isEqualTo(INSTANCES);
    assertThat(stage.feishu().remedyRequests()).extracting(RecordedRequest::status).containsOnly(0);
    assertTheRestRunsElsewhere("cut");
  }

  @Test
  @Provokes(FaultRow.E11)
  void a_call_that_is_interrupted_costs_its_job_no_retry() {
    try (NodeEngine node = stage.nodeEngine("cutting").thatRunsJobs()) {
      node.build();
      startMany("cut-off");

      node.closeConnections();

      await()
          .atMost(Stage.PATIENCE)
          .until(() -> jobs("cut-off").stream().anyMatch(ShutdownTest::wasRescheduled));
    }

    assertThat(jobs("cut-off")).hasSize(INSTANCES).extracting(Job::getRetries).containsOnly(3);
    assertAllRunElsewhere("cut-off");
  }

  @Test
  @Provokes(FaultRow.E11)
  void a_process_that_is_terminated_sees_its_calls_through() {
    ChildProcess node =
        stage.startNode(SpringNodeMain.class, stage.springArguments().toArray(String[]::new));
    node.awaitReady();
    startMany("sigterm");

    node.terminate();
    node.awaitEnd();

    assertEverySentCallWasAnsweredAndCommitted("sigterm");
    assertTheRestRunsElsewhere("sigterm");
  }

  private ConfigurableApplicationContext application(String... more) {
    Stream<String> secret =
        Stream.of("--remedyflow.connections.default.app-secret=" + Stage.SECRET);
    return SpringNodeMain.run(
        Stream.of(stage.springArguments().stream(), secret, Stream.of(more))
            .flatMap(arguments -> arguments)
            .toArray(String[]::new));
  }

  private static long closeInMillis(ConfigurableApplicationContext application) {
    long before = System.nanoTime();
    application.close();
    return (System.nanoTime() - before) / 1_000_000;
  }

  /** More than three threads and their queue hold; returns when every thread is calling. */
  private void startMany(String key) {
    stage.deploy(key, "R3/PT1S");
    stage.feishu().onRemedies(Fault.delay(Duration.ofMillis(800)).times(INSTANCES));
    for (int n = 0; n < INSTANCES; n++) {
      stage.start(key, "late.li");
    }
    await().atMost(Stage.PATIENCE).until(() -> stage.feishu().remedyRequests().size() >= 3);
  }

  private void assertEverySentCallWasAnsweredAndCommitted(String key) {
    List<RecordedRequest> sent = stage.feishu().remedyRequests();
    assertThat(sent).extracting(RecordedRequest::status).containsOnly(200);
    assertThat(stage.audit(key).running()).isEqualTo(INSTANCES - sent.size()).isPositive();
  }

  private void assertTheRestRunsElsewhere(String key) {
    assertThat(jobs(key)).extracting(Job::getRetries).containsOnly(3);
    assertThat(jobs(key)).noneMatch(ShutdownTest::wasRescheduled);
    assertAllRunElsewhere(key);
  }

  private void assertAllRunElsewhere(String key) {
    stage.feishu().clearFaults();
    try (NodeEngine other = stage.nodeEngine("other-" + key).thatRunsJobs()) {
      other.build();
      stage.awaitEnd(key);
    }
    Audit audit = stage.audit(key);
    assertThat(audit.instances())
        .hasSize(INSTANCES)
        .allSatisfy(instance -> audit.endedOnce(instance.getId()));
  }

  /** By more than the reservation that one of so few jobs is created with. */
  private static boolean wasRescheduled(Job job) {
    return job.getDuedate() != null
        && job.getDuedate().toInstant().isAfter(job.getCreateTime().toInstant().plusMillis(900));
  }

  private List<Job> jobs(String key) {
    return stage.engine().getManagementService().createJobQuery().processDefinitionKey(key).list();
  }
}
