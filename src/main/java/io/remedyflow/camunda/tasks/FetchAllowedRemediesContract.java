package io.remedyflow.camunda.tasks;

import static io.remedyflow.camunda.tasks.Words.inBoth;
import static io.remedyflow.camunda.tasks.Words.text;

import io.remedyflow.camunda.contract.ElementField;
import io.remedyflow.camunda.contract.ElementType;
import io.remedyflow.camunda.contract.FieldGroup;
import io.remedyflow.camunda.contract.OutputType;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.contract.TaskErrors;
import io.remedyflow.camunda.contract.TaskField;
import io.remedyflow.camunda.contract.TaskOutput;
import io.remedyflow.camunda.contract.TaskResults;
import io.remedyflow.camunda.contract.TaskStatus;
import io.remedyflow.camunda.contract.TaskTemplate;
import java.util.List;

/** The contract of {@code ${fetchAllowedRemedies}} with process models. */
final class FetchAllowedRemediesContract {

  private static final TaskTemplate TEMPLATE =
      new TaskTemplate(
          "io.remedyflow.fetch-allowed-remedies",
          3,
          text("Fetch allowed remedy times", "获取可补卡时间"),
          text(
              "Asks Feishu or Lark which punches of a day an employee may still remedy (补卡), and at what times.",
              "向飞书或 Lark 查询员工某天还可以补哪几次卡、可补的时间范围。"),
          List.of(
              "feishu",
              "lark",
              "attendance",
              "remedy",
              "correction",
              "punch",
              "飞书",
              "考勤",
              "补卡",
              "打卡",
              "缺卡"),
          "<path d='M20.6 10.4A9 9 0 1 0 11 21'/><path d='M12 7v5l3 2'/><path d='m14.5 19 2.5 2.5 5-5.5'/>",
          List.of(
              new FieldGroup(EmployeeFields.EMPLOYEE, text("Which employee", "哪位员工")),
              new FieldGroup(EmployeeFields.DAY, text("Which day", "哪一天"))));

  private static final List<TaskField> INPUTS =
      List.of(
          EmployeeFields.employeeType(),
          EmployeeFields.userId(
              text(
                  "The ID of the employee whose punches are asked for: mostly a process variable such as <code>${userId}</code>, or one fixed ID such as <code>abd754f7</code>. An open_id or a union_id (<code>ou_</code> or <code>on_</code> and 32 hexadecimal digits) does not work here.",
                  "要查询哪位员工：通常填流程变量，例如 <code>${userId}</code>；也可以填固定的 ID，例如 <code>abd754f7</code>。open_id 和 union_id（<code>ou_</code> 或 <code>on_</code> 后接 32 位十六进制字符）不适用于考勤。")),
          EmployeeFields.remedyDate(
              text(
                  "The attendance day that may need a remedy: mostly a process variable such as <code>${remedyDate}</code>, or one fixed day such as <code>2021-01-04</code> or <code>20210104</code>. Date variables work as they are.",
                  "要补卡的考勤日期：通常填流程变量，例如 <code>${remedyDate}</code>；也可以填固定日期，例如 <code>2021-01-04</code> 或 <code>20210104</code>。日期类型的变量可直接使用。")));

  /** The fields of a slot, in the order in which {@link SlotsJson} writes them. */
  private static final List<ElementField> SLOT =
      List.of(
          new ElementField(
              "value",
              ElementType.STRING,
              false,
              inBoth("\"0-1\""),
              text("which punch; unique within the list", "哪一次卡；在列表中唯一")),
          new ElementField(
              "label",
              ElementType.STRING,
              false,
              text(
                  "\"First clock-in, due 09:00: missing. Choose 08:00 to 10:00.\"",
                  "\"第 1 次上班打卡（应打卡 09:00）：缺卡，可补 08:00 至 10:00\""),
              text("a line to choose by, in the connection's language", "供人选择的一行文字，使用连接的语言")),
          PunchElements.USER_ID,
          PunchElements.REMEDY_DATE,
          new ElementField(
              "freePunch",
              ElementType.BOOLEAN,
              false,
              inBoth("false"),
              text("whether the shift is free: then only the time matters", "是否自由班次（此时只需选择时间）")),
          PunchElements.PUNCH_NO,
          PunchElements.WORK_TYPE,
          new ElementField(
              "punchStatus",
              ElementType.STRING,
              false,
              inBoth("\"LACK\""),
              text(
                  "or `\"LATE\"`, `\"EARLY\"`, `\"UNKNOWN\"`, or a new word of Feishu's",
                  "或 `\"LATE\"`、`\"EARLY\"`、`\"UNKNOWN\"`，或飞书新增的值")),
          new ElementField(
              "normalPunchTime",
              ElementType.STRING,
              true,
              inBoth("\"2021-01-04T09:00:00\""),
              text("when the punch was due, in local time", "应打卡时间（当地时间）")),
          new ElementField(
              "earliest",
              ElementType.STRING,
              true,
              inBoth("\"2021-01-04T08:00:00\""),
              text("the first time to choose from, in local time", "可补的最早时间（当地时间）")),
          new ElementField(
              "latest",
              ElementType.STRING,
              true,
              inBoth("\"2021-01-04T10:00:00\""),
              text("the last time to choose from, in local time", "可补的最晚时间（当地时间）")));

  private static final TaskResults RESULTS =
      new TaskResults(
          new TaskOutput(
              RemedyVariables.REMEDY_STATUS,
              OutputType.STRING,
              text("Status", "状态"),
              text(
                  "Process variable for the status, on which the gateway after this task branches: <code>AVAILABLE</code> (there are times to choose from), <code>NOT_NEEDED</code>, <code>NOT_ALLOWED</code>, <code>OUT_OF_RANGE</code> (no remedy is allowed for that day), <code>QUOTA_USED_UP</code>, <code>REJECTED</code> or <code>UNAVAILABLE</code>. A condition reads <code>${remedyStatus == 'AVAILABLE'}</code>.",
                  "保存查询结果的流程变量，供后面的网关判断：<code>AVAILABLE</code>（有可补卡时间）、<code>NOT_NEEDED</code>（无需补卡）、<code>NOT_ALLOWED</code>（考勤组不允许补卡）、<code>OUT_OF_RANGE</code>（超出可补卡日期）、<code>QUOTA_USED_UP</code>（补卡次数已用完）、<code>REJECTED</code>（请求有误）、<code>UNAVAILABLE</code>（查询失败）。条件写法：<code>${remedyStatus == 'AVAILABLE'}</code>。"),
              text("one of the [seven statuses](#statuses)", "[七个状态](#状态)之一")),
          List.of(
              new TaskStatus(
                  RemedyStatus.AVAILABLE.name(), text("there is a punch to choose", "有卡可补")),
              new TaskStatus(
                  RemedyStatus.NOT_NEEDED.name(),
                  text("the day has no anomaly: nothing to remedy", "当天考勤无异常，无需补卡")),
              new TaskStatus(
                  RemedyStatus.NOT_ALLOWED.name(),
                  text("the attendance group (考勤组) does not allow remedies", "考勤组不允许补卡")),
              new TaskStatus(
                  RemedyStatus.OUT_OF_RANGE.name(),
                  text("the group does not allow a remedy for that day", "考勤组不允许补这一天的卡")),
              new TaskStatus(
                  RemedyStatus.QUOTA_USED_UP.name(),
                  text("the remedies of the period are used up", "当前周期的补卡次数已用完"))),
          List.of(
              new TaskOutput(
                  RemedyVariables.REMEDY_SLOTS,
                  OutputType.JSON,
                  text("Punches and times", "可补卡列表"),
                  text(
                      "Process variable for the list of punches that may be remedied. In a Camunda Form, a select whose <em>Input values key</em> is this name offers them for choice.",
                      "保存可补卡列表的流程变量。在 Camunda 表单中，把下拉框的选项来源（Input values key）设为该变量名，即可让员工选择要补哪次卡。"),
                  text(
                      "the punches to choose from; a select of a Camunda Form takes it as it is, as *Input values key*",
                      "可补卡列表；可直接用作 Camunda 表单下拉框的 *Input values key*"),
                  SLOT),
              new TaskOutput(
                  RemedyVariables.REMEDY_SLOT_COUNT,
                  OutputType.COUNT,
                  text("Number of punches", "可补卡数量"),
                  text(
                      "Process variable for how many punches the list holds, for example <code>2</code>.",
                      "保存列表中可补卡条数的流程变量，例如 <code>2</code>。"),
                  text("how many there are", "列表中的项数"))),
          new TaskOutput(
              RemedyVariables.REMEDY_ERROR_CODE,
              OutputType.INTEGER,
              text("Feishu's code", "飞书错误码"),
              text(
                  "Process variable for the code Feishu answered with: <code>0</code> for success, for example <code>1226504</code> if the quota is used up, empty if Feishu was not reached.",
                  "保存飞书返回码的流程变量：<code>0</code> 表示成功，<code>1226504</code> 表示补卡次数已用完；未能访问飞书时为空。"),
              text(
                  "[Feishu's code](codes.md), 0 on success; null where no call was made, Feishu was not reached, or its reply had no code",
                  "[飞书错误码](codes.zh-CN.md)，成功为 0；没有发起调用、未连上飞书或响应中没有错误码时为 null")),
          new TaskOutput(
              RemedyVariables.REMEDY_MESSAGE,
              OutputType.STRING,
              text("Explanation", "说明"),
              text(
                  "Process variable for a sentence that says what happened and what to do about it. Worth showing in a form.",
                  "保存说明文字的流程变量：发生了什么、该怎么办。适合显示在表单中。"),
              text(
                  "what happened, what to do, and Feishu's own words; null with `AVAILABLE`",
                  "发生了什么、该怎么办，以及飞书的原话；`AVAILABLE` 时为 null")));

  static final TaskContract CONTRACT =
      new TaskContract(
          "fetchAllowedRemedies",
          TEMPLATE,
          INPUTS,
          RESULTS,
          new TaskErrors(
              RemedyErrors.REJECTED,
              RemedyErrors.UNAVAILABLE,
              text(
                  "The request itself is at fault: for example, Feishu does not know the employee, or the day is not a date. An answer such as “quota used up” is not a rejection: it is a result, see below.",
                  "指请求本身有误，例如飞书查不到该员工、日期无法识别。“补卡次数已用完”之类的答复不属于此类，它们是正常结果，见下方“结果”。")));

  private FetchAllowedRemediesContract() {}
}
