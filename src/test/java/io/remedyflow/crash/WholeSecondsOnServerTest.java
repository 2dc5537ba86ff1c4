package io.remedyflow.crash;

import static java.time.temporal.ChronoField.MILLI_OF_SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.EngineOverSimulator;
import io.remedyflow.testing.database.MariaDb;
import io.remedyflow.testing.process.ChildProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Due dates of whole seconds on a server: MariaDB's, with the schema that Camunda has for MySQL,
 * over MySQL's driver.
 */
class WholeSecondsOnServerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int THREADS_OF_A_NODE = 3;

  private static MariaDb server;

  private final Standstills standstills = new Standstills();
  private final Gate gate = new Gate();
  private final FeishuSimulator feishu = FeishuSimulator.with().unlimited().start();
  private final List<AutoCloseable> opened = new ArrayList<>();

  /** What becomes of a fraction on its way into a column of whole seconds. */
  enum Fractions {
    /** As Camunda requires for MySQL. */
    CUT_OFF_BY_DRIVER("sendFractionalSeconds=false"),
    /** As MariaDB does. */
    CUT_OFF_BY_SERVER("sendFractionalSeconds=true"),
    /** As MySQL does. */
    ROUNDED_BY_SERVER("sessionVariables=sql_mode='STRICT_TRANS_TABLES,TIME_ROUND_FRACTIONAL'");

    private final String options;

    Fractions(String options) {
      this.options = options;
    }
  }

  @BeforeAll
  static void start_the_server() {
    server = MariaDb.start();
  }

  @AfterAll
  static void stop_the_server() {
    if (server != null) {
      server.close();
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    feishu.close();
    gate.close();
    standstills.close();
  }

  @ParameterizedTest
  @CsvSource({"CUT_OFF_BY_SERVER, 100", "ROUNDED_BY_SERVER, 100", "CUT_OFF_BY_DRIVER, 400"})
  @Provokes(FaultRow.E25)
  void a_burst_runs_at_an_even_rate_and_no_job_is_rescheduled_twice(Fractions fractions, int many) {
    String process = "burst-" + fractions;
    NodeEngine node = nodeEngine(process, fractions).withThreads(10).build();
    List<String> instances = start(node.engine(), process, many);
    node.configuration().getJobExecutor().start();

    awaitEnd(node.engine(), process);

    Audit audit = new Audit(node.engine(), process);
    instances.forEach(audit::endedOnce);
    assertThat(audit.failures()).isZero();
    System.out.println(process + ": " + course() + ", " + runs(node) + " runs of a job");
    assertThat(callTimes()).hasSize(many);
    keepsToTheLimit();
    goAtLeast(Duration.ofMillis(150), 25); // no crowd at the beginning of a second
    assertThat(runs(node)).isLessThan(3L * many);
  }

  @Test
  @Provokes(FaultRow.E25)
  void jobs_whose_reservation_is_within_a_second_or_two_run_at_their_reservation_and_not_before() {
    NodeEngine node = nodeEngine("early", Fractions.CUT_OFF_BY_DRIVER).withThreads(10).build();
    node.configuration().getJobExecutor().start();
    // The cooldown ends late in its second. Truncated due dates would lie before it.
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> Instant.now().get(MILLI_OF_SECOND) / 100 == 5);
    feishu.onRemedies(Fault.rateLimited(1));
    start(node.engine(), "limited", 1);
    await().atMost(PATIENCE).until(() -> callTimes().size() == 1);

    start(node.engine(), "early", 6);
    awaitEnd(node.engine(), "limited");
    awaitEnd(node.engine(), "early");

    System.out.println("early: " + course() + ", " + runs(node) + " runs of a job");
    assertThat(callTimes()).as("the one that was rate limited included").hasSize(7 + 1);
    assertThat(runs(node))
        .as("one for each; the one that was rate limited may come early, once")
        .isLessThanOrEqualTo(7 + 1);
  }

  @Test
  @Provokes({FaultRow.E1, FaultRow.E25})
  void a_node_killed_in_a_burst_leaves_its_jobs_to_the_next_one_within_the_limit() {
    NodeEngine observer = nodeEngine("observer", Fractions.CUT_OFF_BY_DRIVER).build();
    ChildProcess first = startNode("first");
    List<String> instances = start(observer.engine(), "killed", 200);
    await().atMost(PATIENCE).until(() -> callTimes().size() >= 70);

    first.kill();
    startNode("second");
    awaitEnd(observer.engine(), "killed");

    Audit audit = new Audit(observer.engine(), "killed");
    instances.forEach(audit::endedOnce);
    assertThat(audit.failures()).isZero();
    System.out.println("killed: " + course());
    assertThat(callTimes())
        .as("but those that died with the node")
        .hasSizeBetween(200, 200 + THREADS_OF_A_NODE);
    keepsToTheLimit();
  }

  /** But for the way to Feishu, which is not equally long for all calls where cores are few. */
  private void keepsToTheLimit() {
    goAtLeast(Duration.ofMillis(900), 50);
  }

  private void goAtLeast(Duration time, int calls) {
    List<Instant> callTimes = callTimes();
    for (int n = calls; n < callTimes.size(); n++) {
      assertThat(Duration.between(callTimes.get(n - calls), callTimes.get(n)))
          .as("from call %d to call %d of %s", n - calls, n, course())
          .isGreaterThan(time);
    }
  }

  private String course() {
    List<Instant> callTimes = callTimes();
    long most =
        IntStream.range(0, callTimes.size())
            .mapToLong(
                from ->
                    callTimes.stream()
                        .skip(from)
                        .takeWhile(call -> call.isBefore(callTimes.get(from).plusSeconds(1)))
                        .count())
            .max()
            .orElseThrow();
    return "%d calls in %d ms, at most %d in any second"
        .formatted(
            callTimes.size(),
            Duration.between(callTimes.get(0), callTimes.get(callTimes.size() - 1)).toMillis(),
            most);
  }

  private NodeEngine nodeEngine(String name, Fractions fractions, String... more) {
    NodeEngine node =
        new NodeEngine(
            name,
            server.jdbcUrl(fractions.options),
            configuration()
                + "remedyflow.connections.default.app-secret=%s%n".formatted(feishu.appSecret())
                + String.join("\n", more),
            gate.port());
    node.configuration().setMetricsEnabled(true);
    node.configuration().setDbMetricsReporterActivate(false);
    opened.add(node);
    return node;
  }

  private ChildProcess startNode(String name) {
    ChildProcess node =
        NodeJvm.start(
            NodeMain.class,
            Map.of("REMEDYFLOW_CONNECTIONS_DEFAULT_APPSECRET", feishu.appSecret()),
            name,
            server.jdbcUrl(Fractions.CUT_OFF_BY_DRIVER.options),
            configuration(),
            Integer.toString(gate.port()));
    opened.add(node);
    return node;
  }

  private String configuration() {
    return """
        remedyflow.connections.default.app-id=%s
        remedyflow.connections.default.base-url=%s
        remedyflow.connections.default.call-deadline=%s
        """
        .formatted(feishu.appId(), feishu.baseUrl(), NodeEngine.CALL_DEADLINE);
  }

  private static List<String> start(ProcessEngine engine, String process, int instances) {
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            process + ".bpmn",
            Models.fetch(Bpmn.createExecutableProcess(process).startEvent(), "fetch")
                .endEvent("end")
                .done())
        .deploy();
    return IntStream.range(0, instances)
        .mapToObj(
            n ->
                engine
                    .getRuntimeService()
                    .startProcessInstanceByKey(process, Map.of("userId", "late.li"))
                    .getId())
        .toList();
  }

  private static void awaitEnd(ProcessEngine engine, String process) {
    await().atMost(PATIENCE).until(() -> new Audit(engine, process).running() == 0);
  }

  /** How often jobs ran, those included that went back. */
  private static long runs(NodeEngine node) {
    return EngineOverSimulator.runs(node.engine());
  }

  private List<Instant> callTimes() {
    return standstills.undone(EngineOverSimulator.callTimes(feishu));
  }
}
