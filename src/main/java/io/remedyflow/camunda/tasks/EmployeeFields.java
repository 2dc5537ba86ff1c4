package io.remedyflow.camunda.tasks;

import static io.remedyflow.camunda.tasks.Words.rejection;
import static io.remedyflow.camunda.tasks.Words.text;

import io.remedyflow.camunda.contract.Choice;
import io.remedyflow.camunda.contract.FieldPattern;
import io.remedyflow.camunda.contract.TaskField;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.EmployeeType;
import java.util.List;

/** The fields of the employee and the day, which several tasks have. */
final class EmployeeFields {

  /** The id of the group of fields that name the employee. */
  static final String EMPLOYEE = "employee";

  /** The id of the group of fields that name the day. */
  static final String DAY = "day";

  private static final String ID = "(?!o[un]_[0-9a-f]{20}[0-9a-z]*$)[^\\s{}]{1,64}";

  private static final String DATE =
      "\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])|\\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])";

  private EmployeeFields() {}

  static TaskField employeeType() {
    return TaskField.choice(
        RemedyVariables.EMPLOYEE_TYPE,
        EMPLOYEE,
        text("Kind of ID", "ID 类型"),
        text(
            "Which of the employee's two IDs you give below. Feishu's admin console shows both under Organization &gt; Members and departments &gt; the member's details: as <em>User ID</em> and as <em>Employee No.</em>",
            "指定“员工”字段填的是哪种 ID。两者都可在飞书管理后台 &gt; 组织架构 &gt; 成员与部门 &gt; 成员详情中查到：“用户 ID”和“工号”。"),
        List.of(
            new Choice(
                EmployeeType.EMPLOYEE_ID.word(),
                text("User ID, as Feishu calls the employee", "用户 ID（飞书为员工分配的 ID）")),
            new Choice(
                EmployeeType.EMPLOYEE_NO.word(),
                text("Employee number, as your company calls the employee", "工号（公司自己的员工编号）")),
            new Choice(
                "${execution.getVariable('employeeType')}",
                text(
                    "As the process variable “employeeType” says (User ID if it is empty)",
                    "由流程变量 employeeType 决定（为空时按用户 ID）"))),
        text(
            "`employee_id` (User ID) or `employee_no` (employee number); both are in the member's details of Feishu's admin console",
            "`employee_id`（用户 ID）或 `employee_no`（工号），均可在飞书管理后台的成员详情中查到"));
  }

  /**
   * The employee.
   *
   * @param description what the task does with the id
   */
  static TaskField userId(BilingualText description) {
    return TaskField.text(
        RemedyVariables.USER_ID,
        EMPLOYEE,
        text("Employee", "员工"),
        description,
        "${userId}",
        FieldPattern.expressionOr(
            ID,
            text(
                "Give an ID of up to 64 characters without blanks, no open_id (ou_…) and no union_id (on_…), or an expression such as ${userId}.",
                "请填写不含空格、不超过 64 个字符的 ID（不能是 open_id（ou_…）或 union_id（on_…）），或表达式，例如 ${userId}。")),
        text(
            "1 to 64 visible characters, or a whole number (only text keeps leading zeros); with `employee_id` no open_id or union_id (`ou_` or `on_` and 32 hexadecimal digits)",
            "1 到 64 个可见字符，或整数（只有文本能保留前导零）；`employee_id` 时不能是 open_id 或 union_id（`ou_` 或 `on_` 后接 32 位十六进制字符）"),
        rejection());
  }

  /** The attendance day of a remedy. */
  static TaskField remedyDate(BilingualText description) {
    return day(RemedyVariables.REMEDY_DATE, text("Day", "补卡日期"), description);
  }

  /** An attendance day. */
  static TaskField day(String name, BilingualText label, BilingualText description) {
    String example = "${" + name + "}";
    return TaskField.text(
        name,
        DAY,
        label,
        description,
        example,
        FieldPattern.expressionOr(
            DATE,
            text(
                "Give a day such as 2021-01-04 or 20210104, or an expression such as "
                    + example
                    + ".",
                "请填写日期，例如 2021-01-04 或 20210104，或表达式，例如 " + example + "。")),
        text(
            "`2021-01-04`; `20210104` (text or number); a date-time with offset, as ISO writes it or Camunda (`2021-01-04T00:00:00.000+0800`); `LocalDate`, `Date`, `ZonedDateTime`",
            "`2021-01-04`；`20210104`（文本或数字）；带时差的日期时间，ISO 格式或 Camunda 自己的格式（`2021-01-04T00:00:00.000+0800`）；`LocalDate`、`Date`、`ZonedDateTime`"),
        rejection());
  }
}
