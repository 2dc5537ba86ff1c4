package io.remedyflow.crash;

import static org.awaitility.Awaitility.await;

import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.TestEngine;
import io.remedyflow.testing.database.Postgres;
import io.remedyflow.testing.process.ChildProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.builder.EndEventBuilder;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.camunda.bpm.model.bpmn.builder.StartEventBuilder;

/**
 * PostgreSQL, a Feishu, nodes in processes of their own, and an engine of the test's that runs no
 * job: it starts instances over the same database, and sees what became of them.
 */
final class Stage implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(40);

  /** A secret that stands nowhere else. */
  static final String SECRET = "fhqwhgads-7c1e0b55-secret";

  private final Postgres database = Postgres.start();
  private final Gate gate = new Gate();
  private final List<ChildProcess> nodes = new ArrayList<>();
  private final FeishuSimulator feishu =
      FeishuSimulator.with().app("cli_crash", SECRET).unlimited().requestsKept(1_000_000).start();
  private final NodeEngine observer = nodeEngine("observer").build();

  FeishuSimulator feishu() {
    return feishu;
  }

  Postgres database() {
    return database;
  }

  Gate gate() {
    return gate;
  }

  /** The test's own engine. */
  ProcessEngine engine() {
    return observer.engine();
  }

  List<ChildProcess> nodes() {
    return List.copyOf(nodes);
  }

  /** An engine in this process; to be built, and closed. */
  NodeEngine nodeEngine(String name) {
    return new NodeEngine(
        name,
        database.jdbcUrl(),
        configuration() + "remedyflow.connections.default.app-secret=" + SECRET,
        gate.port());
  }

  /** A process with an engine that runs jobs. */
  ChildProcess startNode() {
    return startNode(
        NodeMain.class,
        "node-" + nodes.size(),
        database.jdbcUrl(),
        configuration(),
        Integer.toString(gate.port()));
  }

  /** A process; the secret is in its environment, where other users do not see it. */
  ChildProcess startNode(Class<?> main, String... arguments) {
    ChildProcess node =
        NodeJvm.start(main, Map.of("REMEDYFLOW_CONNECTIONS_DEFAULT_APPSECRET", SECRET), arguments);
    nodes.add(node);
    return node;
  }

  /** The arguments of an application of Spring's over this database. */
  List<String> springArguments() {
    return List.of(
        "--spring.datasource.url=" + database.jdbcUrl(),
        "--gate.port=" + gate.port(),
        "--camunda.bpm.job-execution.lock-time-in-millis=" + NodeEngine.LOCK_TIME.toMillis(),
        "--remedyflow.connections.default.app-id=cli_crash",
        "--remedyflow.connections.default.base-url=" + feishu.baseUrl(),
        "--remedyflow.connections.default.call-deadline=" + NodeEngine.CALL_DEADLINE);
  }

  private String configuration() {
    return """
        remedyflow.connections.default.app-id=cli_crash
        remedyflow.connections.default.base-url=%s
        remedyflow.connections.default.call-deadline=%s
        """
        .formatted(feishu.baseUrl(), NodeEngine.CALL_DEADLINE);
  }

  /** Start, the task in a job with that retry cycle, the gate in the same transaction, end. */
  void deploy(String key, String cycle) {
    deploy(key, cycle, task -> task);
  }

  void deploy(String key, String cycle, UnaryOperator<ServiceTaskBuilder> change) {
    StartEventBuilder start = Bpmn.createExecutableProcess(key).startEvent();
    EndEventBuilder end =
        change
            .apply(Models.fetch(start, "fetch"))
            .serviceTask("gate")
            .camundaDelegateExpression("${gate}")
            .endEvent("end");
    deployModel(key, Models.withCycle(end.done(), cycle));
  }

  void deployModel(String key, String model) {
    engine().getRepositoryService().createDeployment().addString(key + ".bpmn", model).deploy();
  }

  String start(String key, String employee) {
    return engine()
        .getRuntimeService()
        .startProcessInstanceByKey(key, employee, Map.of("userId", employee))
        .getId();
  }

  Audit audit(String key) {
    return new Audit(engine(), key);
  }

  /** Waits until no instance of that process is left, however often the database is away. */
  void awaitEnd(String key) {
    await("the end of all instances of " + key)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(() -> audit(key).running() == 0);
  }

  /**
   * Makes jobs due that wait until Feishu shows what became of a call.
   *
   * @return true, for conditions
   */
  boolean retryNow() {
    ManagementService jobs = engine().getManagementService();
    for (Job job : jobs.createJobQuery().withException().withRetriesLeft().list()) {
      try {
        jobs.setJobDuedate(job.getId(), null);
      } catch (ProcessEngineException e) {
        // A node has run it meanwhile.
      }
    }
    return true;
  }

  /** Ends the nodes, and forgets what the test left behind. */
  void clear() {
    gate.open();
    nodes.forEach(ChildProcess::close);
    nodes.clear();
    feishu.clearFaults();
    feishu.clearRequests();
    feishu.clearRemedies();
    TestEngine.forgetModels(engine());
  }

  @Override
  public void close() {
    nodes.forEach(ChildProcess::close);
    gate.close();
    feishu.close();
    observer.close();
    database.close();
  }
}
