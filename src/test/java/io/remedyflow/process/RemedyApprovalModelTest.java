package io.remedyflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.variable.Variables.createVariables;
import static org.camunda.spin.plugin.variable.SpinValues.jsonValue;

import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sample process on its own: for every answer the instance takes the path that the diagram
 * shows.
 */
class RemedyApprovalModelTest {
  @AutoClose
  private static final ProcessEngine engine =
      PlainEngine.with(RemedyApprovalModelTest::fetchAllowedRemedies);

  private static String answer = "AVAILABLE";

  @Test
  void the_start_form_can_be_loaded_as_tasklist_does() {
    var model = engine.getRepositoryService().createProcessDefinitionQuery().singleResult();

    assertThat(engine.getFormService().getDeployedStartForm(model.getId())).isNotEmpty();
  }

  @Test
  void the_business_key_names_the_employee_and_the_day() {
    var instance = started("AVAILABLE");

    assertThat(businessKey(instance)).isEqualTo("abd754f7/2021-01-04");
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_NEEDED, End_NotNeeded",
    "NOT_ALLOWED, End_NotAllowed",
    "OUT_OF_RANGE, End_OutOfRange",
    "QUOTA_USED_UP, End_QuotaUsedUp"
  })
  void an_answer_without_times_ends_the_request(String status, String end) {
    assertThat(endOf(started(status))).isEqualTo(end);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2021-01-04T09:05", "2021-01-04 09:05", "09:05", " 9:05 ", "09：05"})
  void a_forgotten_punch_is_approved_without_a_manager(String time) {
    var instance = started("AVAILABLE");

    complete(instance, "Task_ChoosePunch", Map.of("chosenSlot", "0-1", "remedyTime", time));

    assertThat(endOf(instance)).isEqualTo("End_RemedyApproved");
    assertThat(lastValue(instance, "remedyTime")).isEqualTo("2021-01-04T09:05");
  }

  @ParameterizedTest
  @CsvSource({"true, End_RemedyApproved", "false, End_RemedyDeclined"})
  void a_manager_decides_on_a_time_far_from_the_due_time(boolean approved, String end) {
    var instance = started("AVAILABLE");

    complete(
        instance,
        "Task_ChoosePunch",
        Map.of("chosenSlot", "0-1", "remedyTime", "2021-01-04T09:30"));
    complete(instance, "Task_DecideRemedy", Map.of("approved", approved, "comment", ""));

    assertThat(endOf(instance)).isEqualTo(end);
  }

  @Test
  void a_time_that_does_not_fit_goes_back_with_the_reason_until_it_fits() {
    var instance = started("AVAILABLE");

    complete(
        instance,
        "Task_ChoosePunch",
        Map.of("chosenSlot", "0-1", "remedyTime", "2021-01-04T07:00"));
    assertThat(variable(instance, "timeProblem")).asString().startsWith("The time is too early");
    complete(instance, "Task_ChoosePunch", Map.of("chosenSlot", "9-9"));
    assertThat(variable(instance, "timeProblem")).asString().startsWith("Please choose");
    complete(instance, "Task_ChoosePunch", Map.of("chosenSlot", "0-1", "remedyTime", "soon"));
    assertThat(variable(instance, "timeProblem")).asString().startsWith("Please give the time");
    assertThat(variable(instance, "remedyTime")).as("still in the form").isEqualTo("soon");
    complete(instance, "Task_ChoosePunch", Map.of("remedyTime", "2021-01-04T09:00"));

    assertThat(endOf(instance)).isEqualTo("End_RemedyApproved");
  }

  @Test
  void a_task_completed_without_any_variable_goes_back_too() {
    var instance = started("AVAILABLE");

    complete(instance, "Task_ChoosePunch", Map.of());

    assertThat(variable(instance, "timeFits")).isEqualTo(false);
    complete(
        instance,
        "Task_ChoosePunch",
        Map.of("chosenSlot", "0-1", "remedyTime", "2021-01-04T09:00"));
  }

  @Test
  void a_corrected_request_is_called_again_under_its_new_business_key() {
    var instance = started("REJECTED");

    answer = "AVAILABLE";
    complete(
        instance,
        "Task_CorrectRequest",
        Map.of("userId", "0012", "employeeType", "employee_no", "giveUp", false));
    executeJob(instance);

    assertThat(businessKey(instance)).isEqualTo("0012/2021-01-04");
    assertThat(variable(instance, "called")).isEqualTo("employee_no 0012 2021-01-04");
    assertThat(taskOf(instance)).isEqualTo("Task_ChoosePunch");
  }

  @Test
  void after_an_outage_feishu_is_called_again() {
    var instance = started("UNAVAILABLE");

    answer = "NOT_NEEDED";
    complete(instance, "Task_HandleOutage", Map.of());
    executeJob(instance);

    assertThat(endOf(instance)).isEqualTo("End_NotNeeded");
  }

  @Test
  void an_outage_is_for_administrators_and_no_manager() {
    var instance = started("UNAVAILABLE");

    var tasks = engine.getTaskService().createTaskQuery().processInstanceId(instance.getId());
    assertThat(tasks.taskCandidateGroup("administrators").count()).isEqualTo(1);
    assertThat(tasks.taskCandidateGroup("managers").count()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"REJECTED, Task_CorrectRequest", "UNAVAILABLE, Task_HandleOutage"})
  void a_request_that_failed_can_be_given_up(String status, String task) {
    var instance = started(status);

    complete(instance, task, Map.of("giveUp", true));

    assertThat(endOf(instance)).isEqualTo("End_GivenUp");
  }

  @Test
  void the_kind_of_id_may_be_left_out() {
    answer = "NOT_NEEDED";
    var instance =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey(
                "remedy-approval", Map.of("userId", "abd754f7", "remedyDate", 20210104));

    assertThat(businessKey(instance)).isEqualTo("abd754f7/2021-01-04");
    executeJob(instance);

    assertThat(endOf(instance)).isEqualTo("End_NotNeeded");
  }

  private static ProcessInstance started(String status) {
    answer = status;
    var instance =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey(
                "remedy-approval",
                createVariables()
                    .putValue("employeeType", "employee_id")
                    .putValue("userId", "abd754f7")
                    .putValue("remedyDate", "2021-01-04")
                    .putValue("reason", "forgot my phone"));
    executeJob(instance);
    return instance;
  }

  private static void executeJob(ProcessInstance instance) {
    var job =
        engine
            .getManagementService()
            .createJobQuery()
            .processInstanceId(instance.getId())
            .singleResult();
    engine.getManagementService().executeJob(job.getId());
  }

  private static void complete(
      ProcessInstance instance, String task, Map<String, Object> variables) {
    assertThat(taskOf(instance)).isEqualTo(task);
    var id =
        engine
            .getTaskService()
            .createTaskQuery()
            .processInstanceId(instance.getId())
            .singleResult()
            .getId();
    assertThat(engine.getFormService().getDeployedTaskForm(id))
        .as("the form of %s", task)
        .isNotEmpty();
    engine.getTaskService().complete(id, variables);
  }

  private static String taskOf(ProcessInstance instance) {
    return engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceId(instance.getId())
        .singleResult()
        .getTaskDefinitionKey();
  }

  private static Object variable(ProcessInstance instance, String name) {
    return engine.getRuntimeService().getVariable(instance.getId(), name);
  }

  private static Object lastValue(ProcessInstance instance, String name) {
    return engine
        .getHistoryService()
        .createHistoricVariableInstanceQuery()
        .processInstanceId(instance.getId())
        .variableName(name)
        .singleResult()
        .getValue();
  }

  private static String businessKey(ProcessInstance instance) {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processInstanceId(instance.getId())
        .singleResult()
        .getBusinessKey();
  }

  private static String endOf(ProcessInstance instance) {
    return engine
        .getHistoryService()
        .createHistoricActivityInstanceQuery()
        .processInstanceId(instance.getId())
        .activityType("noneEndEvent")
        .singleResult()
        .getActivityId();
  }

  private static void fetchAllowedRemedies(DelegateExecution execution) {
    var slots =
        """
        [{"value": "0-1", "label": "1st punch, on duty: missing", "userId": "abd754f7", "remedyDate": "2021-01-04",
          "freePunch": false, "punchNo": 0, "workType": "ON_DUTY", "punchStatus": "LACK",
          "normalPunchTime": "2021-01-04T09:00:00", "earliest": "2021-01-04T08:00:00", "latest": "2021-01-04T10:00:00"}]""";
    execution.setVariable(
        "called",
        "%s %s %s"
            .formatted(
                execution.getVariable("employeeType"),
                execution.getVariable("userId"),
                execution.getVariable("remedyDate")));
    execution.setVariableLocal("remedyStatus", answer);
    execution.setVariableLocal(
        "remedySlots", jsonValue(answer.equals("AVAILABLE") ? slots : "[]").create());
    execution.setVariableLocal("remedySlotCount", answer.equals("AVAILABLE") ? 1 : 0);
    execution.setVariableLocal("remedyErrorCode", null);
    execution.setVariableLocal("remedyMessage", null);
    execution.setVariableLocal("feishuLogId", null);
  }
}
