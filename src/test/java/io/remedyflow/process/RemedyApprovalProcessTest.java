package io.remedyflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.complete;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.execute;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.job;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.runtimeService;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.task;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.withVariables;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.SimulatedConnection;
import io.remedyflow.testing.TestEngine;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.Deployment;
import org.camunda.community.process_test_coverage.engine.platform7.ProcessCoverageInMemProcessEngineConfiguration;
import org.camunda.community.process_test_coverage.junit5.platform7.ProcessEngineCoverageExtension;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One test for each way through the sample process, on a real engine with the real plugin, against
 * the simulator over HTTP. Together they take every flow node and every sequence flow, or the
 * extension fails.
 */
@Deployment(
    resources = {
      "bpmn/remedy-approval.bpmn",
      "bpmn/remedy-decision.dmn",
      "bpmn/forms/request-remedy.form",
      "bpmn/forms/choose-punch.form",
      "bpmn/forms/correct-request.form",
      "bpmn/forms/handle-outage.form",
      "bpmn/forms/decide-remedy.form"
    })
@SuppressWarnings("JavaUtilDate") // REST makes them
class RemedyApprovalProcessTest {

  private static final LocalDate YESTERDAY = LocalDate.of(2026, 11, 19);
  private static final Instant TODAY = Instant.parse("2026-11-20T04:00:00Z");

  @AutoClose
  private static final FeishuSimulator FEISHU =
      FeishuSimulator.with().clock(() -> TODAY).unlimited().start();

  @RegisterExtension
  static final ProcessEngineCoverageExtension ENGINE =
      ProcessEngineCoverageExtension.builder(configuration())
          .assertClassCoverageAtLeast(1.0)
          .build();

  private static ProcessEngineConfiguration configuration() {
    var configuration =
        TestEngine.atRest(
            new ProcessCoverageInMemProcessEngineConfiguration(),
            "remedy-approval",
            TestEngine.plugin(SimulatedConnection.to(FEISHU)));
    configuration.setDmnEnabled(true);
    configuration.setEnforceHistoryTimeToLive(true);
    configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
    return configuration;
  }

  @BeforeEach
  void forgetWhatHappened() {
    init(ENGINE.getProcessEngine());
    FEISHU.clearFaults();
    FEISHU.clearRequests();
  }

  @Test
  void a_missing_punch_is_remedied_at_its_due_time_without_a_manager() {
    ProcessInstance instance = request("forgets.zhang");

    assertThat(instance).hasBusinessKey("forgets.zhang/" + YESTERDAY);
    assertThat(instance).isWaitingAt("Task_ChoosePunch");
    choose("0-1", YESTERDAY + "T09:05");

    assertThat(instance)
        .hasPassed("Task_CheckTime", "Task_DecideRoute", "End_RemedyApproved")
        .isEnded();
    assertThat(instance).hasNotPassed("Task_DecideRemedy");
  }

  @Test
  void a_late_punch_is_a_managers_decision_even_at_its_due_time() {
    ProcessInstance instance = request("late.li");
    choose("0-1", "09:00");

    assertThat(instance).isWaitingAt("Task_DecideRemedy");
    assertThat(instance).variables().contains(entry("remedyTime", YESTERDAY + "T09:00"));
    complete(task(), withVariables("approved", true, "comment", "the lift stood still"));

    assertThat(instance).hasPassed("End_RemedyApproved").isEnded();
  }

  @Test
  void a_night_workers_time_of_day_is_on_the_next_day() {
    ProcessInstance instance = request("night.zhou");
    choose("0-2", "6:10");

    assertThat(instance).hasPassed("End_RemedyApproved").isEnded();
    assertThat(
            ENGINE
                .getProcessEngine()
                .getHistoryService()
                .createHistoricVariableInstanceQuery()
                .processInstanceId(instance.getId())
                .variableName("remedyTime")
                .singleResult()
                .getValue())
        .isEqualTo(YESTERDAY.plusDays(1) + "T06:10");
  }

  static Stream<Object> formsOfADay() {
    return Stream.of(
        "20261119",
        20261119,
        "2026-11-19T00:00:00+08:00",
        "2026-11-19T00:00:00.000+0800",
        Date.from(Instant.parse("2026-11-18T16:00:00Z")),
        Date.from(Instant.parse("2026-11-19T00:00:00Z")));
  }

  /** As over REST, where the caller decides on the form. */
  @ParameterizedTest
  @MethodSource("formsOfADay")
  @Provokes(FaultRow.I10)
  void a_day_of_any_form_is_shown_and_named_as_people_write_it(Object day) {
    ProcessInstance instance = start("left.yang", day);
    assertThat(instance).hasBusinessKey("left.yang/" + YESTERDAY);
    execute(job());

    assertThat(instance).isWaitingAt("Task_CorrectRequest");
    assertThat(instance).variables().contains(entry("remedyDate", YESTERDAY.toString()));
    complete(task(), withVariables("userId", "forgets.zhang", "giveUp", false));
    execute(job());

    assertThat(runtimeService().createProcessInstanceQuery().singleResult().getBusinessKey())
        .isEqualTo("forgets.zhang/" + YESTERDAY);
    choose("0-1", "09:00");
    assertThat(instance).isEnded();
  }

  @Test
  void an_invalid_day_is_kept_for_correction() {
    ProcessInstance instance = start("forgets.zhang", "2026-11-31");
    execute(job());

    assertThat(instance).isWaitingAt("Task_CorrectRequest");
    assertThat(instance).hasBusinessKey("forgets.zhang/2026-11-31");
    assertThat(instance)
        .variables()
        .contains(entry("remedyDate", "2026-11-31"))
        .hasEntrySatisfying(
            "remedyMessage", told -> assertThat((String) told).contains("2026-11-31", "valid"));
    complete(task(), withVariables("remedyDate", "20261119", "giveUp", false));
    execute(job());

    assertThat(runtimeService().createProcessInstanceQuery().singleResult().getBusinessKey())
        .isEqualTo("forgets.zhang/" + YESTERDAY);
    choose("0-1", "09:00");
    assertThat(instance).isEnded();
  }

  @Test
  void without_a_day_a_person_enters_it() {
    ProcessInstance instance =
        runtimeService()
            .startProcessInstanceByKey("remedy-approval", Map.of("userId", "forgets.zhang"));
    assertThat(instance).isWaitingAt("Task_FetchAllowedRemedies");
    execute(job());

    assertThat(instance).isWaitingAt("Task_CorrectRequest");
    complete(task(), withVariables("giveUp", true));
    assertThat(instance).isEnded();
  }

  @Test
  void a_time_far_from_the_due_time_is_approved_by_a_manager() {
    ProcessInstance instance = request("forgets.zhang");
    choose("0-1", YESTERDAY + "T09:55");

    assertThat(instance).isWaitingAt("Task_DecideRemedy");
    assertThat(task()).hasCandidateGroup("managers");
    complete(task(), withVariables("approved", true, "comment", "seen at the gate"));

    assertThat(instance).hasPassed("End_RemedyApproved").isEnded();
  }

  @Test
  void a_manager_declines() {
    ProcessInstance instance = request("free.wu");
    choose("0-1", "10:00");
    complete(task(), withVariables("approved", false, "comment", "not in the building"));

    assertThat(instance).hasPassed("End_RemedyDeclined").isEnded();
  }

  @Test
  void a_time_outside_of_the_window_is_entered_again() {
    ProcessInstance instance = request("forgets.zhang");
    choose("0-1", YESTERDAY + "T07:59");

    assertThat(instance).isWaitingAt("Task_ChoosePunch");
    assertThat(instance)
        .variables()
        .hasEntrySatisfying(
            "timeProblem", problem -> assertThat((String) problem).contains("08:00"));
    choose("0-1", YESTERDAY + "T09:00");

    assertThat(instance).hasPassed("End_RemedyApproved").isEnded();
  }

  @Test
  void a_clean_day_needs_no_remedy() {
    assertThat(request("faultless.zheng")).hasPassed("End_NotNeeded").isEnded();
  }

  @Test
  void success_without_a_slot_needs_no_remedy_either() {
    assertThat(request("spotless.feng")).hasPassed("End_NotNeeded").isEnded();
  }

  @Test
  void a_group_that_forbids_remedies_ends_the_request() {
    assertThat(request("forbidden.chu")).hasPassed("End_NotAllowed").isEnded();
  }

  @Test
  void a_day_too_long_ago_ends_the_request() {
    assertThat(request("today.jiang")).hasPassed("End_OutOfRange").isEnded();
  }

  @Test
  void a_quota_that_is_used_up_ends_the_request() {
    assertThat(request("spent.shen")).hasPassed("End_QuotaUsedUp").isEnded();
  }

  @Test
  void a_request_that_feishu_rejects_is_corrected_by_a_person() {
    ProcessInstance instance = request("left.yang");

    assertThat(instance).isWaitingAt("Task_CorrectRequest");
    assertThat(instance).variables().contains(entry("remedyErrorCode", 1220004));
    complete(
        task(), withVariables("userId", "003", "employeeType", "employee_no", "giveUp", false));
    execute(job());

    assertThat(instance).isWaitingAt("Task_ChoosePunch");
    assertThat(runtimeService().createProcessInstanceQuery().singleResult().getBusinessKey())
        .isEqualTo("003/" + YESTERDAY);
    choose("0-1", YESTERDAY + "T09:00");
    assertThat(instance).isEnded();
  }

  @Test
  void a_request_that_is_rejected_here_never_reaches_feishu_and_may_be_given_up() {
    ProcessInstance instance = request("ou_7dab8a3d3cdcc9da365777c7ad535d62");

    assertThat(instance).isWaitingAt("Task_CorrectRequest");
    assertThat(FEISHU.requests()).isEmpty();
    complete(task(), withVariables("giveUp", true));

    assertThat(instance).hasPassed("End_GivenUp").isEnded();
  }

  @Test
  void an_outage_waits_for_a_person_who_tries_again() {
    FEISHU.onRemedies(Fault.answer(400, 1220005, "no permission"));
    ProcessInstance instance = request("forgets.zhang");

    assertThat(instance).isWaitingAt("Task_HandleOutage");
    assertThat(task()).hasCandidateGroup("administrators");
    complete(task(), withVariables("giveUp", false));
    execute(job());

    assertThat(instance).isWaitingAt("Task_ChoosePunch");
    choose("0-1", YESTERDAY + "T09:00");
    assertThat(instance).isEnded();
  }

  @Test
  void an_outage_that_outlives_every_retry_may_be_given_up() {
    ProcessInstance instance = start("broken.lu");
    for (int failures = 0; failures < 2; failures++) {
      assertThatThrownBy(() -> execute(job())).hasMessageContaining("attendance service failed");
      assertThat(instance).isWaitingAt("Task_FetchAllowedRemedies");
    }
    execute(job());

    assertThat(instance).isWaitingAt("Task_HandleOutage");
    assertThat(instance)
        .variables()
        .contains(entry("remedyStatus", "UNAVAILABLE"), entry("remedyErrorCode", 1225000));
    complete(task(), withVariables("giveUp", true));
    assertThat(instance).hasPassed("End_GivenUp").isEnded();
  }

  private static ProcessInstance request(String userId) {
    ProcessInstance instance = start(userId);
    execute(job());
    return instance;
  }

  private static ProcessInstance start(String userId) {
    return start(userId, YESTERDAY.toString());
  }

  private static ProcessInstance start(String userId, Object day) {
    ProcessInstance instance =
        runtimeService()
            .startProcessInstanceByKey(
                "remedy-approval",
                Map.of(
                    "employeeType",
                    "employee_id",
                    "userId",
                    userId,
                    "remedyDate",
                    day,
                    "reason",
                    "the card reader was broken"));
    assertThat(instance).isWaitingAt("Task_FetchAllowedRemedies");
    return instance;
  }

  private static void choose(String slot, String time) {
    complete(task(), withVariables("chosenSlot", slot, "remedyTime", time));
  }
}
