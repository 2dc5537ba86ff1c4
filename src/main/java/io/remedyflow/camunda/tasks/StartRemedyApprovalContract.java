package io.remedyflow.camunda.tasks;

import static io.remedyflow.camunda.tasks.Words.rejection;
import static io.remedyflow.camunda.tasks.Words.text;

import io.remedyflow.camunda.contract.Binding;
import io.remedyflow.camunda.contract.CommonOutputs;
import io.remedyflow.camunda.contract.FieldGroup;
import io.remedyflow.camunda.contract.FieldPattern;
import io.remedyflow.camunda.contract.OutputType;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.contract.TaskErrors;
import io.remedyflow.camunda.contract.TaskField;
import io.remedyflow.camunda.contract.TaskOutput;
import io.remedyflow.camunda.contract.TaskResults;
import io.remedyflow.camunda.contract.TaskStatus;
import io.remedyflow.camunda.contract.TaskTemplate;
import io.remedyflow.remedy.DenialReason;
import io.remedyflow.remedy.approval.StartOutcome.Kind;
import io.remedyflow.remedy.approval.StartRequest;
import java.util.List;

/** The contract of {@code ${startRemedyApproval}} with process models. */
final class StartRemedyApprovalContract {

  static final String PUNCH = "punch";
  static final String SLOTS = "remedySlots";
  static final String REMEDY_TIME = "remedyTime";
  static final String REASON = "reason";

  static final String APPROVAL_ID = "remedyApprovalId";

  private static final String REMEDY = "remedy";

  private static final TaskTemplate TEMPLATE =
      new TaskTemplate(
          "io.remedyflow.start-remedy-approval",
          1,
          text("Start remedy approval", "发起补卡审批"),
          text(
              "Starts the approval of a remedy (补卡) in Feishu or Lark, at most once. For companies that do not use Feishu Approval for remedies.",
              "在飞书或 Lark 中发起补卡审批，不会重复发起。适用于不使用飞书审批处理补卡的企业。"),
          List.of(
              "feishu",
              "lark",
              "attendance",
              "remedy",
              "correction",
              "approval",
              "start",
              "飞书",
              "考勤",
              "补卡",
              "审批",
              "发起"),
          "<path d='M14 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8Z'/><path d='M14 2v6h6'/><path d='M12 18v-6'/><path d='M9 15h6'/>",
          List.of(
              new FieldGroup(EmployeeFields.EMPLOYEE, text("Which employee", "哪位员工")),
              new FieldGroup(EmployeeFields.DAY, text("Which day", "哪一天")),
              new FieldGroup(REMEDY, text("Which remedy", "补什么卡"))));

  private static final List<TaskField> INPUTS =
      List.of(
          EmployeeFields.employeeType(),
          EmployeeFields.userId(
              text(
                  "The ID of the employee whose punch is remedied: mostly a process variable such as <code>${userId}</code>.",
                  "要补卡的员工：通常填流程变量，例如 <code>${userId}</code>。")),
          EmployeeFields.remedyDate(
              text(
                  "The attendance day of the punch, as in the task that fetched the allowed remedy times: mostly <code>${remedyDate}</code>.",
                  "要补卡的考勤日期，与“获取可补卡时间”任务中的一致：通常填 <code>${remedyDate}</code>。")),
          TaskField.text(
              PUNCH,
              REMEDY,
              text("Punch", "要补的打卡"),
              text(
                  "Which punch: the <code>value</code> that was chosen from the list of punches, mostly a process variable such as <code>${chosenSlot}</code>.",
                  "补哪次卡：从可补卡列表中选择的那一项的 <code>value</code>，通常填流程变量，例如 <code>${chosenSlot}</code>。"),
              "${chosenSlot}",
              FieldPattern.expressionOr(
                  "\\d{1,2}-[0-2](?:-\\d{1,4})?",
                  text(
                      "Give the value of a punch such as 0-1, or an expression such as ${chosenSlot}.",
                      "请填写打卡的 value，例如 0-1，或表达式，例如 ${chosenSlot}。")),
              text("the `value` of a slot", "某个可补卡项的 `value`"),
              rejection()),
          new TaskField(
              SLOTS,
              Binding.INPUT_PARAMETER,
              REMEDY,
              text("List of punches", "可补卡列表"),
              text(
                  "The list from which the punch was chosen, as the task “Fetch allowed remedy times” gave it. With it, punch and time are checked before anything is sent to Feishu.",
                  "选择打卡时使用的列表，即“获取可补卡时间”任务的输出。填写后，会在发送给飞书之前检查打卡和时间是否有效。"),
              List.of(),
              "${execution.getVariable('remedySlots')}",
              null,
              false,
              FieldPattern.optional("\\s+", text("Give an expression, or nothing.", "请填写表达式，或留空。")),
              text("the output of `fetchAllowedRemedies`", "`fetchAllowedRemedies` 的输出"),
              text("only Feishu checks punch and time", "只由飞书检查打卡和时间")),
          TaskField.text(
              REMEDY_TIME,
              REMEDY,
              text("Time", "补卡时间"),
              text(
                  "The time that shall count, in local time of the attendance group: mostly a process variable such as <code>${remedyTime}</code>.",
                  "补卡时间（考勤组当地时间）：通常填流程变量，例如 <code>${remedyTime}</code>。"),
              "${remedyTime}",
              FieldPattern.expressionOr(
                  "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d)?",
                  text(
                      "Give a time such as 2021-01-04T09:00, or an expression such as ${remedyTime}.",
                      "请填写时间，例如 2021-01-04T09:00，或表达式，例如 ${remedyTime}。")),
              text(
                  "a local time such as `2021-01-04T09:00`, `LocalDateTime`; or a moment: a date-time with offset, `Date`, `ZonedDateTime`; seconds are cut off",
                  "当地时间，例如 `2021-01-04T09:00`，或 `LocalDateTime`；也可以是带时差的日期时间、`Date`、`ZonedDateTime`；秒会被舍去"),
              rejection()),
          TaskField.text(
              REASON,
              REMEDY,
              text("Reason", "补卡原因"),
              text(
                  "Why the punch is missing or wrong, for the approver: mostly a process variable such as <code>${reason}</code>. Feishu requires it.",
                  "缺卡或打卡异常的原因，供审批人查看：通常填流程变量，例如 <code>${reason}</code>。飞书要求必填。"),
              "${reason}",
              new FieldPattern(
                  "^[\\s\\S]*\\S[\\s\\S]*$",
                  text(
                      "Give a reason, or an expression such as ${reason}.",
                      "请填写补卡原因，或表达式，例如 ${reason}。")),
              text(
                  "text of 1 to %d characters".formatted(StartRequest.REASON_AT_MOST),
                  "1 到 %d 个字符的文本".formatted(StartRequest.REASON_AT_MOST)),
              rejection()));

  private static final List<TaskStatus> ANSWERS =
      List.of(
          new TaskStatus(Kind.STARTED.name(), text("the approval is pending now", "审批已发起，等待决定")),
          new TaskStatus(
              Kind.ALREADY_PENDING.name(),
              text("an equal one was pending and is used", "已有相同的申请正在审批，沿用该申请")),
          new TaskStatus(
              Kind.ALREADY_APPROVED.name(),
              text("an equal one is approved and is used", "相同的申请已通过，沿用该申请")),
          new TaskStatus(DenialReason.NOT_NEEDED.name(), text("the day has no anomaly", "当天考勤无异常")),
          new TaskStatus(
              DenialReason.NOT_ALLOWED.name(),
              text("the attendance group does not allow remedies", "考勤组不允许补卡")),
          new TaskStatus(
              DenialReason.OUT_OF_RANGE.name(),
              text("the group does not allow a remedy for that day", "考勤组不允许补这一天的卡")),
          new TaskStatus(
              DenialReason.QUOTA_USED_UP.name(),
              text("the remedies of the period are used up", "当前周期的补卡次数已用完")));

  private static final TaskResults RESULTS =
      new TaskResults(
          CommonOutputs.status("approvalStatus", ANSWERS),
          ANSWERS,
          List.of(
              new TaskOutput(
                  APPROVAL_ID,
                  OutputType.STRING,
                  text("Approval ID", "审批 ID"),
                  text(
                      "Process variable for Feishu's ID of the approval, which the task “Report remedy decision” takes. Text, because it has too many digits for a number.",
                      "保存飞书审批 ID 的流程变量，“上报补卡决定”任务会用到。请作为文本使用，其位数超出数字类型的精度。"),
                  text(
                      "Feishu's ID of the approval, for the decision; null without one",
                      "飞书的审批 ID，上报决定时使用；没有审批时为 null"))),
          CommonOutputs.errorCode("approvalErrorCode"),
          CommonOutputs.message("approvalMessage", Kind.STARTED.name()));

  static final TaskContract CONTRACT =
      new TaskContract(
          "startRemedyApproval",
          TEMPLATE,
          INPUTS,
          RESULTS,
          new TaskErrors(
              "FEISHU_APPROVAL_REJECTED",
              "FEISHU_APPROVAL_UNAVAILABLE",
              text(
                  "The request itself is at fault: for example, the time is outside the window of the punch, the reason is empty, or a remedy of the same punch with another time is pending. An answer such as “quota used up” is not a rejection: it is a result, see below.",
                  "指请求本身有误，例如补卡时间不在可补范围内、未填写原因，或同一次打卡已有其他时间的补卡申请。“补卡次数已用完”之类的答复不属于此类，它们是正常结果，见下方“结果”。")));

  private StartRemedyApprovalContract() {}
}
