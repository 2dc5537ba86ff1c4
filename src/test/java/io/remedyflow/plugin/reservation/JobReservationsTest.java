package io.remedyflow.plugin.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.plugin.job.QueuesEngine;
import io.remedyflow.plugin.job.QueuesEngine.Kind;
import io.remedyflow.plugin.job.QueuesEngines;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.simulator.RecordedRequest;
import io.remedyflow.testing.EngineOverSimulator;
import io.remedyflow.testing.database.H2;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs created with a reservation, on both kinds of engines, with a real job executor. */
class JobReservationsTest {

  @RegisterExtension
  static final QueuesEngines ENGINES =
      new QueuesEngines(
          Stream.of("burst", "rollback", "idle", "urgent", "people", "named", "late")
              .collect(
                  Collectors.toMap(
                      "remedyflow.connections.%s.requests-per-second"::formatted,
                      connection -> "2")));

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.L8)
  void each_job_of_a_burst_has_a_reservation_of_its_own(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, model("burst", null));
    Instant before = Instant.now();

    start(queues, 6);

    List<Instant> due = dueDates(queues);
    assertThat(due).as("all but the first, which may run at once").hasSize(5);
    for (int n = 1; n < due.size(); n++) {
      assertThat(Duration.between(due.get(n - 1), due.get(n)))
          .isBetween(Duration.ofMillis(504), Duration.ofMillis(507));
    }
    assertThat(due.get(4)).isAfter(before.plusMillis(2_500));
  }

  @ParameterizedTest
  @EnumSource
  void jobs_of_other_tasks_are_left_alone(Kind kind) {
    QueuesEngine queues =
        ENGINES.of(
            kind,
            Bpmn.createExecutableProcess("p")
                .startEvent()
                .serviceTask("other")
                .camundaExpression("${true}")
                .camundaAsyncBefore()
                .userTask()
                .done());

    start(queues, 3);

    assertThat(dueDates(queues)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_job_that_is_never_created_releases_its_reservation(Kind kind) {
    QueuesEngine queues =
        ENGINES.of(
            kind,
            Bpmn.createExecutableProcess("p")
                .startEvent()
                .parallelGateway("fork")
                .serviceTask("fetch")
                .camundaDelegateExpression("${fetchAllowedRemedies}")
                .camundaInputParameter("feishuConnection", "rollback")
                .camundaAsyncBefore()
                .userTask()
                .moveToNode("fork")
                .serviceTask("broken")
                .camundaExpression("${nothing.of.the.kind}")
                .userTask()
                .done());
    for (int n = 0; n < 20; n++) {
      assertThatThrownBy(queues::start).hasMessageContaining("nothing");
    }
    queues.deploy(model("rollback", null));

    start(queues, 2);

    assertThat(dueDates(queues))
        .allSatisfy(due -> assertThat(due).isBefore(Instant.now().plusSeconds(2)));
  }

  @ParameterizedTest
  @EnumSource
  void an_idle_executor_is_awake_when_a_single_job_is_due(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, model("idle", null));
    queues.jobExecutor().setWaitTimeInMillis(60_000);
    queues.jobExecutor().start();

    start(queues, 4);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> queues.feishu().remedyRequests().size() == 4);

    List<Instant> calls =
        queues.feishu().remedyRequests().stream().map(RecordedRequest::receivedAt).toList();
    for (int n = 1; n < calls.size(); n++) {
      assertThat(Duration.between(calls.get(n - 1), calls.get(n)))
          .isBetween(Duration.ofMillis(400), Duration.ofMillis(1_500));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.L10)
  void a_job_of_higher_priority_does_not_queue_behind_a_burst(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, model("urgent", "${urgent ? 10 : 0}"));
    for (int n = 0; n < 20; n++) {
      queues.start(Map.of("userId", "late.li", "urgent", false));
    }

    String urgent = queues.start(Map.of("userId", "late.li", "urgent", true));

    Job job =
        queues
            .engine()
            .getManagementService()
            .createJobQuery()
            .processInstanceId(urgent)
            .singleResult();
    assertThat(job.getDuedate()).isNull();
    assertThat(job.getPriority()).isEqualTo(10);
  }

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.L10)
  void a_person_at_a_screen_does_not_wait_for_a_burst_and_cannot_become_one(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, model("people", null));
    start(queues, 20);
    List<String> instances = new ArrayList<>();
    queues.engine().getIdentityService().setAuthenticatedUserId("li");
    try {
      for (int n = 0; n < 4; n++) {
        instances.add(queues.start());
      }
    } finally {
      queues.engine().getIdentityService().clearAuthentication();
    }

    assertThat(instances)
        .map(
            instance ->
                queues
                    .engine()
                    .getManagementService()
                    .createJobQuery()
                    .processInstanceId(instance)
                    .singleResult())
        .satisfiesExactly(
            job -> assertThat(job.getDuedate()).isNull(),
            job -> assertThat(job.getDuedate()).isBefore(Instant.now().plusSeconds(1)),
            job -> assertThat(job.getDuedate()).isBefore(Instant.now().plusSeconds(2)),
            job -> assertThat(job.getDuedate()).isAfter(Instant.now().plusSeconds(8)));
  }

  @ParameterizedTest
  @EnumSource
  void a_connection_keeps_its_own_rate_limit_also_where_an_expression_names_it(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, model("${which}", null));
    start(queues, 20, Map.of("which", "named"));

    start(queues, 1, Map.of("which", "brief"));
    start(queues, 1, Map.of("which", "unknown"));

    assertThat(dueDates(queues)).hasSize(19);
  }

  @ParameterizedTest
  @EnumSource
  void an_expression_that_names_the_connection_is_evaluated_for_reservation_call_and_task(
      Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, model("${choice.next()}", null));
    queues.start(Map.of("userId", "late.li", "choice", new Choice()));
    EngineOverSimulator.runAsExecutor(queues.engine(), queues.job().getId());

    assertThat(waiting(queues)).isEqualTo(1);
    assertThat(Choice.made.getAndSet(0)).isEqualTo(3);
  }

  /** Counts how often it is evaluated, over all copies. */
  public static final class Choice implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final AtomicInteger made = new AtomicInteger();

    public String next() {
      made.incrementAndGet();
      return "brief";
    }
  }

  @ParameterizedTest
  @EnumSource
  void while_the_connection_cools_down_jobs_come_back_without_a_trace(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, model("brief", null));
    queues
        .feishu()
        .onRemedies(
            Fault.answer(400, 99991400, "request trigger frequency limit")
                .withHeader("x-ogw-ratelimit-reset", "3"));
    start(queues, 1);
    queues.jobExecutor().start();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> queues.feishu().remedyRequests().size() == 1 && !dueDates(queues).isEmpty());
    Instant cooldownEnds = dueDates(queues).get(0);

    start(queues, 5);

    await().atMost(Duration.ofSeconds(10)).until(() -> waiting(queues) == 6);
    assertThat(queues.feishu().remedyRequests()).hasSize(7);
    assertThat(queues.feishu().remedyRequests().get(1).receivedAt())
        .isAfter(cooldownEnds.minusMillis(50));
    assertThat(queues.failuresInHistory()).isZero();
    assertThat(queues.incidents()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.L8)
  void jobs_that_all_come_at_once_are_spaced_and_keep_what_they_are(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, model("late", "7"));
    calledOnce(queues);
    start(queues, 6);
    ManagementService management = queues.engine().getManagementService();
    List<Date> created = jobs(queues).stream().map(Job::getCreateTime).toList();
    List<String> ids = jobs(queues).stream().map(Job::getId).toList();
    ids.forEach(job -> management.setJobDuedate(job, null));
    ids.forEach(job -> management.setJobRetries(job, 2));
    queues.jobExecutor().start();

    await().atMost(Duration.ofSeconds(5)).until(() -> dueDates(queues).size() >= 3);

    assertThat(jobs(queues))
        .filteredOn(job -> job.getDuedate() != null)
        .isNotEmpty()
        .allSatisfy(
            job -> {
              assertThat(ids).contains(job.getId());
              assertThat(job.getRetries()).isEqualTo(2);
              assertThat(job.getPriority()).isEqualTo(7);
              assertThat(created).contains(job.getCreateTime());
              assertThat(job.getExceptionMessage()).isNull();
              assertThat(job.getJobDefinitionId()).isNotNull();
            });
    await().atMost(Duration.ofSeconds(10)).until(() -> waiting(queues) == 7);
    assertThat(queues.failuresInHistory()).isZero();
    List<Instant> calls =
        queues.feishu().remedyRequests().stream().map(RecordedRequest::receivedAt).toList();
    for (int n = 3; n < calls.size(); n++) { // the first made the connection, and so came later
      assertThat(Duration.between(calls.get(n - 2), calls.get(n)))
          .isGreaterThan(Duration.ofMillis(980));
    }
  }

  /** A call on its own: it opens the connection and fetches the token. */
  private static void calledOnce(QueuesEngine queues) {
    start(queues, 1);
    queues.jobExecutor().start();
    await().atMost(Duration.ofSeconds(10)).until(() -> waiting(queues) == 1);
    queues.jobExecutor().shutdown();
  }

  @Test
  void jobs_that_wait_are_found_by_an_engine_that_comes_after_a_restart() {
    try (FeishuSimulator feishu = FeishuSimulator.start()) {
      String database = H2.lasting();
      ProcessEngine before = engine(feishu, database, false);
      before
          .getRepositoryService()
          .createDeployment()
          .addModelInstance("p.bpmn", model("", null))
          .deploy();
      List<Instant> due =
          Stream.of(4, 7, 13)
              .map(Instant.now().truncatedTo(ChronoUnit.MILLIS)::plusSeconds)
              .toList();
      for (Instant each : due) {
        String instance = before.getRuntimeService().startProcessInstanceByKey("p").getId();
        ManagementService management = before.getManagementService();
        String job = management.createJobQuery().processInstanceId(instance).singleResult().getId();
        management.setJobDuedate(job, Date.from(each));
      }
      before.close();

      ProcessEngine after = engine(feishu, database, true);
      try {
        await().atMost(Duration.ofSeconds(20)).until(() -> feishu.remedyRequests().size() == 3);

        for (int n = 0; n < 3; n++) {
          assertThat(feishu.remedyRequests().get(n).receivedAt())
              .isBetween(due.get(n), due.get(n).plusSeconds(1));
        }
      } finally {
        after.close();
      }
    }
  }

  @Test
  void an_engine_without_our_tasks_is_not_queried_for_jobs() throws Exception {
    try (FeishuSimulator feishu = FeishuSimulator.start()) {
      ProcessEngine engine = engine(feishu, H2.brief(), false);
      JobExecutor executor = EngineOverSimulator.jobExecutor(engine);
      TaskJobDefinitions definitions = new TaskJobDefinitions();
      try (WakeUps wakeUpCalls = new WakeUps();
          WaitingJobs looking =
              new WaitingJobs(engine, wakeUpCalls, definitions, new JobReservations())) {
        EngineOverSimulator.deploy(
            engine,
            Bpmn.createExecutableProcess("others")
                .startEvent()
                .serviceTask()
                .camundaExpression("${true}")
                .camundaAsyncBefore()
                .done());
        engine.getRuntimeService().startProcessInstanceByKey("others");
        setDueDates(engine, Instant.now().plusSeconds(60));
        executor.start();
        looking.look(); // once, for what was there before
        Connection database = database(engine);
        try (Statement statement = database.createStatement()) {
          statement.execute("SET QUERY_STATISTICS TRUE");

          looking.look();

          ResultSet statements =
              statement.executeQuery(
                  "SELECT COUNT(*) FROM INFORMATION_SCHEMA.QUERY_STATISTICS WHERE SQL_STATEMENT LIKE '%ACT_RU_JOB%DUEDATE_ >%'");
          assertThat(statements.next()).isTrue();
          assertThat(statements.getLong(1)).isZero();
        }
      } finally {
        engine.close();
      }
    }
  }

  private static Connection database(ProcessEngine engine) throws SQLException {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getDataSource()
        .getConnection();
  }

  private static void setDueDates(ProcessEngine engine, Instant due) {
    ManagementService management = engine.getManagementService();
    management
        .createJobQuery()
        .list()
        .forEach(job -> management.setJobDuedate(job.getId(), Date.from(due)));
  }

  private static ProcessEngine engine(FeishuSimulator feishu, String database, boolean runs) {
    var configuration = EngineOverSimulator.configuration(feishu);
    configuration.setJdbcUrl(database);
    configuration.setDatabaseSchemaUpdate("true");
    configuration.getJobExecutor().setWaitTimeInMillis(60_000);
    configuration.setJobExecutorActivate(runs);
    return configuration.buildProcessEngine();
  }

  private static BpmnModelInstance model(String connection, String priority) {
    var task =
        Bpmn.createExecutableProcess("p")
            .startEvent()
            .serviceTask("fetch")
            .camundaDelegateExpression("${fetchAllowedRemedies}")
            .camundaInputParameter("feishuConnection", connection)
            .camundaInputParameter("userId", "late.li")
            .camundaInputParameter("remedyDate", "2024-01-05")
            .camundaAsyncBefore();
    return (priority == null ? task : task.camundaJobPriority(priority)).userTask().done();
  }

  private static void start(QueuesEngine queues, int instances) {
    start(queues, instances, Map.of());
  }

  private static void start(QueuesEngine queues, int instances, Map<String, Object> variables) {
    for (int n = 0; n < instances; n++) {
      queues.start(variables);
    }
  }

  private static List<Job> jobs(QueuesEngine queues) {
    return queues.engine().getManagementService().createJobQuery().list();
  }

  private static List<Instant> dueDates(QueuesEngine queues) {
    return jobs(queues).stream()
        .map(Job::getDuedate)
        .flatMap(Stream::ofNullable)
        .map(Date::toInstant)
        .sorted()
        .toList();
  }

  private static long waiting(QueuesEngine queues) {
    return queues.engine().getTaskService().createTaskQuery().count();
  }
}
