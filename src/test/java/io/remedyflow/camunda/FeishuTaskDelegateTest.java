package io.remedyflow.camunda;

import static io.remedyflow.camunda.TaskEngine.fetch;
import static io.remedyflow.camunda.TaskEngine.inputs;
import static io.remedyflow.camunda.TaskEngine.oneJob;
import static io.remedyflow.camunda.TaskEngine.oneTask;
import static io.remedyflow.camunda.TaskEngine.process;
import static io.remedyflow.camunda.TaskEngine.withOutputs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.camunda.TaskEngine.Failure;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.RequestRejectedException;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a task does after a failure or a rejection. */
class FeishuTaskDelegateTest {

  private static final String ONCE = "R1/PT1S";

  @RegisterExtension static final TaskEngine engine = new TaskEngine();

  // incident

  @ParameterizedTest
  @ValueSource(strings = {"incident", " incident ", "${null}", "${'incident'}"})
  void a_rejection_stops_with_an_incident(String action) {
    rejects();
    var instance = engine.start(oneJob(inputs("onRejection", action), ONCE), Map.of());

    runFailingJob();

    assertThat(engine.incident().getIncidentMessage())
        .isEqualTo(
            "1220001: No such user. Then retry the job. [task fetch, connection default, employee 00***, code 1220001, log id log-3, not retried]");
    assertThat(engine.incident().getActivityId()).isEqualTo("fetch");
    assertThat(engine.job().getRetries()).isZero();
    assertThat(engine.isAt(instance, "after")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_failure_stops_with_an_incident(boolean retryable) {
    fails(retryable);
    engine.start(oneJob(inputs(), ONCE), Map.of());

    runFailingJob();

    assertThat(engine.incident().getIncidentMessage())
        .isEqualTo(
            "1225000: Feishu is away. Wait. Then retry the job. [task fetch, connection default, employee 00***, code 1225000, log id log-9, %s]"
                .formatted(retryable ? "attempt 1 of 1" : "not retried"));
  }

  @Test
  void an_incident_is_in_the_language_of_the_connection() {
    fails(false);
    engine.start(oneJob(inputs("feishuConnection", "chinese"), ONCE), Map.of());

    runFailingJob();

    assertThat(engine.incident().getIncidentMessage())
        .isEqualTo(
            "1225000：飞书不可用。请稍候。处理后请重试该作业。 [任务 fetch，连接 chinese，员工 00***，错误码 1225000，log id log-9，不重试]");
  }

  @Test
  void an_incident_about_a_connection_that_does_not_exist_has_no_connection_to_name() {
    engine.start(oneJob(inputs("feishuConnection", "larq"), ONCE), Map.of());

    runFailingJob();

    assertThat(engine.incident().getIncidentMessage())
        .startsWith("There is no connection 'larq'. Configured: chinese, default, newyork, open.")
        .endsWith("[task fetch, connection -, employee -, code -, log id -, not retried]");
  }

  @Test
  void an_incident_begins_with_the_cause_however_long_its_text() {
    engine.feishuSays(
        query -> {
          throw new Failure(false, new BilingualText("Cause. " + "x".repeat(5_000), "原因。"));
        });
    engine.start(oneJob(inputs(), ONCE), Map.of());

    runFailingJob();

    assertThat(engine.incident().getIncidentMessage())
        .startsWith("1225000: Cause. ")
        .contains(" Then retry the job. [")
        .endsWith("log id log-9, not retried]")
        .hasSize(666);
  }

  @ParameterizedTest
  @CsvSource({"onRejection,nonsense", "onFailure,Continue"})
  void an_unknown_action_stops_with_an_incident_that_names_it(String input, String word) {
    engine.start(oneJob(inputs(input, word), ONCE), Map.of());

    runFailingJob();

    assertThat(engine.incident().getIncidentMessage()).contains(input).contains("'" + word + "'");
    assertThat(engine.queries()).isEmpty();
  }

  @Test
  void without_a_job_an_incident_goes_to_the_caller_and_nothing_is_started() {
    fails(true);
    engine.deploy(oneTask(inputs()));

    assertThatThrownBy(() -> engine.start(Map.of()))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageStartingWith("1225000: Feishu is away.");

    assertThat(engine.engine().getRuntimeService().createProcessInstanceQuery().count()).isZero();
  }

  // continue

  @Test
  void without_a_job_the_first_attempt_is_the_last() {
    fails(true);

    var instance = engine.start(oneTask(inputs("onFailure", "continue")), Map.of());

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("UNAVAILABLE");
    assertThat(engine.queries()).hasSize(1);
  }

  @Test
  void on_rejection_is_not_for_failures() {
    fails(false);
    engine.deploy(oneTask(inputs("onRejection", "continue")));

    assertThatThrownBy(() -> engine.start(Map.of())).isInstanceOf(TaskFailedException.class);
  }

  @Test
  void on_failure_is_not_for_rejections() {
    rejects();
    engine.deploy(oneTask(inputs("onFailure", "continue")));

    assertThatThrownBy(() -> engine.start(Map.of())).isInstanceOf(TaskFailedException.class);
  }

  @ParameterizedTest
  @CsvSource({"R3/PT1S,3", "'PT1S,PT1S',3", "R2/PT0S,2"})
  void a_failure_that_may_pass_uses_every_attempt_before_the_action(String cycle, int attempts) {
    fails(true);
    var instance = engine.start(oneJob(inputs("onFailure", "continue"), cycle), Map.of());

    for (int n = 1; n < attempts; n++) {
      runFailingJob();
      assertThat(engine.job().getExceptionMessage()).startsWith("1225000: Feishu is away. Wait. [");
      assertThat(engine.job().getRetries()).isEqualTo(attempts - n);
    }
    engine.runJob();

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("UNAVAILABLE");
    assertThat(engine.isAt(instance, "after")).isTrue();
    assertThat(engine.queries()).hasSize(attempts);
  }

  @Test
  void a_failure_that_passes_is_forgotten() {
    fails(true);
    var instance = engine.start(oneJob(inputs("onFailure", "continue"), "R3/PT1S"), Map.of());
    runFailingJob();
    engine.feishuSays(TaskEngine::aSlot);

    engine.runJob();

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("AVAILABLE");
    assertThat(engine.variable(instance, "remedyMessage")).isNull();
  }

  @Test
  void a_failure_that_cannot_pass_acts_at_the_first_attempt() {
    fails(false);
    var instance = engine.start(oneJob(inputs("onFailure", "continue"), "R5/PT1S"), Map.of());

    engine.runJob();

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("UNAVAILABLE");
    assertThat(engine.queries()).hasSize(1);
  }

  @Test
  void a_rejection_acts_at_the_first_attempt() {
    rejects();
    var instance = engine.start(oneJob(inputs("onRejection", "continue"), "R5/PT1S"), Map.of());

    engine.runJob();

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("REJECTED");
  }

  @Test
  void an_attempt_that_failed_leaves_no_outputs_behind() {
    fails(true);
    var instance = engine.start(oneJob(inputs("onFailure", "continue"), "R3/PT1S"), Map.of());

    runFailingJob();

    assertThat(engine.engine().getRuntimeService().getVariables(instance.getId())).isEmpty();
  }

  // bpmnError

  @ParameterizedTest
  @CsvSource({"FEISHU_REMEDY_REJECTED,true", "FEISHU_REMEDY_UNAVAILABLE,false"})
  void a_boundary_event_catches_the_error_of_its_code(String code, boolean rejection) {
    if (rejection) {
      rejects();
    } else {
      fails(false);
    }
    var instance = engine.start(caughtBy(code, ONCE), Map.of());

    engine.runJob();

    assertThat(engine.isAt(instance, "caught")).isTrue();
    assertThat(engine.variable(instance, "code")).isEqualTo(code);
    assertThat(engine.variable(instance, "message"))
        .isEqualTo(rejection ? "No such user." : "Feishu is away. Wait.");
    assertThat(engine.variable(instance, "remedyStatus"))
        .isEqualTo(rejection ? "REJECTED" : "UNAVAILABLE");
  }

  @ParameterizedTest
  @CsvSource({
    "io.remedyflow.camunda.TaskFailedException,incident,REJECTED",
    "java.lang.Exception,incident,REJECTED",
    "java.lang.RuntimeException,bpmnError,REJECTED",
    "java.lang.Exception,no-such-action,UNAVAILABLE"
  })
  void a_boundary_event_that_names_a_java_class_finds_the_outputs(
      String code, String action, String status) {
    rejects();
    BpmnModelInstance model =
        withOutputs(fetch(process("p"), "fetch", inputs("onRejection", action)))
            .camundaAsyncBefore()
            .boundaryEvent("fault")
            .error(code)
            .userTask("mend")
            .moveToActivity("fetch")
            .userTask("after")
            .endEvent()
            .done();
    var instance = engine.start(model, Map.of());

    engine.runJob();

    assertThat(engine.isAt(instance, "mend")).isTrue();
    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo(status);
    assertThat((String) engine.variable(instance, "remedyMessage"))
        .contains(status.equals("REJECTED") ? "No such user." : "no-such-action");
  }

  @Test
  void a_failure_that_may_pass_is_retried_before_the_error_is_thrown() {
    fails(true);
    var instance = engine.start(caughtBy("FEISHU_REMEDY_UNAVAILABLE", "R3/PT1S"), Map.of());

    runFailingJob();
    assertThat(engine.isAt(instance, "caught")).isFalse();
    runFailingJob();
    engine.runJob();

    assertThat(engine.isAt(instance, "caught")).isTrue();
  }

  @Test
  void a_catcher_of_another_code_is_none() {
    rejects();
    engine.start(caughtBy("FEISHU_REMEDY_UNAVAILABLE", ONCE), Map.of());

    runFailingJob();

    assertUncaught("FEISHU_REMEDY_REJECTED");
  }

  @Provokes(FaultRow.E10)
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void an_error_that_nothing_catches_is_an_incident_and_not_a_silent_end(boolean rejection) {
    if (rejection) {
      rejects();
    } else {
      fails(false);
    }
    var instance =
        engine.start(
            oneJob(inputs("onRejection", "bpmnError", "onFailure", "${'bpmnError'}"), ONCE),
            Map.of());

    runFailingJob();

    assertThat(engine.engine().getRuntimeService().createProcessInstanceQuery().singleResult())
        .isNotNull();
    assertThat(engine.isAt(instance, "after")).isFalse();
    assertUncaught(rejection ? "FEISHU_REMEDY_REJECTED" : "FEISHU_REMEDY_UNAVAILABLE");
    assertThat(engine.incident().getIncidentMessage())
        .contains(rejection ? "No such user." : "Feishu is away.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"incident", "bpmnError"})
  void an_incident_with_a_long_cause_keeps_what_feishus_support_needs(String action) {
    engine.feishuSays(
        query -> {
          throw new RequestRejectedException(
              new BilingualText("Why. ".repeat(200), "原因。".repeat(200)), 1220001, "log-9");
        });
    engine.start(oneJob(inputs("onRejection", action), ONCE), Map.of());

    runFailingJob();

    assertThat(engine.incident().getIncidentMessage())
        .contains("Why. Why.", "code 1220001", "log id log-9, not retried]");
  }

  @Test
  void an_uncaught_error_is_in_the_language_of_the_connection() {
    rejects();
    engine.start(
        oneJob(inputs("onRejection", "bpmnError", "feishuConnection", "chinese"), ONCE), Map.of());

    runFailingJob();

    assertThat(engine.incident().getIncidentMessage())
        .startsWith("没有事件捕获任务“fetch”抛出的 BPMN 错误 FEISHU_REMEDY_REJECTED")
        .contains("没有此用户。");
  }

  @Test
  void without_a_job_an_uncaught_error_goes_to_the_caller() {
    rejects();
    engine.deploy(oneTask(inputs("onRejection", "bpmnError")));

    assertThatThrownBy(() -> engine.start(Map.of()))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("No event catches the BPMN error FEISHU_REMEDY_REJECTED");
  }

  @Provokes(FaultRow.E10)
  @Test
  void the_calling_process_may_catch_the_error_at_its_call_activity() {
    rejects();
    var callee =
        withOutputs(fetch(process("callee"), "fetch", inputs("onRejection", "bpmnError")))
            .camundaAsyncBefore()
            .userTask("after")
            .done();
    var caller =
        process("p")
            .callActivity("call")
            .calledElement("callee")
            .camundaOut("remedyStatus", "status")
            .boundaryEvent("boundary")
            .error("FEISHU_REMEDY_REJECTED")
            .userTask("caught")
            .moveToActivity("call")
            .userTask("passed")
            .done();
    engine.deploy(caller, callee);
    var instance = engine.start(Map.of());

    engine.runJob();

    assertThat(engine.isAt(instance, "caught")).isTrue();
  }

  @Provokes(FaultRow.E10)
  @Test
  void a_calling_process_that_catches_nothing_keeps_its_instance() {
    rejects();
    var callee =
        fetch(process("callee"), "fetch", inputs("onRejection", "bpmnError"))
            .camundaAsyncBefore()
            .camundaFailedJobRetryTimeCycle(ONCE)
            .done();
    var caller = process("p").callActivity("call").calledElement("callee").endEvent().done();
    engine.deploy(caller, callee);
    engine.start(Map.of());

    runFailingJob();

    assertThat(engine.engine().getRuntimeService().createProcessInstanceQuery().count())
        .isEqualTo(2);
    assertThat(
            engine
                .engine()
                .getRuntimeService()
                .createIncidentQuery()
                .activityId("fetch")
                .singleResult()
                .getIncidentMessage())
        .startsWith("No event catches");
  }

  @Test
  void an_event_subprocess_may_catch_the_error() {
    rejects();
    var builder = Bpmn.createExecutableProcess("p");
    BpmnModelInstance model =
        fetch(builder.startEvent(), "fetch", inputs("onRejection", "bpmnError"))
            .camundaAsyncBefore()
            .userTask("after")
            .done();
    builder
        .eventSubProcess("events")
        .startEvent("caught-start")
        .error("FEISHU_REMEDY_REJECTED")
        .userTask("caught")
        .endEvent();
    var instance = engine.start(model, Map.of());

    engine.runJob();

    assertThat(engine.isAt(instance, "caught")).isTrue();
  }

  @Test
  void an_event_subprocess_does_not_catch_the_errors_of_its_own_tasks() {
    rejects();
    var builder = Bpmn.createExecutableProcess("p");
    BpmnModelInstance model =
        builder.startEvent().endEvent().camundaAsyncBefore().error("FEISHU_REMEDY_REJECTED").done();
    var inside =
        builder
            .eventSubProcess("events")
            .startEvent("caught-start")
            .error("FEISHU_REMEDY_REJECTED");
    fetch(inside, "fetch", inputs("onRejection", "bpmnError"))
        .camundaAsyncBefore()
        .camundaFailedJobRetryTimeCycle(ONCE)
        .endEvent();
    engine.start(model, Map.of());
    engine.runJob();

    runFailingJob();

    assertUncaught("FEISHU_REMEDY_REJECTED");
  }

  @Test
  void an_enclosing_subprocess_may_catch_the_error() {
    rejects();
    var inside = process("p").subProcess("sub").embeddedSubProcess().startEvent();
    BpmnModelInstance model =
        fetch(inside, "fetch", inputs("onRejection", "bpmnError"))
            .camundaAsyncBefore()
            .endEvent()
            .subProcessDone()
            .boundaryEvent("boundary")
            .error()
            .userTask("caught")
            .moveToActivity("sub")
            .userTask("passed")
            .done();
    var instance = engine.start(model, Map.of());

    engine.runJob();

    assertThat(engine.isAt(instance, "caught")).isTrue();
  }

  @Test
  void every_instance_of_a_multi_instance_subprocess_is_caught_by_its_own_boundary() {
    rejects();
    var sub = process("p").subProcess("sub");
    sub.multiInstance().parallel().cardinality("3").multiInstanceDone();
    var inside = sub.embeddedSubProcess().startEvent();
    BpmnModelInstance model =
        withOutputs(fetch(inside, "fetch", inputs("onRejection", "bpmnError")))
            .camundaAsyncBefore()
            .endEvent()
            .moveToActivity("fetch")
            .boundaryEvent("boundary")
            .error("FEISHU_REMEDY_REJECTED")
            .userTask("caught")
            .done();
    engine.start(model, Map.of());

    engine
        .engine()
        .getManagementService()
        .createJobQuery()
        .list()
        .forEach(job -> engine.engine().getManagementService().executeJob(job.getId()));

    assertThat(
            engine.engine().getTaskService().createTaskQuery().taskDefinitionKey("caught").count())
        .isEqualTo(3);
  }

  // An unexpected exception

  @Test
  void an_unexpected_failure_is_retried_and_then_left_to_on_failure() {
    failsUnexpectedly();
    var instance = engine.start(oneJob(inputs("onFailure", "continue"), "R2/PT1S"), Map.of());

    runFailingJob();
    engine.runJob();

    assertThat(engine.variable(instance, "remedyStatus")).isEqualTo("UNAVAILABLE");
    assertThat((String) engine.variable(instance, "remedyMessage"))
        .contains("failed unexpectedly (IllegalStateException)");
  }

  @Test
  void an_unexpected_failure_is_a_readable_incident_with_the_cause_in_its_stack_trace() {
    failsUnexpectedly();
    engine.start(oneJob(inputs(), ONCE), Map.of());

    runFailingJob();

    assertThat(engine.incident().getIncidentMessage())
        .startsWith("The call failed unexpectedly")
        .doesNotContain("a bug")
        .endsWith("attempt 1 of 1]");
    assertThat(
            engine.engine().getManagementService().getJobExceptionStacktrace(engine.job().getId()))
        .contains("java.lang.IllegalStateException: a bug");
  }

  // How often, and when again

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "default; attempt 1 of 2, next 2026-11-22 20:00:07 Asia/Shanghai]",
        "chinese; 第 1 次，共 2 次，下次 2026-11-22 20:00:07 Asia/Shanghai]",
        "newyork; attempt 1 of 2, next 2026-11-22 07:00:07 America/New_York]"
      })
  void a_failure_with_retries_left_says_when_it_is_tried_again(String connection, String end) {
    ClockUtil.setCurrentTime(Date.from(Instant.parse("2026-11-22T12:00:00Z")));
    fails(true);
    engine.start(oneJob(inputs("feishuConnection", connection), "PT7S"), Map.of());

    runFailingJob();
    assertThat(engine.job().getExceptionMessage()).endsWith(end);
    runFailingJob();

    assertThat(engine.incident().getIncidentMessage())
        .endsWith(connection.equals("chinese") ? "第 2 次，共 2 次]" : "attempt 2 of 2]");
  }

  @Test
  void whole_employee_ids_are_shown_where_the_connection_shows_them() {
    fails(false);
    engine.start(oneJob(inputs("feishuConnection", "open"), ONCE), Map.of());

    runFailingJob();

    assertThat(engine.incident().getIncidentMessage()).contains("employee 000123, ");
  }

  @Test
  void ids_that_mean_harm_leave_room_for_the_cause() {
    engine.feishuSays(
        query -> {
          throw new RequestRejectedException(
              new BilingualText("Why. ".repeat(200), "原因。"), 1220001, "log-" + "9".repeat(5_000));
        });
    engine.start(
        withOutputs(fetch(process("p"), "task" + "k".repeat(200), inputs()))
            .camundaAsyncBefore()
            .camundaFailedJobRetryTimeCycle(ONCE)
            .done(),
        Map.of());

    runFailingJob();

    assertThat(engine.incident().getIncidentMessage())
        .startsWith("1220001: Why. Why. Why. ")
        .contains("[task taskkkk", "log id log-999")
        .endsWith("not retried]")
        .hasSizeLessThanOrEqualTo(666);
  }

  private static BpmnModelInstance caughtBy(String code, String cycle) {
    return withOutputs(
            fetch(
                process("p"),
                "fetch",
                inputs("onRejection", "bpmnError", "onFailure", "bpmnError")))
        .camundaAsyncBefore()
        .camundaFailedJobRetryTimeCycle(cycle)
        .userTask("after")
        .moveToActivity("fetch")
        .boundaryEvent("boundary")
        .errorEventDefinition()
        .error(code)
        .errorCodeVariable("code")
        .errorMessageVariable("message")
        .errorEventDefinitionDone()
        .userTask("caught")
        .done();
  }

  private static void rejects() {
    engine.feishuSays(
        query -> {
          throw new RequestRejectedException(
              new BilingualText("No such user.", "没有此用户。"), 1220001, "log-3");
        });
  }

  private static void fails(boolean retryable) {
    engine.feishuSays(
        query -> {
          throw new Failure(retryable);
        });
  }

  private static void failsUnexpectedly() {
    engine.feishuSays(
        query -> {
          throw new IllegalStateException("a bug");
        });
  }

  private static void runFailingJob() {
    assertThatThrownBy(() -> engine.runJob()).isInstanceOf(RuntimeException.class);
  }

  private static void assertUncaught(String code) {
    assertThat(engine.incident().getIncidentMessage())
        .startsWith("No event catches the BPMN error " + code + " of task 'fetch'")
        .hasSizeLessThanOrEqualTo(666);
  }
}
