package io.remedyflow.camunda.tasks;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.RemedyDates;
import io.remedyflow.camunda.TaskInputs;
import io.remedyflow.camunda.TaskResult;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.approval.Decision;
import io.remedyflow.remedy.approval.DecisionOutcome;
import io.remedyflow.remedy.approval.DecisionOutcome.Conflict;
import io.remedyflow.remedy.approval.DecisionOutcome.Reported;
import io.remedyflow.remedy.approval.DecisionRequest;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The task {@code ${reportRemedyDecision}}: report a decision about a remedy to Feishu. */
public final class ReportRemedyDecision implements FeishuTask<DecisionRequest, DecisionOutcome> {

  /** The only instance. */
  public static final ReportRemedyDecision TASK = new ReportRemedyDecision();

  private static final int SUCCESS = 0;

  private ReportRemedyDecision() {}

  @Override
  public TaskContract contract() {
    return ReportRemedyDecisionContract.CONTRACT;
  }

  @Override
  public Class<DecisionRequest> requestType() {
    return DecisionRequest.class;
  }

  @Override
  public DecisionRequest request(TaskInputs inputs, ZoneId zone) {
    return new DecisionRequest(
        approvalId(inputs.value(StartRemedyApprovalContract.APPROVAL_ID)),
        decision(inputs.value(ReportRemedyDecisionContract.DECISION)),
        EmployeeInputs.employee(inputs),
        RemedyDates.read(
            inputs.value(RemedyVariables.REMEDY_DATE), RemedyQuery.REMEDY_DATE, () -> zone),
        zone);
  }

  @Override
  public TaskResult result(DecisionOutcome outcome, Language language) {
    if (outcome instanceof Conflict conflict) {
      return new TaskResult(
          ReportRemedyDecisionContract.CONFLICT,
          Map.of(),
          conflict.code(),
          conflict.explanation(),
          conflict.logId());
    }
    return new TaskResult(
        outcome instanceof Reported
            ? ReportRemedyDecisionContract.REPORTED
            : ReportRemedyDecisionContract.ALREADY_REPORTED,
        Map.of(),
        SUCCESS,
        null,
        outcome.logId());
  }

  private static String approvalId(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof String text) {
      return text.strip();
    }
    if (value instanceof Long || value instanceof Integer || value instanceof BigInteger) {
      return value.toString();
    }
    String type = TaskInputs.typeName(value);
    throw new RequestRejectedException(
        new BilingualText(
            "The approval ID is a "
                + type
                + ", which cannot hold all of its digits. Use the text of remedyApprovalId unchanged.",
            "审批 ID 的类型是 " + type + "，无法保留全部数字。请原样使用文本形式的 remedyApprovalId。"));
  }

  private static Decision decision(@Nullable Object value) {
    String word = value == null ? "" : value.toString().strip().toLowerCase(Locale.ROOT);
    return switch (word) {
      case "true" -> Decision.APPROVE;
      case "false" -> Decision.REJECT;
      default ->
          Decision.of(word)
              .orElseThrow(
                  () -> {
                    String shown = CleanText.of(word, 40);
                    return new RequestRejectedException(
                        new BilingualText(
                            "The decision '%s' does not exist. Enter approve, reject or revoke."
                                .formatted(shown),
                            "决定“%s”不存在。请填写 approve（通过）、reject（拒绝）或 revoke（撤销）。".formatted(shown)));
                  });
    };
  }
}
