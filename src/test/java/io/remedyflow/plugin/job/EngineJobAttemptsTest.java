package io.remedyflow.plugin.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.remedyflow.camunda.NextStep;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CallFailedException;
import io.remedyflow.testing.TestEngine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.camunda.bpm.model.bpmn.instance.SignalEventDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is predicted while a task runs, against what the engine does after it failed. */
class EngineJobAttemptsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final List<NextStep> predicted = new ArrayList<>();
  private static ProcessEngine engine;

  @BeforeAll
  static void start_engine() {
    ProcessEngineConfigurationImpl configuration = TestEngine.inMemory("attempts");
    JavaDelegate fails =
        execution -> {
          predicted.add(EngineJobAttempts.after(execution, failure()));
          throw new IllegalStateException("again");
        };
    configuration.setBeans(new HashMap<>(Map.of("fails", fails)));
    engine = configuration.buildProcessEngine();
  }

  @AfterEach
  void clean_up() {
    predicted.clear();
    ClockUtil.reset();
    configuration().setLegacyJobRetryBehaviorEnabled(false);
    configuration().setFailedJobRetryTimeCycle(null);
    engine
        .getManagementService()
        .createBatchQuery()
        .list()
        .forEach(batch -> engine.getManagementService().deleteBatch(batch.getId(), true));
    TestEngine.forgetModels(engine);
  }

  @AfterAll
  static void stop_engine() {
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'PT10S,PT1M,PT10M',4",
    "PT10S,2",
    "R3/PT1S,3",
    "R2/PT1S,2",
    "R1/PT1S,1",
    "'${cycle}',2",
    "'${unknown}',3",
    "'${12}',3",
    "soon,3",
    ",3"
  })
  void the_last_attempt_is_predicted_for_every_cycle(String cycle, int attempts) {
    deploy(failing().camundaAsyncBefore(), cycle);
    engine.getRuntimeService().startProcessInstanceByKey("p", Map.of("cycle", "R2/PT1S"));

    runAndCompare(attempts);
  }

  @ParameterizedTest
  @CsvSource({"'PT10S,PT1M,PT10M',4", "R3/PT1S,3", "R1/PT1S,1", "R2/PT1S,2", ",3"})
  void the_last_attempt_is_predicted_with_the_engines_old_retry_behaviour(
      String cycle, int attempts) {
    configuration().setLegacyJobRetryBehaviorEnabled(true);
    deploy(failing().camundaAsyncBefore(), cycle);
    engine.getRuntimeService().startProcessInstanceByKey("p");

    runAndCompare(attempts);
  }

  @ParameterizedTest
  @CsvSource({"R5/PT1S,,5", "'PT1S,PT1S',,3", "R5/PT1S,R2/PT1S,2"})
  void the_last_attempt_is_predicted_with_a_cycle_of_the_whole_engine(
      String whole, String own, int attempts) {
    configuration().setFailedJobRetryTimeCycle(whole);
    deploy(failing().camundaAsyncBefore(), own);
    engine.getRuntimeService().startProcessInstanceByKey("p");

    runAndCompare(attempts);
  }

  @ParameterizedTest
  @CsvSource({
    "R3/PT1S,plain",
    "R3/PT1S,legacy",
    "'PT1S,PT1S',plain",
    "'PT1S,PT1S',legacy",
    ",plain",
    ",legacy"
  })
  void the_last_attempt_is_predicted_after_a_person_set_the_retries_of_a_new_job(
      String cycle, String kind) {
    configuration().setLegacyJobRetryBehaviorEnabled(kind.equals("legacy"));
    deploy(failing().camundaAsyncBefore(), cycle);
    engine.getRuntimeService().startProcessInstanceByKey("p");
    engine.getManagementService().setJobRetries(job().getId(), 1);

    assertPredicted(runUntilNoRetriesAreLeft());
  }

  @Test
  void the_last_attempt_is_predicted_after_a_person_set_the_retries_of_an_incident() {
    deploy(failing().camundaAsyncBefore(), "R2/PT1S");
    engine.getRuntimeService().startProcessInstanceByKey("p");
    runUntilNoRetriesAreLeft();
    predicted.clear();
    engine.getManagementService().setJobRetries(job().getId(), 3);

    assertThat(runUntilNoRetriesAreLeft()).isEqualTo(3);
    assertPredicted(3);
  }

  @Test
  void a_task_without_a_job_has_one_attempt() {
    deploy(failing(), null);

    assertThatThrownBy(() -> engine.getRuntimeService().startProcessInstanceByKey("p"))
        .isInstanceOf(RuntimeException.class);

    assertThat(predicted).containsExactly(new NextStep.LastAttempt(1));
  }

  @Test
  void a_task_behind_another_tasks_job_has_that_jobs_attempts() {
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "p.bpmn",
            failing(
                    Bpmn.createExecutableProcess("p")
                        .startEvent()
                        .camundaAsyncBefore()
                        .camundaFailedJobRetryTimeCycle("R2/PT1S"))
                .endEvent()
                .done())
        .deploy();
    engine.getRuntimeService().startProcessInstanceByKey("p");

    runAndCompare(2);
  }

  @Test
  void a_task_behind_a_timer_has_the_timers_attempts() {
    deploy(
        failing(
            Bpmn.createExecutableProcess("p")
                .startEvent()
                .intermediateCatchEvent("timer")
                .timerWithDuration("PT1H")),
        null);
    engine.getRuntimeService().startProcessInstanceByKey("p");

    runAndCompare(3);
  }

  @Test
  void a_task_behind_an_asynchronous_signal_has_the_signals_attempts() {
    deploy(
        failing(
            Bpmn.createExecutableProcess("p")
                .startEvent()
                .intermediateCatchEvent("signal")
                .signal("go")),
        null);
    BpmnModelInstance thrower =
        Bpmn.createExecutableProcess("thrower")
            .startEvent()
            .intermediateThrowEvent("throw")
            .signal("go")
            .endEvent()
            .done();
    thrower
        .getModelElementsByType(SignalEventDefinition.class)
        .forEach(definition -> definition.setCamundaAsync(true));
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance("thrower.bpmn", thrower)
        .deploy();
    engine.getRuntimeService().startProcessInstanceByKey("p");
    engine.getRuntimeService().startProcessInstanceByKey("thrower");

    runAndCompare(3);
  }

  @Test
  void a_task_that_a_batch_starts_has_the_batchs_attempts() {
    deploy(
        failing(
            Bpmn.createExecutableProcess("p")
                .startEvent()
                .intermediateCatchEvent("message")
                .message("go")),
        null);
    var instance = engine.getRuntimeService().startProcessInstanceByKey("p");
    engine
        .getRuntimeService()
        .createMessageCorrelationAsync("go")
        .processInstanceIds(List.of(instance.getId()))
        .correlateAllAsync();
    engine
        .getManagementService()
        .executeJob(
            engine.getManagementService().createJobQuery().list().stream()
                .filter(job -> job.getProcessInstanceId() == null)
                .findFirst()
                .orElseThrow()
                .getId());
    String batchJob =
        engine
            .getManagementService()
            .createJobQuery()
            .jobDefinitionId(
                engine
                    .getManagementService()
                    .createBatchQuery()
                    .singleResult()
                    .getBatchJobDefinitionId())
            .singleResult()
            .getId();

    int attempts = 0;
    while (retries(batchJob) > 0) {
      assertThatThrownBy(() -> engine.getManagementService().executeJob(batchJob))
          .isInstanceOf(RuntimeException.class);
      attempts++;
    }

    assertPredicted(attempts);
  }

  private int retries(String jobId) {
    return engine.getManagementService().createJobQuery().jobId(jobId).singleResult().getRetries();
  }

  @Test
  void the_last_attempt_is_predicted_for_the_job_executor_as_for_a_person() {
    deploy(failing().camundaAsyncBefore(), "R3/PT0S");
    engine.getRuntimeService().startProcessInstanceByKey("p");
    var executor = configuration().getJobExecutor();
    executor.start();
    try {
      await().untilAsserted(() -> assertThat(job().getRetries()).isZero());
    } finally {
      executor.shutdown();
    }

    assertThat(predicted).extracting(NextStep::isEnd).containsExactly(false, false, true);
  }

  private static CallFailedException failure() {
    BilingualText text = new BilingualText("again", "again");
    return new CallFailedException(text, true, null, null, null, false, null) {};
  }

  /** Runs the job until the engine gives up, and compares. */
  private void runAndCompare(int attempts) {
    assertThat(runUntilNoRetriesAreLeft()).isEqualTo(attempts);
    assertPredicted(attempts);
    assertThat(predicted)
        .extracting(EngineJobAttemptsTest::number)
        .isEqualTo(IntStream.rangeClosed(1, attempts).boxed().toList());
    assertThat(predicted).extracting(EngineJobAttemptsTest::total).containsOnly(attempts);
  }

  private static void assertPredicted(int attempts) {
    assertThat(predicted).hasSize(attempts).last().extracting(NextStep::isEnd).isEqualTo(true);
    assertThat(predicted.subList(0, attempts - 1)).noneMatch(NextStep::isEnd);
  }

  private int runUntilNoRetriesAreLeft() {
    ClockUtil.setCurrentTime(Date.from(NOW));
    int attempts = 0;
    while (job().getRetries() > 0) {
      assertThatThrownBy(() -> engine.getManagementService().executeJob(job().getId()))
          .isInstanceOf(RuntimeException.class);
      attempts++;
      Instant next =
          predicted.get(predicted.size() - 1) instanceof NextStep.Retry retry ? retry.at() : null;
      Date due = job().getDuedate();
      if (next != null) {
        assertThat(next).isEqualTo(due == null ? NOW : due.toInstant());
      }
    }
    return attempts;
  }

  private Job job() {
    return engine.getManagementService().createJobQuery().singleResult();
  }

  private static ProcessEngineConfigurationImpl configuration() {
    return (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
  }

  private static ServiceTaskBuilder failing() {
    return failing(Bpmn.createExecutableProcess("p").startEvent());
  }

  private static ServiceTaskBuilder failing(AbstractFlowNodeBuilder<?, ?> before) {
    return before.serviceTask("fails").camundaDelegateExpression("${fails}");
  }

  private void deploy(ServiceTaskBuilder task, String cycle) {
    if (cycle != null) {
      task.camundaFailedJobRetryTimeCycle(cycle);
    }
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance("p.bpmn", task.endEvent().done())
        .deploy();
  }

  private static int number(NextStep next) {
    return next instanceof NextStep.Retry retry ? retry.number() : total(next);
  }

  private static int total(NextStep next) {
    return next instanceof NextStep.Retry retry
        ? retry.total()
        : ((NextStep.LastAttempt) next).total();
  }
}
