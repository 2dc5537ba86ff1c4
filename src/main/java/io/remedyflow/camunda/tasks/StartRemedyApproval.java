package io.remedyflow.camunda.tasks;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.RemedyDates;
import io.remedyflow.camunda.TaskInputs;
import io.remedyflow.camunda.TaskResult;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.EmployeeId;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.approval.Punch;
import io.remedyflow.remedy.approval.StartOutcome;
import io.remedyflow.remedy.approval.StartOutcome.Denied;
import io.remedyflow.remedy.approval.StartOutcome.Present;
import io.remedyflow.remedy.approval.StartRequest;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The task {@code ${startRemedyApproval}}: start the approval of a remedy, at most once. */
public final class StartRemedyApproval implements FeishuTask<StartRequest, StartOutcome> {

  /** The only instance. */
  public static final StartRemedyApproval TASK = new StartRemedyApproval();

  private static final BilingualText REMEDY_TIME = new BilingualText("remedy time", "补卡时间");

  private static final int SUCCESS = 0;

  private StartRemedyApproval() {}

  @Override
  public TaskContract contract() {
    return StartRemedyApprovalContract.CONTRACT;
  }

  @Override
  public Class<StartRequest> requestType() {
    return StartRequest.class;
  }

  @Override
  public StartRequest request(TaskInputs inputs, ZoneId zone) {
    EmployeeId employee = EmployeeInputs.employee(inputs);
    LocalDate day =
        RemedyDates.read(
            inputs.value(RemedyVariables.REMEDY_DATE), RemedyQuery.REMEDY_DATE, () -> zone);
    LocalDateTime time =
        RemedyDates.readTime(
                inputs.value(StartRemedyApprovalContract.REMEDY_TIME), REMEDY_TIME, () -> zone)
            .truncatedTo(ChronoUnit.MINUTES); // as it will be sent: the window is checked for that
    Punch punch =
        ChosenPunch.read(
            inputs.value(StartRemedyApprovalContract.PUNCH),
            inputs.valueOrJson(StartRemedyApprovalContract.SLOTS),
            employee,
            day,
            time);
    String reason = reason(inputs.value(StartRemedyApprovalContract.REASON));
    return new StartRequest(employee, day, punch, time, reason, zone);
  }

  @Override
  public TaskResult result(StartOutcome outcome, Language language) {
    if (outcome instanceof Denied denied) {
      return new TaskResult(
          denied.reason().name(), Map.of(), denied.code(), denied.explanation(), denied.logId());
    }
    Present present = (Present) outcome;
    return new TaskResult(
        present.kind().name(),
        Map.of(StartRemedyApprovalContract.APPROVAL_ID, present.approvalId()),
        SUCCESS,
        message(present.kind()),
        present.logId());
  }

  private static @Nullable BilingualText message(StartOutcome.Kind kind) {
    return switch (kind) {
      case STARTED -> null;
      case ALREADY_PENDING ->
          new BilingualText(
              "An equal remedy was pending in Feishu already, so no second one was started.",
              "飞书中已有相同的补卡申请正在审批，因此没有重复发起。");
      case ALREADY_APPROVED ->
          new BilingualText(
              "An equal remedy is approved in Feishu already, so no second one was started.",
              "飞书中相同的补卡申请已通过，因此没有重复发起。");
    };
  }

  private static String reason(@Nullable Object value) {
    if (value == null || value instanceof String) {
      return value == null ? "" : (String) value;
    }
    String type = TaskInputs.typeName(value);
    throw new RequestRejectedException(
        new BilingualText(
            "The reason is a " + type + ". Enter text.", "补卡原因的类型是 " + type + "。请使用文本。"));
  }
}
