package io.remedyflow.plugin.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.EngineOverSimulator;
import io.remedyflow.testing.database.H2;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Due dates as MySQL keeps them in Camunda's schema: to the second. H2 is made to round as MySQL
 * does, and to pass for it. A real server runs in {@code WholeSecondsOnServerTest}.
 */
class WholeSecondsTest {

  private static final Duration LATENCY = Duration.ofMillis(50);

  private final String database = H2.lasting();
  private final FeishuSimulator feishu = FeishuSimulator.with().latency(LATENCY).start();

  @AfterEach
  void stop() throws SQLException {
    feishu.close();
    execute("shutdown");
  }

  @ParameterizedTest(name = "an engine that acquires only jobs with a due date: {0}")
  @ValueSource(booleans = {false, true})
  void a_burst_whose_reservations_are_rounded_still_runs_at_an_even_rate(boolean ensuresDueDates)
      throws Exception {
    int many = 200;
    ProcessEngine engine =
        engine("", configuration -> configuration.setEnsureJobDueDateNotNull(ensuresDueDates));
    try {
      start(engine, many);
      EngineOverSimulator.jobExecutor(engine).start();

      await().atMost(Duration.ofSeconds(30)).until(() -> ended(engine) == many);

      List<Instant> callTimes = callTimes();
      assertThat(callTimes).hasSize(many);
      assertThat(Duration.between(callTimes.get(0), callTimes.get(many - 1)))
          .isBetween(Duration.ofMillis(3_800), Duration.ofSeconds(8));
      for (int n = 25; n < callTimes.size(); n++) {
        assertThat(Duration.between(callTimes.get(n - 25), callTimes.get(n)))
            .as("half a second's calls")
            .isGreaterThan(Duration.ofMillis(150));
      }
      EngineOverSimulator.noneFailed(engine);
    } finally {
      engine.close();
    }
  }

  @Test
  void an_idle_executor_is_awake_for_the_second_to_which_a_reservation_was_rounded()
      throws Exception {
    ProcessEngine engine = engine("remedyflow.connections.default.requests-per-second=2");
    try {
      EngineOverSimulator.jobExecutor(engine).start();

      start(engine, 4);

      await().atMost(Duration.ofSeconds(5)).until(() -> callTimes().size() == 4);
      EngineOverSimulator.noneFailed(engine);
    } finally {
      engine.close();
    }
  }

  @Test
  void jobs_that_their_node_was_to_make_due_are_due_by_themselves_on_the_next_one()
      throws Exception {
    int many = 100;
    ProcessEngine first = engine("remedyflow.connections.default.requests-per-second=25");
    start(first, many);
    EngineOverSimulator.jobExecutor(first).start();
    await().atMost(Duration.ofSeconds(10)).until(() -> callTimes().size() >= many / 4);
    assertThat(EngineOverSimulator.runs(first) - callTimes().size())
        .as("jobs that were given their part of the second")
        .isPositive();
    first.close();

    ProcessEngine second = engine("remedyflow.connections.default.requests-per-second=25");
    try {
      JobExecutor executor = EngineOverSimulator.jobExecutor(second);
      // No event wakes an executor for the end of a dead node's locks.
      executor.setWaitTimeInMillis(1_000);
      executor.setMaxWait(1_000);
      executor.start();

      await().atMost(Duration.ofSeconds(30)).until(() -> ended(second) == many);
      assertThat(feishu.remedyRequests()).hasSize(many);
      EngineOverSimulator.noneFailed(second);
    } finally {
      second.close();
    }
  }

  @Test
  void a_whole_second_by_chance_is_no_burst_where_due_dates_are_exact() {
    ProcessEngine engine =
        exactEngine("remedyflow.connections.default.requests-per-second=5", configuration -> {});
    try {
      start(engine, 5);
      Date wholeSecond = Date.from(Instant.now().truncatedTo(ChronoUnit.SECONDS));
      ManagementService jobs = engine.getManagementService();
      jobs.createJobQuery()
          .list()
          .forEach(job -> jobs.setJobDuedate(job.getId(), wholeSecond, false));

      EngineOverSimulator.jobExecutor(engine).start();

      await().atMost(Duration.ofSeconds(5)).until(() -> ended(engine) == 5);
      List<Instant> callTimes = callTimes();
      assertThat(Duration.between(callTimes.get(0), callTimes.get(4)))
          .as("not a fifth of a second after each other")
          .isLessThan(Duration.ofMillis(700));
    } finally {
      engine.close();
    }
  }

  private ProcessEngine engine(String more) throws SQLException {
    return engine(more, configuration -> {});
  }

  private ProcessEngine engine(String more, Consumer<ProcessEngineConfigurationImpl> settings)
      throws SQLException {
    ProcessEngine engine = exactEngine(more, settings);
    execute("alter table ACT_RU_JOB alter column DUEDATE_ timestamp(0)");
    ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .setDatabaseType(DbSqlSessionFactory.MYSQL);
    return engine;
  }

  private ProcessEngine exactEngine(
      String more, Consumer<ProcessEngineConfigurationImpl> settings) {
    ProcessEngineConfigurationImpl configuration = EngineOverSimulator.configuration(feishu, more);
    configuration.setJdbcUrl(database);
    configuration.setDatabaseSchemaUpdate("true");
    configuration.setJdbcMaxActiveConnections(30);
    configuration.getJobExecutor().setWaitTimeInMillis(60_000);
    // What was acquired and not begun when its node ended is free soon.
    configuration.getJobExecutor().setLockTimeInMillis(11_000);
    EngineOverSimulator.threads(configuration.getJobExecutor(), 10);
    settings.accept(configuration);
    ProcessEngine engine = configuration.buildProcessEngine();
    return engine;
  }

  private void execute(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database, "sa", "");
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  private static void start(ProcessEngine engine, int instances) {
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance("p.bpmn", EngineOverSimulator.calling("p"))
        .deploy();
    for (int n = 0; n < instances; n++) {
      engine.getRuntimeService().startProcessInstanceByKey("p", Map.of("userId", "late.li"));
    }
  }

  private static long ended(ProcessEngine engine) {
    return engine.getTaskService().createTaskQuery().count();
  }

  private List<Instant> callTimes() {
    return EngineOverSimulator.callTimes(feishu);
  }
}
