package io.remedyflow.plugin.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.EngineOverSimulator;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What our tasks do to the jobs of other activities, in which they may run: nothing. */
class NeighboursTest {

  private final AtomicInteger mails = new AtomicInteger();
  private FeishuSimulator feishu;
  private ProcessEngine engine;

  @BeforeEach
  void open() {
    feishu = FeishuSimulator.start();
    ProcessEngineConfigurationImpl configuration =
        EngineOverSimulator.configuration(
            feishu, "remedyflow.connections.default.call-deadline=PT0.5S\n");
    JavaDelegate mail = execution -> mails.incrementAndGet();
    configuration.setBeans(new HashMap<>(Map.of("mail", mail)));
    engine = configuration.buildProcessEngine();
  }

  @AfterEach
  void close() {
    engine.close();
    feishu.close();
  }

  @Test
  @Provokes(FaultRow.E19)
  void mails_are_sent_as_often_as_the_engine_tries_a_job_and_no_more() {
    limitedForLong();
    deploy(call(mail(start("p")).camundaAsyncBefore()).userTask().done());
    engine.getRuntimeService().startProcessInstanceByKey("p");

    EngineOverSimulator.jobExecutor(engine).start();

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> engine.getRuntimeService().createIncidentQuery().count() == 1);
    assertThat(mails).hasValue(3);
    assertThat(job().getRetries()).isZero();
    assertThat(job().getExceptionMessage()).contains("attempt 3 of 3");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  @Provokes(FaultRow.E19)
  void a_job_that_did_something_else_before_loses_a_retry(String name, BpmnModelInstance model) {
    limitedForLong();
    deploy(model);
    engine.getRuntimeService().startProcessInstanceByKey("p");
    int retries = job().getRetries();

    assertThatThrownBy(() -> management().executeJob(job().getId()))
        .hasMessageContaining("attempt 1 of ");

    assertThat(job().getRetries()).isEqualTo(retries - 1);
    assertThat(engine.getHistoryService().createHistoricJobLogQuery().failureLog().count())
        .isEqualTo(1);
  }

  static Stream<Arguments> a_job_that_did_something_else_before_loses_a_retry() {
    return Stream.of(
        Arguments.of(
            "a service task", call(mail(start("p")).camundaAsyncBefore()).userTask().done()),
        Arguments.of("a start event", call(start("p").camundaAsyncBefore()).userTask().done()),
        Arguments.of(
            "the end of a user task's asynchronous continuation",
            call(mail(start("p")).camundaAsyncAfter()).userTask().done()),
        Arguments.of(
            "a timer",
            call(start("p").intermediateCatchEvent().timerWithDuration("PT0S")).userTask().done()),
        Arguments.of(
            "an asynchronous subprocess",
            call(start("p").subProcess().camundaAsyncBefore().embeddedSubProcess().startEvent())
                .endEvent()
                .subProcessDone()
                .userTask()
                .done()),
        Arguments.of(
            "what comes after one of our own tasks, in its job",
            call(start("p").serviceTask("before").camundaExpression("${true}").camundaAsyncBefore())
                .userTask()
                .done()));
  }

  @Test
  void a_call_that_follows_another_one_in_its_job_is_not_repeated_for_free() {
    deploy(
        call(start("p")
                .serviceTask("first")
                .camundaDelegateExpression("${fetchAllowedRemedies}")
                .camundaInputParameter("userId", "late.li")
                .camundaInputParameter("remedyDate", "2024-01-05")
                .camundaAsyncBefore())
            .userTask()
            .done());
    engine.getRuntimeService().startProcessInstanceByKey("p");
    feishu.onRemedies(Fault.delay(Duration.ZERO), limited());

    assertThatThrownBy(() -> management().executeJob(job().getId()))
        .hasMessageContaining("attempt 1 of 4");

    assertThat(job().getRetries()).isEqualTo(3);
  }

  @Test
  void the_same_task_in_a_called_process_is_not_the_callers_job() {
    limitedForLong();
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance("called.bpmn", call(start("called")).endEvent().done())
        .addModelInstance(
            "p.bpmn",
            start("p").callActivity("fetch").calledElement("called").camundaAsyncBefore().done())
        .deploy();
    engine.getRuntimeService().startProcessInstanceByKey("p");

    assertThatThrownBy(() -> management().executeJob(job().getId()))
        .hasMessageContaining("attempt 1 of 3");

    assertThat(job().getRetries()).isEqualTo(2);
  }

  @Test
  void a_foreign_job_that_runs_one_of_ours_is_not_rescheduled_for_it() {
    limitedForLong();
    deploy(EngineOverSimulator.calling("p"));
    engine.getRuntimeService().startProcessInstanceByKey("p", Map.of("userId", "late.li"));
    String ours = job().getId();
    deploy(
        Bpmn.createExecutableProcess("other")
            .startEvent()
            .serviceTask()
            .camundaExpression(
                "${execution.processEngineServices.managementService.executeJob(job)}")
            .camundaAsyncBefore()
            .done());
    String other =
        engine.getRuntimeService().startProcessInstanceByKey("other", Map.of("job", ours)).getId();
    Job others = management().createJobQuery().processInstanceId(other).singleResult();

    assertThatThrownBy(() -> management().executeJob(others.getId()))
        .hasStackTraceContaining("99991400");

    assertThat(management().createJobQuery().jobId(others.getId()).singleResult().getRetries())
        .isEqualTo(others.getRetries() - 1);
  }

  private static AbstractFlowNodeBuilder<?, ?> start(String process) {
    return Bpmn.createExecutableProcess(process).startEvent();
  }

  private static ServiceTaskBuilder mail(AbstractFlowNodeBuilder<?, ?> before) {
    return before.serviceTask("mail").camundaDelegateExpression("${mail}");
  }

  /** Our task, in any job or transaction. */
  private static ServiceTaskBuilder call(AbstractFlowNodeBuilder<?, ?> before) {
    return before
        .serviceTask("fetch")
        .camundaDelegateExpression("${fetchAllowedRemedies}")
        .camundaInputParameter("userId", "late.li")
        .camundaInputParameter("remedyDate", "2024-01-05");
  }

  private void deploy(BpmnModelInstance model) {
    EngineOverSimulator.deploy(engine, model);
  }

  private static Fault limited() {
    return Fault.rateLimited(1);
  }

  private void limitedForLong() {
    Fault[] limit = new Fault[200];
    Arrays.fill(limit, limited());
    feishu.onRemedies(limit);
  }

  private ManagementService management() {
    return engine.getManagementService();
  }

  private Job job() {
    return management().createJobQuery().singleResult();
  }
}
