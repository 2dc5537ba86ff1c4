package io.remedyflow.camunda.tasks;

import static io.remedyflow.camunda.tasks.Words.inBoth;
import static io.remedyflow.camunda.tasks.Words.rejection;
import static io.remedyflow.camunda.tasks.Words.text;

import io.remedyflow.camunda.contract.Binding;
import io.remedyflow.camunda.contract.CommonOutputs;
import io.remedyflow.camunda.contract.ElementField;
import io.remedyflow.camunda.contract.ElementType;
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
import java.util.List;

/** The contract of {@code ${findRemedies}} with process models. */
final class FindRemediesContract {

  static final String FROM = "from";
  static final String TO = "to";
  static final String STATES = "states";

  static final String REMEDIES = "remedies";
  static final String REMEDY_COUNT = "remedyCount";

  static final String FOUND = "FOUND";
  static final String NONE = "NONE";

  private static final String A_STATE = "(?:PENDING|REJECTED|APPROVED|CANCELLED|WITHDRAWN)";

  private static final TaskTemplate TEMPLATE =
      new TaskTemplate(
          "io.remedyflow.find-remedies",
          1,
          text("Find remedies", "查询补卡记录"),
          text(
              "Finds the remedies (补卡) that employees have in Feishu or Lark, and the state of each.",
              "查询员工在飞书或 Lark 中的补卡记录及其状态。"),
          List.of(
              "feishu",
              "lark",
              "attendance",
              "remedy",
              "correction",
              "records",
              "飞书",
              "考勤",
              "补卡",
              "记录",
              "查询"),
          "<path d='M3 12h9'/><path d='M3 6h18'/><path d='M3 18h7'/><circle cx='17' cy='16' r='3'/><path d='m21 20-1.9-1.9'/>",
          List.of(
              new FieldGroup(EmployeeFields.EMPLOYEE, text("Which employees", "哪些员工")),
              new FieldGroup(EmployeeFields.DAY, text("Which days and states", "哪些日期和状态"))));

  private static final List<TaskField> INPUTS =
      List.of(
          EmployeeFields.employeeType(),
          TaskField.text(
              RemedyVariables.USER_ID,
              EmployeeFields.EMPLOYEE,
              text("Employee or employees", "员工（可多名）"),
              text(
                  "The ID of one employee, or of up to 50: mostly a process variable such as <code>${userId}</code>. Separate several fixed IDs with commas.",
                  "一名员工的 ID，或最多 50 名员工的 ID：通常填流程变量，例如 <code>${userId}</code>。多个固定 ID 之间用逗号分隔。"),
              "${userId}",
              FieldPattern.expressionOr(
                  "[^\\s{},]{1,64}(?:\\s*,\\s*[^\\s{},]{1,64})*",
                  text(
                      "Give IDs of up to 64 characters, separated by commas, or an expression such as ${userId}.",
                      "请填写 ID（每个不超过 64 个字符，多个用逗号分隔），或表达式，例如 ${userId}。")),
              text(
                  "one ID as the other tasks take it; up to 50 of them separated by commas, or a JSON array of texts",
                  "与其他任务相同的一个 ID；或用逗号分隔的最多 50 个 ID；或由文本组成的 JSON 数组"),
              rejection()),
          EmployeeFields.day(
              FROM,
              text("First day", "开始日期"),
              text(
                  "The first attendance day, for example <code>${from}</code> or <code>2021-01-01</code>.",
                  "开始的考勤日期，例如 <code>${from}</code> 或 <code>2021-01-01</code>。")),
          EmployeeFields.day(
              TO,
              text("Last day", "结束日期"),
              text("The last attendance day, not before the first one.", "结束的考勤日期，不能早于开始日期。")),
          new TaskField(
              STATES,
              Binding.INPUT_PARAMETER,
              EmployeeFields.DAY,
              text("States", "状态"),
              text(
                  "Only remedies in these states, separated by commas: <code>PENDING</code>, <code>REJECTED</code>, <code>APPROVED</code>, <code>CANCELLED</code>, <code>WITHDRAWN</code>. Empty for all. Each state costs one call.",
                  "只查询这些状态，用逗号分隔：<code>PENDING</code>（审批中）、<code>REJECTED</code>（未通过）、<code>APPROVED</code>（已通过）、<code>CANCELLED</code>（已取消）、<code>WITHDRAWN</code>（已撤回）。留空表示全部。每个状态需要一次调用。"),
              List.of(),
              null,
              "PENDING, APPROVED",
              false,
              FieldPattern.optional(
                  A_STATE + "(?:\\s*,\\s*" + A_STATE + ")*",
                  text(
                      "Give states such as PENDING, APPROVED, or an expression, or nothing.",
                      "请填写状态，例如 PENDING, APPROVED，或表达式，或留空。")),
              text(
                  "`PENDING`, `REJECTED`, `APPROVED`, `CANCELLED`, `WITHDRAWN`, separated by commas",
                  "`PENDING`、`REJECTED`、`APPROVED`、`CANCELLED`、`WITHDRAWN`，用逗号分隔"),
              text("all states", "全部状态")));

  private static final List<ElementField> REMEDY =
      List.of(
          new ElementField(
              "remedyApprovalId",
              ElementType.STRING,
              true,
              inBoth("\"6953129324543180819\""),
              text("the ID of its approval, for the decision", "审批 ID，上报决定时使用")),
          PunchElements.USER_ID,
          PunchElements.REMEDY_DATE,
          PunchElements.PUNCH_NO,
          PunchElements.WORK_TYPE,
          new ElementField(
              "remedyTime",
              ElementType.STRING,
              true,
              inBoth("\"2021-01-04T09:00:00\""),
              text("the time that shall count, in local time", "补卡时间（当地时间）")),
          new ElementField(
              "state",
              ElementType.STRING,
              true,
              inBoth("\"PENDING\""),
              text(
                  "or `\"REJECTED\"`, `\"APPROVED\"`, `\"CANCELLED\"`, `\"WITHDRAWN\"`",
                  "或 `\"REJECTED\"`、`\"APPROVED\"`、`\"CANCELLED\"`、`\"WITHDRAWN\"`")),
          new ElementField(
              "reason",
              ElementType.STRING,
              true,
              text("\"The badge stayed at home\"", "\"忘带工牌\""),
              text("the employee's reason", "补卡原因")));

  private static final List<TaskStatus> ANSWERS =
      List.of(
          new TaskStatus(FOUND, text("there is at least one remedy", "至少有一条补卡记录")),
          new TaskStatus(NONE, text("there is none", "没有补卡记录")));

  private static final TaskResults RESULTS =
      new TaskResults(
          CommonOutputs.status("findStatus", ANSWERS),
          ANSWERS,
          List.of(
              new TaskOutput(
                  REMEDIES,
                  OutputType.JSON,
                  text("Remedies", "补卡记录"),
                  text("Process variable for the list of remedies.", "保存补卡记录列表的流程变量。"),
                  text("the remedies, in the order of their states", "补卡记录，按状态排列"),
                  REMEDY),
              new TaskOutput(
                  REMEDY_COUNT,
                  OutputType.COUNT,
                  text("Number of remedies", "补卡记录数量"),
                  text(
                      "Process variable for how many remedies the list holds.",
                      "保存列表中补卡记录条数的流程变量。"),
                  text("how many there are", "列表中的项数"))),
          CommonOutputs.errorCode("findErrorCode"),
          CommonOutputs.message("findMessage", FOUND, NONE));

  static final TaskContract CONTRACT =
      new TaskContract(
          "findRemedies",
          TEMPLATE,
          INPUTS,
          RESULTS,
          new TaskErrors(
              "FEISHU_FIND_REJECTED",
              "FEISHU_FIND_UNAVAILABLE",
              text(
                  "The request itself is at fault: for example, the last day is before the first one, or there are more than 50 employees.",
                  "指请求本身有误，例如结束日期早于开始日期，或员工超过 50 名。")));

  private FindRemediesContract() {}
}
