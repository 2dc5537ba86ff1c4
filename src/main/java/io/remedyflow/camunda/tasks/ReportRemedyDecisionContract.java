package io.remedyflow.camunda.tasks;

import static io.remedyflow.camunda.tasks.Words.rejection;
import static io.remedyflow.camunda.tasks.Words.text;

import io.remedyflow.camunda.contract.Binding;
import io.remedyflow.camunda.contract.Choice;
import io.remedyflow.camunda.contract.CommonOutputs;
import io.remedyflow.camunda.contract.FieldGroup;
import io.remedyflow.camunda.contract.FieldPattern;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.contract.TaskErrors;
import io.remedyflow.camunda.contract.TaskField;
import io.remedyflow.camunda.contract.TaskResults;
import io.remedyflow.camunda.contract.TaskStatus;
import io.remedyflow.camunda.contract.TaskTemplate;
import java.util.List;

/** The contract of {@code ${reportRemedyDecision}} with process models. */
final class ReportRemedyDecisionContract {

  static final String DECISION = "decision";

  static final String REPORTED = "REPORTED";
  static final String ALREADY_REPORTED = "ALREADY_REPORTED";
  static final String CONFLICT = "CONFLICT";

  private static final String APPROVAL = "approval";

  private static final TaskTemplate TEMPLATE =
      new TaskTemplate(
          "io.remedyflow.report-remedy-decision",
          1,
          text("Report remedy decision", "上报补卡决定"),
          text(
              "Reports to Feishu or Lark whether a remedy (补卡) is approved, rejected or revoked. After an approval, the attendance is corrected.",
              "将补卡的审批结果（通过、拒绝或撤销）上报飞书或 Lark；通过后考勤即被更正。"),
          List.of(
              "feishu",
              "lark",
              "attendance",
              "remedy",
              "correction",
              "decision",
              "approve",
              "reject",
              "revoke",
              "飞书",
              "考勤",
              "补卡",
              "审批",
              "通过",
              "拒绝",
              "撤销"),
          "<path d='M14 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8Z'/><path d='M14 2v6h6'/><path d='m9 15 2 2 4-4'/>",
          List.of(
              new FieldGroup(APPROVAL, text("Which decision", "什么决定")),
              new FieldGroup(EmployeeFields.EMPLOYEE, text("Which employee", "哪位员工")),
              new FieldGroup(EmployeeFields.DAY, text("Which day", "哪一天"))));

  private static final List<TaskField> INPUTS =
      List.of(
          TaskField.text(
              StartRemedyApprovalContract.APPROVAL_ID,
              APPROVAL,
              text("Approval ID", "审批 ID"),
              text(
                  "The ID that the task “Start remedy approval” gave: mostly <code>${remedyApprovalId}</code>.",
                  "“发起补卡审批”任务输出的审批 ID：通常填 <code>${remedyApprovalId}</code>。"),
              "${remedyApprovalId}",
              FieldPattern.expressionOr(
                  "[A-Za-z0-9_-]{1,64}",
                  text(
                      "Give the ID of an approval, or an expression such as ${remedyApprovalId}.",
                      "请填写审批 ID，或表达式，例如 ${remedyApprovalId}。")),
              text(
                  "1 to 64 letters, digits, `-`, `_` as text, or a whole number; never a decimal number, which loses digits",
                  "1 到 64 个字母、数字、`-`、`_` 组成的文本，或整数；不能是小数类型，否则会丢失数字"),
              rejection()),
          new TaskField(
              DECISION,
              Binding.INPUT_PARAMETER,
              APPROVAL,
              text("Decision", "决定"),
              text(
                  "What is reported. Only a pending remedy can be approved or rejected, only an approved one can be revoked.",
                  "要上报的决定。只有审批中的补卡可以通过或拒绝，只有已通过的补卡可以撤销。"),
              List.of(
                  new Choice(
                      "${approved}",
                      text(
                          "As the process variable “approved” says (true: approve, false: reject)",
                          "由流程变量 approved 决定（true 为通过，false 为拒绝）")),
                  new Choice("approve", text("Approve", "通过")),
                  new Choice("reject", text("Reject", "拒绝")),
                  new Choice("revoke", text("Revoke an approved remedy", "撤销已通过的补卡"))),
              "${approved}",
              null,
              true,
              null,
              text(
                  "`approve`, `reject`, `revoke`; `true` is `approve`, `false` is `reject`",
                  "`approve`（通过）、`reject`（拒绝）、`revoke`（撤销）；`true` 即 `approve`，`false` 即 `reject`"),
              rejection()),
          EmployeeFields.employeeType(),
          EmployeeFields.userId(
              text(
                  "The ID of the employee whose remedy it is, as in the task that started the approval: mostly <code>${userId}</code>. Feishu finds a remedy by its employee and day only.",
                  "补卡所属的员工，与发起审批时一致：通常填 <code>${userId}</code>。飞书只能按员工和日期查询补卡记录。")),
          EmployeeFields.remedyDate(
              text(
                  "The attendance day of the remedy, as in the task that started the approval: mostly <code>${remedyDate}</code>.",
                  "补卡的考勤日期，与发起审批时一致：通常填 <code>${remedyDate}</code>。")));

  private static final List<TaskStatus> ANSWERS =
      List.of(
          new TaskStatus(REPORTED, text("Feishu has accepted the decision", "飞书已接受该决定")),
          new TaskStatus(ALREADY_REPORTED, text("it was decided so before", "之前已是该结果")),
          new TaskStatus(
              CONFLICT,
              text(
                  "in Feishu it is decided otherwise, cancelled or withdrawn",
                  "在飞书中已有其他结果、已取消或已撤回")));

  private static final TaskResults RESULTS =
      new TaskResults(
          CommonOutputs.status("decisionStatus", ANSWERS),
          ANSWERS,
          List.of(),
          CommonOutputs.errorCode("decisionErrorCode"),
          CommonOutputs.message("decisionMessage", REPORTED, ALREADY_REPORTED));

  static final TaskContract CONTRACT =
      new TaskContract(
          "reportRemedyDecision",
          TEMPLATE,
          INPUTS,
          RESULTS,
          new TaskErrors(
              "FEISHU_DECISION_REJECTED",
              "FEISHU_DECISION_UNAVAILABLE",
              text(
                  "The request itself is at fault: for example, Feishu knows no remedy with this approval ID for the employee and the day. “Decided otherwise” is not a rejection: it is the result <code>CONFLICT</code>, see below.",
                  "指请求本身有误，例如飞书中没有该员工当天使用此审批 ID 的补卡申请。“已有其他结果”不属于此类，它是正常结果 <code>CONFLICT</code>，见下方“结果”。")));

  private ReportRemedyDecisionContract() {}
}
