package io.remedyflow.camunda.tasks;

import static io.remedyflow.camunda.tasks.Words.text;

import io.remedyflow.camunda.contract.Binding;
import io.remedyflow.camunda.contract.Choice;
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
import java.util.List;

/** The contract of {@code ${findEmployee}} with process models. */
final class FindEmployeeContract {

  static final String EMAIL = "email";
  static final String MOBILE = "mobile";
  static final String INCLUDE_RESIGNED = "includeResigned";

  static final String FOUND = "FOUND";
  static final String NOT_FOUND = "NOT_FOUND";
  static final String INACTIVE = "INACTIVE";

  private static final TaskTemplate TEMPLATE =
      new TaskTemplate(
          "io.remedyflow.find-employee",
          1,
          text("Find employee", "查找员工"),
          text(
              "Finds an employee's user ID in Feishu or Lark by e-mail or mobile.",
              "通过邮箱或手机号在飞书或 Lark 中查找员工的用户 ID。"),
          List.of(
              "feishu",
              "lark",
              "employee",
              "user",
              "email",
              "mobile",
              "飞书",
              "员工",
              "用户",
              "邮箱",
              "手机号",
              "工号"),
          "<circle cx='10' cy='7' r='4'/><path d='M10.3 15H7a4 4 0 0 0-4 4v2'/><circle cx='17' cy='17' r='3'/><path d='m21 21-1.9-1.9'/>",
          List.of(new FieldGroup(EmployeeFields.EMPLOYEE, text("Which employee", "哪位员工"))));

  private static final List<TaskField> INPUTS =
      List.of(
          new TaskField(
              EMAIL,
              Binding.INPUT_PARAMETER,
              EmployeeFields.EMPLOYEE,
              text("E-mail", "邮箱"),
              text(
                  "The e-mail of the employee's Feishu account: mostly a process variable such as <code>${email}</code>. Give either the e-mail or the mobile, and leave the other empty. An address of Feishu's enterprise mail (企业邮箱) cannot be searched.",
                  "员工飞书账号的邮箱：通常填流程变量，例如 <code>${email}</code>。邮箱和手机号二选一，另一项留空。飞书企业邮箱地址无法用于查询。"),
              List.of(),
              null,
              "${email}",
              false,
              FieldPattern.optional(
                  "[^@{}]+@[^@{}]+",
                  text(
                      "Give an e-mail such as li.chi@example.com, or an expression such as ${email}, or nothing.",
                      "请填写邮箱，例如 li.chi@example.com，或表达式，例如 ${email}，或留空。")),
              text(
                  "one address, in any case and with blanks around it; no enterprise mailbox (企业邮箱)",
                  "一个邮箱地址，大小写和前后空格不影响；不支持企业邮箱"),
              text("`mobile` is needed", "此时必须填写 `mobile`")),
          new TaskField(
              MOBILE,
              Binding.INPUT_PARAMETER,
              EmployeeFields.EMPLOYEE,
              text("Mobile", "手机号"),
              text(
                  "The mobile number of the employee's Feishu account: mostly a process variable such as <code>${mobile}</code>. Numbers outside mainland China need <code>+</code> and the country code.",
                  "员工飞书账号的手机号：通常填流程变量，例如 <code>${mobile}</code>。非中国大陆号码需要以 <code>+</code> 和国家（地区）代码开头。"),
              List.of(),
              null,
              "${mobile}",
              false,
              FieldPattern.optional(
                  "[+\\d][\\d ().-]{6,24}",
                  text(
                      "Give a number such as 13812345678 or +65 9123 4567, or an expression such as ${mobile}, or nothing.",
                      "请填写手机号，例如 13812345678 或 +65 9123 4567，或表达式，例如 ${mobile}，或留空。")),
              text(
                  "eleven digits for mainland China, with or without `+86`; other numbers with `+` and the country code; blanks and dashes do not matter",
                  "中国大陆 11 位号码，可带 `+86`；其他地区需带 `+` 和国家（地区）代码；空格和短横线不影响"),
              text("`email` is needed", "此时必须填写 `email`")),
          TaskField.choice(
              INCLUDE_RESIGNED,
              EmployeeFields.EMPLOYEE,
              text("Search former employees, too", "是否包括离职员工"),
              text(
                  "Whether employees who have left the company are found. Their status is <code>INACTIVE</code>.",
                  "是否查找已离职的员工；找到时状态为 <code>INACTIVE</code>。"),
              List.of(new Choice("false", text("No", "否")), new Choice("true", text("Yes", "是"))),
              text("`true` or `false`", "`true` 或 `false`")));

  private static final List<TaskStatus> ANSWERS =
      List.of(
          new TaskStatus(FOUND, text("`userId` is the employee's ID", "`userId` 即该员工的用户 ID")),
          new TaskStatus(
              NOT_FOUND, text("Feishu names no employee with this address", "飞书没有返回该邮箱或手机号对应的员工")),
          new TaskStatus(
              INACTIVE,
              text(
                  "the employee has left, is frozen, or has not joined yet", "该员工已离职、被暂停使用或尚未加入")));

  private static final TaskResults RESULTS =
      new TaskResults(
          CommonOutputs.status("employeeStatus", ANSWERS),
          ANSWERS,
          List.of(
              new TaskOutput(
                  RemedyVariables.USER_ID,
                  OutputType.STRING,
                  text("User ID", "用户 ID"),
                  text(
                      "Process variable for the employee's user ID, which the other tasks take as <em>User ID</em> (<code>employee_id</code>). Empty if there is no employee.",
                      "保存员工用户 ID 的流程变量，其他任务的 ID 类型选“用户 ID”（<code>employee_id</code>）即可使用；没有找到员工时为空。"),
                  text(
                      "the employee's user ID, which attendance calls `employee_id`",
                      "员工的用户 ID，考勤接口称之为 `employee_id`"))),
          CommonOutputs.errorCode("employeeErrorCode"),
          CommonOutputs.message("employeeMessage", FOUND));

  static final TaskContract CONTRACT =
      new TaskContract(
          "findEmployee",
          TEMPLATE,
          INPUTS,
          RESULTS,
          new TaskErrors(
              "FEISHU_EMPLOYEE_REJECTED",
              "FEISHU_EMPLOYEE_UNAVAILABLE",
              text(
                  "The request itself is at fault: for example, there is neither an e-mail nor a mobile, or it is not a valid one, or several employees share it. “Not found” is not a rejection: it is a result, see below.",
                  "指请求本身有误，例如邮箱和手机号都为空、格式不正确，或有多名员工使用同一号码。“未找到”不属于此类，它是正常结果，见下方“结果”。")));

  private FindEmployeeContract() {}
}
