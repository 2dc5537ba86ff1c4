package io.remedyflow.plugin.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.simulator.RecordedRequest;
import io.remedyflow.testing.EngineOverSimulator;
import io.remedyflow.testing.Steps;
import io.remedyflow.testing.database.H2;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs whose call takes longer than a job's thread waits for it. */
class JobCallsTest {

  private static final Duration SLOW = Duration.ofMillis(400);
  private static final int THREADS = 2;

  private final FeishuSimulator feishu = FeishuSimulator.start();
  private ProcessEngine engine = engine(configuration -> {});

  private ProcessEngine engine(Consumer<ProcessEngineConfigurationImpl> settings) {
    return engine("remedyflow.connections.default.call-deadline=PT6S\n", settings);
  }

  private ProcessEngine engine(String more, Consumer<ProcessEngineConfigurationImpl> settings) {
    ProcessEngineConfigurationImpl configuration = EngineOverSimulator.configuration(feishu, more);
    EngineOverSimulator.threads(configuration.getJobExecutor(), THREADS);
    settings.accept(configuration);
    return configuration.buildProcessEngine();
  }

  @AfterEach
  void close() {
    Steps.reset();
    engine.close();
    feishu.close();
  }

  @Provokes(FaultRow.E14)
  @Test
  void two_job_threads_have_twenty_calls_under_way() {
    deployCalling();
    slow(20);
    executor().start();

    Instant begun = Instant.now();
    start(20);
    await().atMost(Duration.ofSeconds(20)).until(() -> tasks() == 20);

    List<Instant> callTimes = callTimes();
    assertThat(callTimes).as("each call is made once").hasSize(20);
    assertThat(Duration.between(begun, callTimes.get(19)))
        .as("two threads that wait would need four seconds")
        .isLessThan(Duration.ofMillis(2_500));
    assertThat(runs()).as("2.2 for a call at the most").isBetween(20L, 44L);
    EngineOverSimulator.noneFailed(engine);
    assertThat(engine.getHistoryService().createHistoricJobLogQuery().successLog().count())
        .as("what waited left no trace")
        .isEqualTo(20);
  }

  @Provokes(FaultRow.E14)
  @Test
  void others_run_while_feishu_is_silent() {
    deployCalling();
    deployOther();
    feishu.onRemedies(
        Stream.generate(() -> Fault.silence(Duration.ofSeconds(4)))
            .limit(30)
            .toArray(Fault[]::new));
    executor().start();
    start(10);
    await().until(() -> callTimes().size() == 10);

    long begun = System.nanoTime();
    engine.getRuntimeService().startProcessInstanceByKey("other");
    await().until(() -> Steps.done.get() == 1);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    assertThat(tasks()).isZero();
  }

  @Provokes(FaultRow.E14)
  @Test
  void a_job_keeps_its_lock_while_its_call_is_under_way_and_nothing_is_written() {
    startOneThatIsSlow();
    JobEntity before = lock(Duration.ofMinutes(5));

    EngineOverSimulator.runAsExecutor(engine, before.getId());

    JobEntity meanwhile = job();
    assertThat(meanwhile.getRevision()).isEqualTo(before.getRevision());
    assertThat(meanwhile.getLockOwner()).isEqualTo(before.getLockOwner());
    assertThat(meanwhile.getLockExpirationTime()).isEqualTo(before.getLockExpirationTime());
    assertThat(meanwhile.getRetries()).isEqualTo(before.getRetries());
    assertThat(tasks()).isZero();

    await("the executor rests").until(() -> job().getLockOwner() == null);
    EngineOverSimulator.runAsExecutor(engine, before.getId());
    assertThat(tasks()).isEqualTo(1);
    assertThat(callTimes()).hasSize(1);
  }

  @Provokes(FaultRow.E12)
  @Test
  void a_lock_that_would_expire_during_the_call_is_prolonged() {
    startOneThatIsSlow();
    JobEntity before = lock(Duration.ofSeconds(1));

    EngineOverSimulator.runAsExecutor(engine, before.getId());

    assertThat(job().getLockExpirationTime()).isAfter(Instant.now().plusSeconds(9));
  }

  @Provokes(FaultRow.E32)
  @Test
  void an_answer_to_another_call_is_not_used() {
    startOneThatIsSlow();
    EngineOverSimulator.runAsExecutor(engine, lock(Duration.ofMinutes(5)).getId());
    await().until(() -> callTimes().size() == 1);
    engine.getRuntimeService().setVariable(job().getProcessInstanceId(), "userId", "week.wei");
    await().until(() -> job().getLockOwner() == null);

    EngineOverSimulator.runAsExecutor(engine, job().getId());

    assertThat(tasks()).isEqualTo(1);
    assertThat(feishu.remedyRequests())
        .extracting(RecordedRequest::body)
        .satisfiesExactly(
            first -> assertThat(first).contains("late.li"),
            second -> assertThat(second).contains("week.wei"));
  }

  @Provokes(FaultRow.E34)
  @Test
  void a_person_who_runs_the_job_meanwhile_gets_the_answer_to_the_call_that_is_under_way() {
    startOneThatIsSlow();
    EngineOverSimulator.runAsExecutor(engine, job().getId());

    engine.getManagementService().executeJob(job().getId());

    assertThat(tasks()).isEqualTo(1);
    assertThat(callTimes()).hasSize(1);
  }

  @Test
  void a_failure_is_that_of_one_attempt_only() {
    deploy(
        EngineOverSimulator.calling(
                Bpmn.createExecutableProcess("p").startEvent().serviceTask("fetch"))
            .camundaFailedJobRetryTimeCycle("R3/PT0S")
            .userTask()
            .done());
    slow(1);
    executor().start();
    start(1);
    await().atMost(Duration.ofSeconds(10)).until(() -> tasks() == 1);
    feishu.onRemedies(Fault.answer(500, 1225000, "internal error").times(3)); // one call's attempts

    start(1); // whose thread does not wait: calls are slow of late

    await().atMost(Duration.ofSeconds(20)).until(() -> tasks() == 2);
    assertThat(callTimes()).hasSize(1 + 3 + 1);
    assertThat(engine.getHistoryService().createHistoricJobLogQuery().failureLog().count())
        .isEqualTo(1);
  }

  @Provokes(FaultRow.E34)
  @Test
  void an_instance_that_is_cancelled_meanwhile_is_forgotten() {
    startOneThatIsSlow();
    executor().start();
    await().until(() -> callTimes().size() == 1);

    engine
        .getRuntimeService()
        .deleteProcessInstance(job().getProcessInstanceId(), "no longer wanted");
    long begun = System.nanoTime();
    new JobIntake(engine, Duration.ofSeconds(10)).stop();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    EngineOverSimulator.noneFailed(engine);
  }

  @Provokes(FaultRow.E34)
  @Test
  void a_suspended_job_stays_suspended() {
    startOneThatIsSlow();
    executor().start();
    await().until(() -> callTimes().size() == 1);
    Job waiting = job();
    engine.getManagementService().suspendJobById(waiting.getId());

    await().atMost(Duration.ofSeconds(5)).until(() -> job().getLockOwner() == null);

    assertThat(tasks()).isZero();
    engine.getManagementService().activateJobById(waiting.getId());
    await().atMost(Duration.ofSeconds(10)).until(() -> tasks() == 1);
    assertThat(callTimes()).hasSize(1);
  }

  @Provokes(FaultRow.E33)
  @Test
  void where_the_executor_has_no_room_the_job_is_left_to_its_acquisition() {
    deployCalling();
    deployOther();
    ((DefaultJobExecutor) executor()).setQueueSize(1);
    slow(4);
    executor().start();
    start(4);
    await().until(() -> callTimes().size() == 4);
    Steps.hold();
    for (int n = 0; n < THREADS + 3; n++) {
      engine.getRuntimeService().startProcessInstanceByKey("other");
    }
    await().until(() -> Steps.begun.get() == THREADS);
    await("their answers have come").pollDelay(SLOW.multipliedBy(2)).until(() -> true);
    assertThat(tasks()).isZero();

    Steps.letGo();

    await().atMost(Duration.ofSeconds(10)).until(() -> tasks() == 4);
    assertThat(callTimes()).hasSize(4);
    await().until(() -> Steps.done.get() == THREADS + 3);
    EngineOverSimulator.noneFailed(engine);
  }

  @Provokes(FaultRow.E33)
  @Test
  void exclusive_jobs_of_one_instance_still_run_one_after_the_other() {
    engine.close();
    engine =
        engine(configuration -> EngineOverSimulator.threads(configuration.getJobExecutor(), 8));
    var each = Bpmn.createExecutableProcess("p").startEvent().subProcess("each");
    each.multiInstance().parallel().cardinality("8").multiInstanceDone();
    deploy(
        EngineOverSimulator.calling(each.embeddedSubProcess().startEvent().serviceTask("fetch"))
            .serviceTask("step")
            .camundaClass(Steps.class)
            .endEvent()
            .subProcessDone()
            .userTask()
            .done());
    slow(8);
    executor().start();
    start(1);

    await().atMost(Duration.ofSeconds(20)).until(() -> tasks() == 1);

    assertThat(callTimes()).hasSize(8);
    assertThat(Duration.between(callTimes().get(0), callTimes().get(7)))
        .as("their calls go side by side")
        .isLessThan(Duration.ofSeconds(2));
    assertThat(Steps.done.get()).isEqualTo(8);
    assertThat(Steps.most.get()).as("steps at once").isEqualTo(1);
    EngineOverSimulator.noneFailed(engine);
  }

  @Provokes(FaultRow.E32)
  @Test
  void a_start_listener_runs_once_and_its_task_makes_its_call_as_it_runs() {
    deploy(
        EngineOverSimulator.calling(
                Bpmn.createExecutableProcess("p")
                    .startEvent()
                    .serviceTask("fetch")
                    .camundaExecutionListenerClass("start", Steps.class))
            .userTask()
            .done());
    slow(1);
    executor().start();
    start(1);

    await().atMost(Duration.ofSeconds(10)).until(() -> tasks() == 1);

    assertThat(Steps.done.get()).isEqualTo(1);
    assertThat(callTimes()).hasSize(1);
    assertThat(runs()).isEqualTo(1);
  }

  @Provokes(FaultRow.E32)
  @Test
  void inputs_that_change_with_each_evaluation_are_sent_as_the_task_has_them() {
    deploy(
        Bpmn.createExecutableProcess("p")
            .startEvent()
            .serviceTask("fetch")
            .camundaDelegateExpression("${fetchAllowedRemedies}")
            .camundaInputParameter("userId", "${ids.next()}")
            .camundaInputParameter("remedyDate", "2024-01-05")
            .camundaAsyncBefore()
            .userTask()
            .done());
    executor().start();
    for (int n = 0; n < 3; n++) {
      engine.getRuntimeService().startProcessInstanceByKey("p", Map.of("ids", new Ids()));
      int soFar = n + 1;
      await().atMost(Duration.ofSeconds(10)).until(() -> tasks() == soFar);
    }

    assertThat(callTimes()).as("one unused call, and then no more").hasSize(4);
    EngineOverSimulator.noneFailed(engine);
  }

  @Provokes(FaultRow.E11)
  @Test
  void an_engine_that_closes_sees_its_calls_through() {
    String database = H2.lasting();
    engine.close();
    engine = engineOn(database, "PT2S");
    deployCalling();
    feishu.onRemedies(Fault.delay(Duration.ofSeconds(1)), Fault.silence(Duration.ofSeconds(9)));
    executor().start();
    start(1);
    await().until(() -> callTimes().size() == 1);
    engine.close();

    engine = engineOn(database, "PT1.5S");
    assertThat(tasks()).as("whose call was seen through").isEqualTo(1);
    executor().start();
    start(1);
    await().until(() -> callTimes().size() == 2);
    engine.close();

    engine = engineOn(database, "PT2S");
    assertThat(job().getLockOwner()).isNull();
    assertThat(job().getRetries()).as("one attempt got no answer").isEqualTo(3);
  }

  private ProcessEngine engineOn(String database, String deadline) {
    return engine(
        "remedyflow.connections.default.call-deadline=" + deadline + "\n",
        configuration -> {
          configuration.setJdbcUrl(database);
          configuration.setDatabaseSchemaUpdate("true");
        });
  }

  @Provokes(FaultRow.E11)
  @Test
  void a_node_that_is_emptied_sees_its_calls_through_and_begins_none() {
    deploy(
        EngineOverSimulator.calling(
                Bpmn.createExecutableProcess("p").startEvent().serviceTask("fetch"))
            .serviceTask("step")
            .camundaClass(Steps.class) // takes its time, with less room than answers
            .userTask()
            .done());
    ((DefaultJobExecutor) executor()).setQueueSize(1);
    feishu.onRemedies(
        Stream.generate(() -> Fault.delay(Duration.ofSeconds(1))).limit(9).toArray(Fault[]::new));
    executor().start();
    start(9);
    await().until(() -> callTimes().size() == 9);

    JobIntake intake = new JobIntake(engine, Duration.ofSeconds(10));
    intake.stop();

    assertThat(tasks()).isEqualTo(9);
    start(2);
    assertThat(callTimes()).hasSize(9);
    intake.resume();
    await().atMost(Duration.ofSeconds(10)).until(() -> tasks() == 11);
    EngineOverSimulator.noneFailed(engine);
  }

  @Provokes(FaultRow.E11)
  @Test
  void what_takes_longer_than_a_node_may_be_emptied_is_given_back() {
    deployCalling();
    feishu.onRemedies(Fault.delay(Duration.ofSeconds(4)));
    executor().start();
    start(1);
    await().until(() -> callTimes().size() == 1);

    new JobIntake(engine, Duration.ofMillis(300)).stop();

    assertThat(tasks()).isZero();
    assertThat(job().getLockOwner()).isNull();
    assertThat(job().getRetries()).isEqualTo(4);
  }

  private void deployCalling() {
    deploy(EngineOverSimulator.calling("p"));
  }

  private void startOneThatIsSlow() {
    deployCalling();
    slow(1);
    start(1);
  }

  private void deployOther() {
    deploy(
        Bpmn.createExecutableProcess("other")
            .startEvent()
            .serviceTask("step")
            .camundaClass(Steps.class)
            .camundaAsyncBefore()
            .endEvent()
            .done());
  }

  private void deploy(BpmnModelInstance model) {
    EngineOverSimulator.deploy(engine, model);
  }

  private void slow(int calls) {
    feishu.onRemedies(Stream.generate(() -> Fault.delay(SLOW)).limit(calls).toArray(Fault[]::new));
  }

  private void start(int instances) {
    for (int n = 0; n < instances; n++) {
      engine.getRuntimeService().startProcessInstanceByKey("p", Map.of("userId", "late.li"));
    }
  }

  /** As the acquisition locks it. */
  private JobEntity lock(Duration time) {
    configuration()
        .getCommandExecutorTxRequired()
        .execute(
            context -> {
              JobEntity job = context.getJobManager().findJobById(job().getId());
              job.setLockOwner(executor().getLockOwner());
              job.setLockExpirationTime(Date.from(Instant.now().plus(time)));
              return null;
            });
    return job();
  }

  private JobEntity job() {
    return jobs("fetch").get(0);
  }

  private List<JobEntity> jobs(String activity) {
    return engine.getManagementService().createJobQuery().activityId(activity).list().stream()
        .map(JobEntity.class::cast)
        .toList();
  }

  private long tasks() {
    return engine.getTaskService().createTaskQuery().count();
  }

  private long runs() {
    return EngineOverSimulator.runs(engine);
  }

  private List<Instant> callTimes() {
    return EngineOverSimulator.callTimes(feishu);
  }

  private JobExecutor executor() {
    return EngineOverSimulator.jobExecutor(engine);
  }

  private ProcessEngineConfigurationImpl configuration() {
    return (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
  }
}
