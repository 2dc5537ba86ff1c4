package io.remedyflow.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.remedyflow.camunda.tasks.FetchAllowedRemedies;
import io.remedyflow.plugin.config.Operations;
import io.remedyflow.testing.TestEngine;
import io.remedyflow.testing.http.RawFeishu;
import io.remedyflow.testing.http.RawFeishu.Act;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A task that is only an entry in the catalogue gets all that the first task has. */
@ExtendWith(OutputCaptureExtension.class)
class SecondTaskTest {

  @AutoClose private final RawFeishu feishu = RawFeishu.start();
  @AutoClose private ProcessEngine engine = engine(PunchCount.READING);

  private ProcessEngine engine(PunchCount.CountEndpoint endpoint) {
    RemedyflowPlugin plugin =
        new RemedyflowPlugin(
            List.of(FetchAllowedRemedies.TASK, PunchCount.TASK),
            Operations.ALL.with(PunchCount.CountQuery.class, endpoint));
    plugin.setConfiguration(
        """
        remedyflow.connections.default.app-id=cli_a
        remedyflow.connections.default.app-secret=secret-of-the-app
        remedyflow.connections.default.base-url=%s
        """
            .formatted(feishu.baseUrl()));
    ProcessEngineConfigurationImpl configuration = TestEngine.inMemory("second");
    configuration.setJdbcMaxActiveConnections(30);
    configuration.setJobExecutor(new DefaultJobExecutor());
    configuration.setJobExecutorActivate(true);
    configuration.setBeans(new HashMap<>(Map.of("changing", new Changing())));
    configuration.getProcessEnginePlugins().add(plugin);
    return configuration.buildProcessEngine();
  }

  @Test
  void its_call_is_made_and_its_answer_goes_into_the_process() {
    feishu.next(answer("{\"code\":0,\"data\":{\"punches\":3}}"));

    ProcessInstance instance = start(counting().camundaInputParameter("badge", "${badge}"));

    await().until(() -> variable(instance, "countStatus") != null);
    assertThat(variable(instance, "countStatus")).isEqualTo("COUNTED");
    assertThat(variable(instance, "punchCount")).isEqualTo(3);
    assertThat(variable(instance, "countErrorCode")).isEqualTo(0);
    assertThat(variable(instance, "feishuLogId")).isNotNull();
    assertThat(feishu.attempts())
        .singleElement()
        .asString()
        .contains("POST " + PunchCount.CountEndpoint.PATH)
        .contains("Content-Length: " + "{\"badge\":\"b-77\"}".length());
  }

  @Test
  void its_call_is_made_before_the_task_begins_and_no_thread_waits() {
    feishu.next(
        (socket, raw) -> {
          await().until(() -> engine.getManagementService().createJobQuery().count() == 1);
          answer("{\"code\":0,\"data\":{\"punches\":1}}").on(socket, raw);
        });

    ProcessInstance instance = start(counting().camundaInputParameter("badge", "${badge}"));

    await().until(() -> variable(instance, "countStatus") != null);
    assertThat(feishu.attempts()).as("made once, and used").hasSize(1);
  }

  @Test
  void its_jobs_have_reservations() {
    for (int n = 0; n < 60; n++) {
      feishu.next(answer("{\"code\":0,\"data\":{\"punches\":1}}"));
    }
    deploy(counting().camundaInputParameter("badge", "${badge}"));
    for (int n = 0; n < 60; n++) {
      start();
    }

    List<Job> waiting = engine.getManagementService().createJobQuery().messages().list();
    assertThat(waiting).as("due one after the other").anyMatch(job -> job.getDuedate() != null);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                engine.getTaskService().createTaskQuery().taskDefinitionKey("after").count() == 60);
    assertThat(engine.getRuntimeService().createIncidentQuery().count()).isZero();
    assertThat(feishu.attempts()).as("each call is made once").hasSize(60);
  }

  @Test
  void its_rejection_is_an_incident_that_says_what_to_do_and_masks_the_employee() {
    ProcessInstance rejected = start(counting().camundaInputParameter("badge", " "));

    assertThat(incident(rejected).getIncidentMessage())
        .startsWith("The badge is empty.")
        .contains("task count, connection default (app cli_a at 127.0.0.1:");
    assertThat(engine.getRuntimeService().getVariable(rejected.getId(), "badge"))
        .as("the process's own variable stays")
        .isEqualTo("b-77");
  }

  @Test
  void its_failure_masks_whom_it_concerns_and_is_retried_by_the_default_cycle() {
    feishu.next(
        answer("{\"code\":1220600,\"msg\":\"b-77 has no permission\"}"),
        answer("{\"code\":0,\"data\":{\"punches\":1}}"));

    ProcessInstance instance = start(counting().camundaInputParameter("badge", "${badge}"));

    await()
        .until(
            () ->
                engine.getRuntimeService().createIncidentQuery().count() == 1
                    || engine.getManagementService().createJobQuery().withException().count() == 1);
    Job job = engine.getManagementService().createJobQuery().singleResult();
    assertThat(job.getExceptionMessage())
        .contains("b***")
        .doesNotContain("b-77")
        .contains("employee b***");
    assertThat(instance).isNotNull();
  }

  @Test
  void its_status_and_error_codes_are_its_own() {
    deploy(
        counting()
            .camundaInputParameter("badge", "")
            .camundaInputParameter("onRejection", "continue"));

    ProcessInstance instance = start();

    await().until(() -> variable(instance, "countStatus") != null);
    assertThat(variable(instance, "countStatus")).isEqualTo("REJECTED");
    assertThat(variable(instance, "punchCount")).isEqualTo(0);
    assertThat(variable(instance, "punches")).hasToString("[]");
    assertThat(variable(instance, "countMessage")).isEqualTo("The badge is empty.");
  }

  @Test
  void its_bpmn_error_goes_to_its_boundary_event() {
    BpmnModelInstance model =
        counting()
            .camundaInputParameter("badge", "")
            .camundaInputParameter("onRejection", "bpmnError")
            .boundaryEvent()
            .error("COUNT_REJECTED")
            .userTask("caught")
            .endEvent()
            .moveToActivity("count")
            .endEvent()
            .done();

    ProcessInstance instance = start(model);

    await()
        .until(
            () ->
                engine.getTaskService().createTaskQuery().taskDefinitionKey("caught").count() == 1);
    assertThat(instance).isNotNull();
  }

  @Test
  void models_with_it_are_checked_when_they_are_deployed(CapturedOutput output) {
    deploy(counting().camundaAsyncBefore(false).camundaInputParameter("onFailure", "bpmnError"));

    assertThat(output)
        .contains("Task 'count' of process 'p' (deployment ", "is not asynchronous")
        .contains("nothing in this model catches COUNT_UNAVAILABLE");
    assertThatThrownBy(() -> deploy(repeated()))
        .hasMessageContaining("${countPunches} cannot be multi-instance itself: count");
  }

  @Test
  void a_write_without_an_answer_is_an_incident_at_once_and_made_once() {
    writes();
    feishu.next(Act.reset());

    ProcessInstance instance = start(counting().camundaInputParameter("badge", "${badge}"));

    assertThat(incident(instance).getIncidentMessage())
        .contains("may have been processed")
        .contains("If it did not, retry the job.")
        .contains("not retried]");
    assertThat(feishu.attempts()).hasSize(1);
  }

  @Test
  void a_write_without_an_answer_may_continue_as_unavailable() {
    writes();
    feishu.next(Act.answer(500, "", "<html>gateway</html>".getBytes(UTF_8)));

    ProcessInstance instance =
        start(
            counting()
                .camundaInputParameter("badge", "${badge}")
                .camundaInputParameter("onFailure", "continue"));

    await().until(() -> variable(instance, "countStatus") != null);
    assertThat(variable(instance, "countStatus")).isEqualTo("UNAVAILABLE");
    assertThat(String.valueOf(variable(instance, "countMessage")))
        .contains("may have been processed");
    assertThat(feishu.attempts()).hasSize(1);
  }

  @Test
  void a_write_is_not_made_a_second_time_with_other_inputs() {
    writes();
    feishu.next(answer("{\"code\":0,\"data\":{\"punches\":1}}"));

    ProcessInstance instance =
        start(counting().camundaInputParameter("badge", "${changing.next()}"));

    assertThat(incident(instance).getIncidentMessage())
        .contains("yielded other values", "If it did not, retry the job.");
    assertThat(feishu.attempts()).hasSize(1);
  }

  /** Returns another value each time. */
  public static final class Changing {

    private final AtomicInteger calls = new AtomicInteger();

    public String next() {
      return "b-" + calls.incrementAndGet();
    }
  }

  private void writes() {
    engine.close();
    engine = engine(PunchCount.WRITING);
  }

  private static ServiceTaskBuilder counting() {
    ServiceTaskBuilder task =
        Bpmn.createExecutableProcess("p")
            .startEvent()
            .serviceTask("count")
            .camundaDelegateExpression("${countPunches}")
            .camundaAsyncBefore();
    PunchCount.TASK
        .contract()
        .results()
        .all()
        .forEach(output -> task.camundaOutputParameter(output.name(), "${" + output.name() + "}"));
    return task;
  }

  private static ServiceTaskBuilder repeated() {
    return counting().multiInstance().cardinality("2").multiInstanceDone();
  }

  private void deploy(ServiceTaskBuilder task) {
    deploy(task.userTask("after").endEvent().done());
  }

  private void deploy(BpmnModelInstance model) {
    engine.getRepositoryService().createDeployment().addModelInstance("p.bpmn", model).deploy();
  }

  private ProcessInstance start(ServiceTaskBuilder task) {
    deploy(task);
    return start();
  }

  private ProcessInstance start(BpmnModelInstance model) {
    deploy(model);
    return start();
  }

  private ProcessInstance start() {
    return engine.getRuntimeService().startProcessInstanceByKey("p", Map.of("badge", "b-77"));
  }

  private Object variable(ProcessInstance instance, String name) {
    return engine.getRuntimeService().getVariable(instance.getId(), name);
  }

  private Incident incident(ProcessInstance instance) {
    await().until(() -> engine.getRuntimeService().createIncidentQuery().count() == 1);
    return engine
        .getRuntimeService()
        .createIncidentQuery()
        .processInstanceId(instance.getId())
        .singleResult();
  }

  private static Act answer(String json) {
    return Act.answer(
        200, "Content-Type: application/json\nX-Tt-Logid: log-1\n", json.getBytes(UTF_8));
  }
}
