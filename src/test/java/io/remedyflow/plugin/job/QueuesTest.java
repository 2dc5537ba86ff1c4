package io.remedyflow.plugin.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.plugin.job.QueuesEngine.Kind;
import io.remedyflow.simulator.Fault;
import io.remedyflow.testing.FailingTask;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.camunda.spin.json.SpinJsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * What becomes of a job under every kind of failure, on an engine of Spring Boot and on one of a
 * {@code camunda.cfg.xml}: the same.
 */
@ExtendWith(OutputCaptureExtension.class)
class QueuesTest {

  private static final Fault NO_PERMISSION = Fault.answer(400, 1220005, "no permission");
  private static final Fault BROKEN = Fault.answer(500, 1225000, "internal\u001b[31m error");

  @RegisterExtension
  static final QueuesEngines ENGINES =
      new QueuesEngines(Map.of("remedyflow.connections.blocked.call-deadline", "PT2S"));

  @ParameterizedTest
  @EnumSource
  void outputs_are_stored_once_where_the_model_maps_them_and_not_where_it_does_not(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, oneJob(Map.of(), "PT10S"));
    String instance = queues.start();

    queues.run();

    var stored =
        queues
            .engine()
            .getHistoryService()
            .createHistoricVariableInstanceQuery()
            .processInstanceId(instance);
    assertThat(stored.variableName("remedyStatus").list())
        .singleElement()
        .satisfies(it -> assertThat(it.getValue()).isEqualTo("AVAILABLE"));
    assertThat(stored.variableName("remedySlots").count()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void inputs_are_not_stored_and_what_they_were_taken_from_is_left_alone(Kind kind) {
    QueuesEngine queues =
        ENGINES.of(
            kind,
            Bpmn.createExecutableProcess("p")
                .startEvent()
                .serviceTask("fetch")
                .camundaAsyncBefore()
                .camundaDelegateExpression("${fetchAllowedRemedies}")
                .camundaInputParameter("userId", "${execution.getVariableTyped('employee')}")
                .camundaInputParameter("remedyDate", "${day}")
                .camundaOutputParameter("status", "${remedyStatus}")
                .userTask()
                .endEvent()
                .done());
    String instance = queues.start(Map.of("employee", "late.li", "day", "20210104"));

    queues.run();

    assertThat(queues.variable(instance, "status")).isEqualTo("AVAILABLE");
    assertThat(queues.variable(instance, "employee")).isEqualTo("late.li");
    assertThat(
            queues
                .engine()
                .getHistoryService()
                .createHistoricVariableInstanceQuery()
                .processInstanceId(instance)
                .list())
        .extracting(HistoricVariableInstance::getName)
        .containsOnlyOnce("employee", "day", "status")
        .doesNotContain("remedyDate");
  }

  // Not worth retrying

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.E7)
  void a_failure_that_no_retry_mends_is_an_incident_at_the_first_failure(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, oneJob(Map.of(), "PT10S,PT1M,PT10M"));
    queues.start();
    queues.feishu().onRemedies(NO_PERMISSION);

    Job job = queues.fail();

    assertThat(job.getRetries()).isZero();
    assertThat(queues.feishu().remedyRequests()).hasSize(1);
    assertThat(queues.incidents())
        .singleElement()
        .satisfies(
            incident ->
                assertThat(incident.getIncidentMessage())
                    .contains("no permission", "code 1220005", "task fetch", "not retried")
                    .contains("employee la***")
                    .doesNotContain("late.li"));
  }

  // Retries

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.E6)
  void used_up_retries_are_an_incident_a_person_can_read_and_new_retries_heal_it(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, oneJob(Map.of(), "PT1S"));
    String instance = queues.start();
    queues.feishu().onRemedies(BROKEN.times(6));

    Job job = queues.fail();
    assertThat(job.getRetries()).isEqualTo(1);
    assertThat(job.getExceptionMessage()).contains("attempt 1 of 2, next 20");
    assertThat(queues.incidents()).isEmpty();
    queues.fail();

    assertThat(queues.incidents())
        .singleElement()
        .satisfies(
            incident ->
                assertThat(incident.getIncidentMessage())
                    .startsWith("1225000: Feishu's attendance service failed.")
                    .contains("internal error", "connection default", "employee la***")
                    .contains("code 1225000", "log id ")
                    .endsWith("attempt 2 of 2]")
                    .doesNotContain("late.li", "\u001b"));
    queues.engine().getManagementService().setJobRetries(queues.job().getId(), 1);
    queues.run();
    assertThat(queues.incidents()).isEmpty();
    assertThat(queues.variable(instance, "remedyStatus")).isEqualTo("AVAILABLE");
  }

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.E8)
  void a_header_that_says_when_is_the_due_date_and_retries_go_down(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, oneJob(Map.of(), "PT1S"));
    queues.start();
    queues.feishu().onRemedies(unavailableFor("20"));
    Instant before = Instant.now();

    Job job = queues.fail();

    assertThat(job.getRetries()).isEqualTo(1);
    assertThat(job.getDuedate().toInstant())
        .isBetween(before.plusSeconds(19), Instant.now().plusSeconds(41));
    assertThat(job.getExceptionMessage()).contains("attempt 1 of 2, next ");
    assertThat(queues.failuresInHistory()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.E8)
  void a_header_that_names_a_day_is_capped_at_an_hour(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, oneJob(Map.of(), "PT1S"));
    queues.start();
    queues.feishu().onRemedies(unavailableFor("86400"));

    Job job = queues.fail();

    assertThat(job.getDuedate().toInstant()).isBefore(Instant.now().plusSeconds(3_600 + 31));
  }

  @ParameterizedTest
  @EnumSource
  void a_header_grants_no_attempt_beyond_the_last(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, oneJob(Map.of("onFailure", "continue"), "R1/PT1S"));
    String instance = queues.start();
    queues.feishu().onRemedies(unavailableFor("20"));

    queues.run();

    assertThat(queues.variable(instance, "remedyStatus")).isEqualTo("UNAVAILABLE");
  }

  // Rescheduled

  @ParameterizedTest
  @EnumSource
  void a_call_that_is_rate_limited_loses_no_retry_and_leaves_no_failure_behind(Kind kind) {
    QueuesEngine queues =
        ENGINES.of(
            kind,
            oneJob(Map.of("feishuConnection", "limited", "onFailure", "continue"), "R1/PT1S"));
    queues.start();
    Job fresh = queues.job();
    for (int n = 0; n < 5; n++) {
      queues.feishu().onRemedies(Fault.rateLimited(60));

      Job job = queues.fail();

      assertThat(job.getId()).isEqualTo(fresh.getId());
      assertThat(job.getRetries()).isEqualTo(fresh.getRetries());
      assertThat(job.getExceptionMessage()).isNull();
      assertThat(job.getDuedate().toInstant())
          .isBetween(Instant.now(), Instant.now().plusSeconds(100));
    }
    assertThat(queues.incidents()).isEmpty();
    assertThat(queues.failuresInHistory()).isZero();
  }

  /**
   * On one kind of engine: a connection for each, since the cooldown of one would hide the next.
   */
  @Test
  @Provokes(FaultRow.L11)
  void a_rate_limit_in_any_shape_loses_no_retry_and_leaves_no_failure_behind() {
    List<Fault> shapes =
        List.of(
            Fault.answer(400, 9499, "too many request"),
            Fault.answer(200, 9499, "too many request"),
            Fault.answer(429, 11232, "frequency limited"),
            Fault.answer(429, 4711, "what is this"),
            Fault.answer(400, 4711, "what is this").withHeader("x-ogw-ratelimit-reset", "60"),
            Fault.raw(429, "application/json", "{\"message\":\"API rate limit exceeded\"}"),
            Fault.raw(429, "application/json", ""),
            Fault.raw(429, "text/html", "<h1>429 Too Many Requests"));
    Map<String, String> deadlines = new HashMap<>();
    for (int n = 0; n < shapes.size(); n++) {
      for (String step : List.of("call", "token")) {
        // Too short for a cooldown.
        deadlines.put("remedyflow.connections.%s%d.call-deadline".formatted(step, n), "PT0.9S");
      }
    }
    try (QueuesEngine queues = QueuesEngine.of(Kind.CAMUNDA_CFG_XML, deadlines)) {
      for (int n = 0; n < shapes.size(); n++) {
        queues.feishu().onRemedies(shapes.get(n));
        reschedulesForFree(queues, "call" + n);
        queues.feishu().onToken(shapes.get(n));
        reschedulesForFree(queues, "token" + n);
      }
    }
  }

  private static void reschedulesForFree(QueuesEngine queues, String connection) {
    queues.deploy(oneJob(Map.of("feishuConnection", connection), "R1/PT1S"));
    queues.start();
    Job fresh = queues.job();

    Job job = queues.fail();

    assertThat(job.getId()).as(connection).isEqualTo(fresh.getId());
    assertThat(job.getRetries()).as(connection).isEqualTo(fresh.getRetries());
    assertThat(job.getExceptionMessage()).as(connection).isNull();
    assertThat(queues.incidents()).as(connection).isEmpty();
    assertThat(queues.failuresInHistory()).as(connection).isZero();
    queues.reset();
  }

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.C9)
  void when_the_whole_app_is_blocked_each_job_is_an_incident_and_one_call_is_made(Kind kind) {
    QueuesEngine queues =
        ENGINES.of(kind, oneJob(Map.of("feishuConnection", "blocked"), "PT10S,PT1M,PT10M"));
    queues.feishu().onRemedies(Fault.answer(429, 99991403, "quota").times(9));
    for (int n = 0; n < 9; n++) {
      queues.start();
    }

    for (Job job : queues.engine().getManagementService().createJobQuery().list()) {
      assertThatThrownBy(() -> queues.engine().getManagementService().executeJob(job.getId()))
          .isNotNull();
    }

    assertThat(queues.feishu().remedyRequests()).hasSize(1);
    assertThat(queues.incidents())
        .hasSize(9)
        .allSatisfy(
            incident ->
                assertThat(incident.getIncidentMessage())
                    .contains("calls of this month are used up")
                    .containsPattern("code 99991403, log id sim-\\d+")
                    .endsWith("not retried]"));
    assertThat(
            queues.incidents().stream()
                .map(incident -> incident.getIncidentMessage().replaceAll(".*log id ", ""))
                .distinct())
        .as("the log id of the one answer")
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.L12)
  void a_date_that_says_when_is_the_due_date(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, oneJob(Map.of(), "PT1S"));
    queues.start();
    Instant before = Instant.now();
    queues
        .feishu()
        .onRemedies(
            unavailableFor(
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    before.plusSeconds(600).atZone(ZoneOffset.UTC))));

    Job job = queues.fail();

    assertThat(job.getRetries()).isEqualTo(1);
    assertThat(job.getDuedate().toInstant())
        .isBetween(before.plusSeconds(590), Instant.now().plusSeconds(661));
  }

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.L9)
  void a_limit_that_never_ends_uses_the_cycle_up_once_the_job_is_old(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, oneJob(Map.of("feishuConnection", "limited"), "PT1S"));
    queues.start();
    queues.feishu().onRemedies(Fault.rateLimited(60).times(9));
    queues.fail();
    assertThat(queues.job().getExceptionMessage()).isNull();

    // A day: the limit for jobs that meet the connection's cooldown, not Feishu's own answer.
    ClockUtil.setCurrentTime(Date.from(Instant.now().plus(Duration.ofHours(25))));
    assertThat(queues.fail().getRetries()).isEqualTo(1);
    assertThat(queues.fail().getRetries()).isZero();

    assertThat(queues.incidents())
        .singleElement()
        .satisfies(
            incident -> assertThat(incident.getIncidentMessage()).endsWith("attempt 2 of 2]"));
  }

  @ParameterizedTest
  @EnumSource
  void an_idle_job_executor_is_woken_when_the_reservation_comes(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind, oneJob(Map.of("feishuConnection", "brief"), "R1/PT1S"));
    queues.feishu().onRemedies(Fault.rateLimited(3));
    String instance = queues.start();
    queues.jobExecutor().setWaitTimeInMillis(300_000);
    queues.jobExecutor().setMaxWait(300_000);

    queues.jobExecutor().start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> "AVAILABLE".equals(queues.variable(instance, "remedyStatus")));
    } finally {
      queues.jobExecutor().shutdown();
    }

    assertThat(queues.failuresInHistory()).isZero();
  }

  // A job that loses a race

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.E5)
  void optimistic_locking_in_a_parallel_join_costs_no_retry(Kind kind) {
    QueuesEngine queues = ENGINES.of(kind);
    var split = Bpmn.createExecutableProcess("p").startEvent().parallelGateway("split");
    parallel(split, "one").parallelGateway("join").userTask("after").endEvent();
    queues.deploy(parallel(split.moveToNode("split"), "two").connectTo("join").done());
    queues.feishu().onRemedies(Fault.delay(Duration.ofMillis(700)).times(2));
    String instance = queues.start(Map.of("who", "late.li"));

    queues.jobExecutor().start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  queues
                          .engine()
                          .getTaskService()
                          .createTaskQuery()
                          .processInstanceId(instance)
                          .count()
                      == 1);
    } finally {
      queues.jobExecutor().shutdown();
    }

    assertThat(queues.feishu().remedyRequests()).as("the answer is still there").hasSize(2);
    assertThat(queues.incidents()).isEmpty();
  }

  private static ServiceTaskBuilder parallel(AbstractFlowNodeBuilder<?, ?> before, String id) {
    return before
        .serviceTask(id)
        .camundaAsyncBefore()
        .camundaExclusive(false)
        .camundaFailedJobRetryTimeCycle("R1/PT0S")
        .camundaDelegateExpression("${fetchAllowedRemedies}")
        .camundaInputParameter("userId", "${who}")
        .camundaInputParameter("remedyDate", "20240105");
  }

  // Many at once

  /** On one kind of engine: it takes a while, and the other would learn nothing from it. */
  @Test
  @Provokes(FaultRow.E13)
  void two_hundred_days_at_once_keep_their_own_answers_within_the_rate_limit() {
    QueuesEngine queues = ENGINES.of(Kind.CAMUNDA_CFG_XML);
    List<String> days =
        IntStream.range(0, 200)
            .mapToObj(n -> LocalDate.of(2024, 1, 1).plusDays(n).toString())
            .toList();
    var sub = Bpmn.createExecutableProcess("p").startEvent().subProcess("each");
    for (String output : List.of("remedyStatus", "remedySlots", "remedySlotCount")) {
      sub.camundaInputParameter(output, "");
    }
    sub.multiInstance()
        .parallel()
        .camundaCollection("days")
        .camundaElementVariable("day")
        .multiInstanceDone();
    queues.deploy(
        sub.embeddedSubProcess()
            .startEvent()
            .serviceTask("fetch")
            .camundaAsyncBefore()
            .camundaDelegateExpression("${fetchAllowedRemedies}")
            .camundaInputParameter("userId", "late.li")
            .camundaInputParameter("remedyDate", "${day}")
            .camundaOutputParameter("remedyStatus", "${remedyStatus}")
            .camundaOutputParameter("remedySlots", "${remedySlots}")
            .camundaOutputParameter("remedySlotCount", "${remedySlotCount}")
            .userTask("after")
            .endEvent()
            .subProcessDone()
            .endEvent()
            .done());
    queues.start(Map.of("days", days));

    queues.jobExecutor().start();
    var tasks = queues.engine().getTaskService();
    try {
      await()
          .atMost(Duration.ofMinutes(5))
          .until(() -> tasks.createTaskQuery().taskDefinitionKey("after").count() == 200);
    } finally {
      queues.jobExecutor().shutdown();
    }

    assertThat(tasks.createTaskQuery().taskDefinitionKey("after").list())
        .allSatisfy(
            task -> {
              Map<String, Object> seen = tasks.getVariables(task.getId());
              SpinJsonNode slots = (SpinJsonNode) seen.get("remedySlots");
              assertThat(slots.elements().get(0).prop("remedyDate").stringValue())
                  .isEqualTo(seen.get("day"));
            });
    assertThat(queues.feishu().remedyRequests())
        .hasSize(200)
        .allSatisfy(request -> assertThat(request.status()).isEqualTo(200));
  }

  // What is said when a model is deployed

  @ParameterizedTest
  @EnumSource
  @Provokes({FaultRow.E9, FaultRow.E10})
  void a_model_that_may_fail_is_deployed_with_warnings(Kind kind, CapturedOutput output) {
    QueuesEngine queues = ENGINES.of(kind);
    int before = output.length();

    queues.deploy(fetch(Map.of("onRejection", "bpmnError")).userTask("after").endEvent().done());

    assertThat(output.toString().substring(before))
        .contains("Task 'fetch' of process 'p' (deployment ")
        .containsOnlyOnce("is not asynchronous")
        .containsOnlyOnce("nothing in this model catches FEISHU_REMEDY_REJECTED");
  }

  // The lock of a job

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.E12)
  void a_deadline_as_long_as_the_lock_of_a_job_stops_the_engine_from_starting(Kind kind) {
    assertThatThrownBy(
            () ->
                QueuesEngine.of(
                    kind, Map.of("remedyflow.connections.default.call-deadline", "PT5M")))
        .hasStackTraceContaining("call-deadline")
        .hasStackTraceContaining("lock time of 5 minutes");
  }

  @Test
  @Provokes(FaultRow.E12)
  void so_does_one_as_long_as_the_configured_lock() {
    assertThatThrownBy(
            () ->
                QueuesEngine.of(
                    Kind.SPRING_BOOT,
                    Map.of(
                        "remedyflow.connections.default.call-deadline", "PT30S",
                        "camunda.bpm.job-execution.enabled", "true",
                        "camunda.bpm.job-execution.lock-time-in-millis", "30000")))
        .hasStackTraceContaining("call-deadline of PT30S")
        .hasStackTraceContaining("lock time of PT30S");
  }

  private static Fault unavailableFor(String seconds) {
    return Fault.raw(503, "text/html", "<html>busy</html>").withHeader("Retry-After", seconds);
  }

  private static BpmnModelInstance oneJob(Map<String, String> inputs, String cycle) {
    return Bpmn.readModelFromStream(
        new ByteArrayInputStream(
            Bpmn.convertToString(
                    fetch(inputs)
                        .camundaAsyncBefore()
                        .camundaOutputParameter("remedyStatus", "${remedyStatus}")
                        .userTask("after")
                        .endEvent()
                        .done())
                .replace(
                    "<camunda:inputOutput>", FailingTask.cycle(cycle) + "<camunda:inputOutput>")
                .getBytes(StandardCharsets.UTF_8)));
  }

  private static ServiceTaskBuilder fetch(Map<String, String> inputs) {
    ServiceTaskBuilder task =
        Bpmn.createExecutableProcess("p")
            .startEvent()
            .serviceTask("fetch")
            .camundaDelegateExpression("${fetchAllowedRemedies}")
            .camundaInputParameter("userId", "late.li")
            .camundaInputParameter("remedyDate", "20240105");
    inputs.forEach(task::camundaInputParameter);
    return task;
  }
}
