package io.remedyflow.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.spin.plugin.variable.SpinValues.jsonValue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The Chinese sample says in Chinese what the English one says; that it goes the same ways is seen
 * by comparing the files.
 */
class ChineseRemedyApprovalTest {
  @AutoClose
  private static final ProcessEngine engine =
      PlainEngine.inChineseWith(ChineseRemedyApprovalTest::offerPunches);

  private ProcessInstance instance;

  @BeforeEach
  void request() {
    instance =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey(
                "remedy-approval", Map.of("userId", "abd754f7", "remedyDate", "2021-01-04"));
    var jobs = engine.getManagementService();
    jobs.executeJob(
        jobs.createJobQuery().processInstanceId(instance.getId()).singleResult().getId());
  }

  @Test
  void the_way_to_the_managers_approval_is_shown_in_chinese() {
    assertThat(form()).contains("要补的卡");
    assertThat(engine.getFormService().getDeployedStartForm(instance.getProcessDefinitionId()))
        .asString(UTF_8)
        .contains("申请补卡");
    complete("选择要补的卡和时间", Map.of("chosenSlot", "0-1", "remedyTime", "2021-01-04T09:30"));

    assertThat(form()).contains("审批结果");
    assertThat(variable("remedyRouteReason")).isEqualTo("所填时间与应打卡时间相差超过 10 分钟，或没有可以比较的应打卡时间。");
    complete("审批补卡", Map.of("approved", true));

    assertThat(end()).isEqualTo("补卡已通过");
  }

  @Test
  void a_time_that_does_not_fit_goes_back_with_the_reason_in_chinese() {
    complete("选择要补的卡和时间", Map.of("chosenSlot", "0-1", "remedyTime", "2021-01-04T07:00"));
    assertThat(variable("timeProblem")).isEqualTo("补卡时间过早，不能早于 2021-01-04 08:00，请重新填写。");
    complete("选择要补的卡和时间", Map.of("chosenSlot", "0-1", "remedyTime", "2021-01-04T10:01"));
    assertThat(variable("timeProblem")).isEqualTo("补卡时间过晚，不能晚于 2021-01-04 10:00，请重新填写。");
    complete("选择要补的卡和时间", Map.of("chosenSlot", "9-9"));
    assertThat(variable("timeProblem")).isEqualTo("请从列表中选择一次要补的卡。");
    complete("选择要补的卡和时间", Map.of("chosenSlot", "0-1", "remedyTime", "等一下"));
    assertThat(variable("timeProblem")).isEqualTo("请填写补卡时间，例如 09:05；也可带上日期，例如 2021-01-05 06:00。");
    complete("选择要补的卡和时间", Map.of("chosenSlot", "0-1", "remedyTime", "2021-01-04T09:00"));

    assertThat(end()).isEqualTo("补卡已通过");
  }

  @Test
  void a_late_punch_is_shown_as_one_for_the_manager() {
    complete("选择要补的卡和时间", Map.of("chosenSlot", "late", "remedyTime", "09:00"));

    assertThat(variable("remedyRouteReason")).isEqualTo("迟到或早退，需由主管审批。");
    complete("审批补卡", Map.of("approved", true));
    assertThat(end()).isEqualTo("补卡已通过");
  }

  @Test
  void a_free_shift_is_shown_as_one_for_the_manager() {
    complete("选择要补的卡和时间", Map.of("chosenSlot", "free", "remedyTime", "2021-01-04T20:00"));

    assertThat(variable("remedyRouteReason")).isEqualTo("自由班次没有应打卡时间，需由主管审批。");
    complete("审批补卡", Map.of("approved", false));
    assertThat(end()).isEqualTo("补卡未通过");
  }

  private void complete(String task, Map<String, Object> variables) {
    assertThat(task().getName()).isEqualTo(task);
    engine.getTaskService().complete(task().getId(), variables);
  }

  private String form() {
    try (var form = engine.getFormService().getDeployedTaskForm(task().getId())) {
      return new String(form.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Task task() {
    return engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceId(instance.getId())
        .singleResult();
  }

  private Object variable(String name) {
    return engine.getRuntimeService().getVariable(instance.getId(), name);
  }

  private String end() {
    return engine
        .getHistoryService()
        .createHistoricActivityInstanceQuery()
        .processInstanceId(instance.getId())
        .activityType("noneEndEvent")
        .singleResult()
        .getActivityName();
  }

  private static void offerPunches(DelegateExecution execution) {
    var slots =
        """
        [{"value": "0-1", "label": "第 1 次上班打卡", "freePunch": false, "punchStatus": "LACK",
          "normalPunchTime": "2021-01-04T09:00:00", "earliest": "2021-01-04T08:00:00", "latest": "2021-01-04T10:00:00"},
         {"value": "late", "label": "第 1 次上班打卡", "freePunch": false, "punchStatus": "LATE",
          "normalPunchTime": "2021-01-04T09:00:00", "earliest": "2021-01-04T08:00:00", "latest": "2021-01-04T10:00:00"},
         {"value": "free", "label": "自由班次", "freePunch": true, "punchStatus": "LACK",
          "normalPunchTime": null, "earliest": null, "latest": null}]""";
    execution.setVariableLocal("remedyStatus", "AVAILABLE");
    execution.setVariableLocal("remedySlots", jsonValue(slots).create());
    execution.setVariableLocal("remedySlotCount", 3);
    execution.setVariableLocal("remedyErrorCode", null);
    execution.setVariableLocal("remedyMessage", null);
    execution.setVariableLocal("feishuLogId", null);
  }
}
