package io.remedyflow.plugin.job;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.EngineOverSimulator;
import io.remedyflow.testing.database.H2;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.batch.Batch;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs of ours that wait for their reservation, and what people and other nodes do to them. */
class WaitingJobsTest {

  private final String database = H2.lasting();
  private FeishuSimulator feishu;
  private ProcessEngine engine;

  @BeforeEach
  void open() {
    feishu = FeishuSimulator.start();
    engine = engineOver("remedyflow.connections.default.requests-per-second=1\n");
    EngineOverSimulator.deploy(engine, EngineOverSimulator.calling("p"));
  }

  private ProcessEngine engineOver(String more) {
    ProcessEngineConfigurationImpl configuration = EngineOverSimulator.configuration(feishu, more);
    configuration.setJdbcUrl(database);
    configuration.setDatabaseSchemaUpdate("true");
    return configuration.buildProcessEngine();
  }

  @AfterEach
  void close() {
    engine.close();
    feishu.close();
  }

  @Test
  @Provokes(FaultRow.E20)
  void a_job_that_comes_too_early_is_put_back_as_the_same_job_without_a_trace() {
    start(3);
    Set<String> ids = ids();
    List<Date> created = jobs().stream().map(Job::getCreateTime).toList();
    jobs().forEach(job -> management().setJobDuedate(job.getId(), null));
    long creations = history().createHistoricJobLogQuery().creationLog().count();

    runAll();
    runAll();

    assertThat(feishu.remedyRequests()).hasSizeBetween(1, 2);
    assertThat(jobs())
        .isNotEmpty()
        .allSatisfy(
            job -> {
              assertThat(ids).contains(job.getId());
              assertThat(job.getDuedate()).isAfter(Instant.now());
              assertThat(created).contains(job.getCreateTime());
              assertThat(job.getRetries()).isEqualTo(4);
              assertThat(job.getExceptionMessage()).isNull();
            });
    assertThat(history().createHistoricJobLogQuery().creationLog().count()).isEqualTo(creations);
    assertThat(history().createHistoricJobLogQuery().successLog().count())
        .as("of those that have run")
        .isEqualTo(ids.size() - jobs().size());
    EngineOverSimulator.noneFailed(engine);
  }

  @Test
  @Provokes(FaultRow.E20)
  void a_job_that_has_failed_before_keeps_its_retries_and_its_message() {
    feishu.onRemedies(Fault.answer(500, 1225000, "internal error"));
    start(1);
    feishu.onRemedies(
        IntStream.range(0, 9)
            .mapToObj(n -> Fault.answer(500, 1225000, "internal error"))
            .toArray(Fault[]::new));
    String failed = jobs().get(0).getId();
    assertThatThrownBy(() -> management().executeJob(failed)).hasMessageContaining("attempt 1");
    String message = jobs().get(0).getExceptionMessage();
    start(3); // has what can be reserved soon
    management().setJobDuedate(failed, null);

    EngineOverSimulator.runAsExecutor(engine, failed);

    Job job = management().createJobQuery().jobId(failed).singleResult();
    assertThat(job.getDuedate()).isAfter(Instant.now());
    assertThat(job.getRetries()).isEqualTo(3);
    assertThat(job.getExceptionMessage()).isEqualTo(message).contains("attempt 1 of 4");
  }

  @Test
  @Provokes(FaultRow.E20)
  void a_suspended_job_that_was_acquired_before_stays_suspended() {
    start(3);
    jobs().forEach(job -> management().setJobDuedate(job.getId(), null));
    String definition = jobs().get(0).getJobDefinitionId();
    management().suspendJobDefinitionById(definition, true);

    runAll();
    runAll();

    assertThat(management().createJobQuery().suspended().count())
        .isEqualTo(jobs().size())
        .isPositive();
    assertThat(management().createJobQuery().active().count()).isZero();
  }

  @Test
  @Provokes(FaultRow.E20)
  void an_overriding_priority_of_the_job_definition_stays() {
    start(3);
    jobs().forEach(job -> management().setJobDuedate(job.getId(), null));
    String definition = jobs().get(0).getJobDefinitionId();
    management().setOverridingJobPriorityForJobDefinition(definition, 42, true);

    runAll();
    runAll();

    assertThat(jobs()).isNotEmpty().allSatisfy(job -> assertThat(job.getPriority()).isEqualTo(42));
  }

  @Test
  @Provokes(FaultRow.E20)
  void a_batch_finds_the_jobs_whose_ids_it_was_given() {
    start(3);
    jobs().forEach(job -> management().setJobDuedate(job.getId(), null));
    List<String> given = List.copyOf(ids());
    runAll();
    List<String> waiting = List.copyOf(ids());
    assertThat(given).containsAll(waiting);
    Batch batch = management().setJobRetriesByJobsAsync(7).jobIds(waiting).executeAsync();
    management()
        .executeJob(
            management()
                .createJobQuery()
                .jobDefinitionId(batch.getSeedJobDefinitionId())
                .singleResult()
                .getId());

    for (Job job :
        management().createJobQuery().jobDefinitionId(batch.getBatchJobDefinitionId()).list()) {
      management().executeJob(job.getId());
    }

    assertThat(management().createJobQuery().processDefinitionKey("p").list())
        .allSatisfy(job -> assertThat(job.getRetries()).isEqualTo(7));
  }

  @Test
  @Provokes(FaultRow.E20)
  void a_persons_job_keeps_the_priority_that_the_model_gave_it() {
    start(5);
    engine.getIdentityService().setAuthenticatedUserId("li");
    String persons = start();
    engine.getIdentityService().clearAuthentication();

    Job job = management().createJobQuery().processInstanceId(persons).singleResult();

    assertThat(job.getPriority()).isZero();
    assertThat(job.getDuedate()).as("does not queue behind the others").isNull();
  }

  @Test
  @Provokes(FaultRow.E21)
  void what_was_reserved_for_deleted_instances_is_free_again() {
    List<String> mistakes = start(60);

    engine.getRuntimeService().deleteProcessInstances(mistakes, "started by mistake", true, true);

    aNewJobIsDueAtOnce();
  }

  @Test
  @Provokes(FaultRow.E21)
  void what_was_reserved_for_cancelled_activities_is_free_again() {
    for (String instance : start(60)) {
      engine
          .getRuntimeService()
          .createProcessInstanceModification(instance)
          .cancelAllForActivity("fetch")
          .execute();
    }

    aNewJobIsDueAtOnce();
  }

  @Test
  @Provokes(FaultRow.E21)
  void what_was_reserved_for_jobs_that_ran_by_hand_before_their_time_is_free_again() {
    start(20);
    jobs().stream()
        .sorted((one, other) -> due(other).compareTo(due(one)))
        .limit(10)
        .forEach(job -> management().deleteJob(job.getId()));
    String last = jobs().stream().max((one, other) -> due(one).compareTo(due(other))).get().getId();
    management().executeJob(last);

    start();

    assertThat(jobs().stream().map(WaitingJobsTest::due).max(Instant::compareTo).get())
        .isBefore(Instant.now().plusSeconds(12));
  }

  @Test
  @Provokes(FaultRow.E21)
  void what_another_node_deleted_is_released_at_the_next_look() {
    List<String> mistakes = start(60);
    ProcessEngine other = engineOver("");
    try {
      other.getRuntimeService().deleteProcessInstances(mistakes, "by mistake", true, true);
    } finally {
      other.close();
    }

    await().atMost(Duration.ofSeconds(30)).untilAsserted(this::aNewJobIsDueAtOnce);
  }

  @Test
  @Provokes(FaultRow.E21)
  void what_was_given_another_due_date_is_released_at_the_next_look() {
    start(60);
    Date tomorrow = Date.from(Instant.now().plus(Duration.ofDays(1)));
    jobs().forEach(job -> management().setJobDuedate(job.getId(), tomorrow));

    await().atMost(Duration.ofSeconds(30)).untilAsserted(this::aNewJobIsDueAtOnce);
  }

  @Test
  @Provokes(FaultRow.E21)
  void a_job_that_is_deleted_in_a_transaction_that_is_rolled_back_keeps_its_reservation() {
    start(10);
    Job last = jobs().stream().max((one, other) -> due(one).compareTo(due(other))).get();
    var commands =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
            .getCommandExecutorTxRequired();
    assertThatThrownBy(
            () ->
                commands.execute(
                    context -> {
                      context.getJobManager().findJobById(last.getId()).delete();
                      throw new IllegalStateException("changed my mind");
                    }))
        .hasMessage("changed my mind");

    String next = start();

    Job job = management().createJobQuery().processInstanceId(next).singleResult();
    assertThat(due(job)).isAfter(due(last));
  }

  /** A job that is created now is due at once, or within the second that is Feishu's. */
  private void aNewJobIsDueAtOnce() {
    String next = start();
    Job job = management().createJobQuery().processInstanceId(next).singleResult();
    engine.getRuntimeService().deleteProcessInstance(next, "looked at");
    assertThat(due(job)).isBefore(Instant.now().plusSeconds(3));
  }

  private static Instant due(Job job) {
    return job.getDuedate() == null ? Instant.EPOCH : job.getDuedate().toInstant();
  }

  private List<String> start(int instances) {
    return IntStream.range(0, instances).mapToObj(n -> start()).toList();
  }

  private String start() {
    return engine
        .getRuntimeService()
        .startProcessInstanceByKey("p", Map.of("userId", "late.li"))
        .getId();
  }

  private void runAll() {
    ids().forEach(job -> EngineOverSimulator.runAsExecutor(engine, job));
  }

  private Set<String> ids() {
    return jobs().stream().map(Job::getId).collect(toSet());
  }

  private List<Job> jobs() {
    return management().createJobQuery().list();
  }

  private ManagementService management() {
    return engine.getManagementService();
  }

  private HistoryService history() {
    return engine.getHistoryService();
  }
}
