package io.remedyflow.feishu.attendance;

import io.remedyflow.feishu.answer.Category;
import io.remedyflow.feishu.answer.Concern;
import io.remedyflow.feishu.answer.ErrorCodes;
import io.remedyflow.feishu.answer.FeishuErrorCode;
import io.remedyflow.feishu.answer.GeneralErrorCodes;
import io.remedyflow.feishu.answer.MeaningByMessage;
import io.remedyflow.remedy.BilingualText;
import java.util.List;

/**
 * The codes of Feishu's attendance service, which all its endpoints have in common.
 *
 * @see <a
 *     href="https://open.feishu.cn/document/server-docs/attendance-v1/user_task_remedy/query_user_allowed_remedys">Feishu:
 *     codes of this API</a>
 */
final class AttendanceErrorCodes {

  static final int PARAMETER_INVALID = 1220001;
  static final int TENANT_UNKNOWN = 1220002;
  static final int EMPLOYEE_UNKNOWN = 1220004;
  static final int NO_PERMISSION = 1220005;
  static final int INTERNAL_ERROR = 1225000;
  static final int PARTIAL_IMPORT = 1225001;
  static final int INTERNAL_ERROR_HISTORICAL = 1226500;
  static final int NOT_NEEDED = 1226501;
  static final int NOT_ALLOWED = 1226502;
  static final int OUT_OF_RANGE = 1226503;
  static final int QUOTA_USED_UP = 1226504;
  static final int SHIFT_SERVICE_ERROR = 1227500;
  static final int GENERIC = 1220600;

  private static final String DATA_RANGE = "https://oa.feishu.cn/attendance/manage/member/list";

  private static final String ERROR_LIST =
      "https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/attendance-v1/attendance-development-guidelines";

  private static final List<FeishuErrorCode> ROWS =
      List.of(
          FeishuErrorCode.of(
              "PARAMETER_INVALID",
              PARAMETER_INVALID,
              Category.REJECTION,
              new BilingualText("Feishu rejected a value of the request.", "飞书认为请求中的某个参数不合法。"),
              new BilingualText(
                  "Correct the value that Feishu's message names; if that does not help, ask Feishu's support ("
                      + GeneralErrorCodes.SUPPORT
                      + ").",
                  "请按飞书返回的信息修改参数；仍无法解决可前往 " + GeneralErrorCodes.SUPPORT + " 联系技术支持。")),
          FeishuErrorCode.of(
              "TENANT_UNKNOWN",
              TENANT_UNKNOWN,
              Category.STALE_TOKEN,
              new BilingualText(
                  "Feishu could not tell the tenant from the access token.", "飞书无法根据访问凭证识别租户。"),
              new BilingualText(
                  "Check that app-id and app-secret belong to a self-built app of this tenant, and that base-url names the right"
                      + " platform (Feishu or Lark).",
                  "请检查 app-id 和 app-secret 是否属于本企业的自建应用，以及 base-url 是否对应正确的平台（飞书或 Lark）。")),
          FeishuErrorCode.of(
                  "EMPLOYEE_UNKNOWN",
                  EMPLOYEE_UNKNOWN,
                  Category.REJECTION,
                  new BilingualText(
                      "The employee does not exist, or the app may not see this employee.",
                      "员工不存在，或应用无权查询该员工。"),
                  new BilingualText(
                      "Check the ID and its type: employee_id is the user ID, employee_no the employee number of the member's details. If both"
                          + " are right, let an administrator check the app's data range ("
                          + DATA_RANGE
                          + ").",
                      "请检查 ID 及其类型：employee_id 是成员详情中的用户 ID，employee_no 是工号。如果都正确，请管理员前往 "
                          + DATA_RANGE
                          + " 检查应用的数据权限范围。"))
              .concerning(Concern.EMPLOYEE),
          FeishuErrorCode.of(
              "NO_PERMISSION",
              NO_PERMISSION,
              Category.PERMANENT_FAILURE,
              new BilingualText(
                  "The app has no permission for this attendance data.", "应用没有该考勤数据的权限。"),
              new BilingualText(
                  "Let an attendance administrator check the data range (" + DATA_RANGE + ").",
                  "请考勤管理员前往考勤管理后台 " + DATA_RANGE + " 检查数据权限范围。")),
          FeishuErrorCode.of(
              "INTERNAL_ERROR",
              INTERNAL_ERROR,
              Category.TRANSIENT_FAILURE,
              new BilingualText("Feishu's attendance service failed.", "飞书考勤服务内部异常。"),
              GeneralErrorCodes.TRY_LATER),
          FeishuErrorCode.of(
              "INTERNAL_ERROR_HISTORICAL",
              INTERNAL_ERROR_HISTORICAL,
              Category.TRANSIENT_FAILURE,
              new BilingualText(
                  "Feishu's attendance service failed (a code that Feishu calls historical).",
                  "飞书考勤服务异常（飞书标注为历史错误码）。"),
              GeneralErrorCodes.TRY_LATER),
          FeishuErrorCode.of(
              "NOT_NEEDED",
              NOT_NEEDED,
              Category.ANSWER,
              new BilingualText(
                  "Nothing is wrong with that day's punches, so there is nothing to remedy.",
                  "当天没有异常考勤，无需补卡。"),
              new BilingualText("Check the day if a remedy was expected.", "如果认为需要补卡，请核对日期。")),
          FeishuErrorCode.of(
              "NOT_ALLOWED",
              NOT_ALLOWED,
              Category.ANSWER,
              new BilingualText(
                  "The employee's attendance group does not allow remedies.", "考勤组设置不允许补卡。"),
              new BilingualText(
                  "Only an attendance administrator can change that, in the group's settings.",
                  "如需补卡，请考勤管理员调整考勤组设置。")),
          FeishuErrorCode.of(
              "OUT_OF_RANGE",
              OUT_OF_RANGE,
              Category.ANSWER,
              new BilingualText(
                  "The day is outside the range for which the attendance group allows remedies.",
                  "该日期超出考勤组设置的可补卡天数范围。"),
              new BilingualText(
                  "Choose a day within the range, or ask an attendance administrator.",
                  "请选择可补卡范围内的日期，或联系考勤管理员。")),
          FeishuErrorCode.of(
              "QUOTA_USED_UP",
              QUOTA_USED_UP,
              Category.ANSWER,
              new BilingualText(
                  "The employee's remedies of the current period are used up.", "当前周期的补卡次数已用完。"),
              new BilingualText(
                  "Wait for the next period, or ask an attendance administrator.",
                  "请等待下一周期，或联系考勤管理员。")),
          FeishuErrorCode.of(
              "SHIFT_SERVICE_ERROR",
              SHIFT_SERVICE_ERROR,
              Category.TRANSIENT_FAILURE,
              new BilingualText("Feishu's shift service failed.", "飞书班次服务异常。"),
              GeneralErrorCodes.TRY_LATER),
          FeishuErrorCode.of(
              "GENERIC",
              GENERIC,
              Category.REJECTION,
              new BilingualText(
                  "Feishu answered with its general error; the reason is in its message.",
                  "飞书返回通用错误，原因见飞书返回的信息。"),
              new BilingualText(
                  "Look the message up in Feishu's list and follow its advice ("
                      + ERROR_LIST
                      + ").",
                  "请在 " + ERROR_LIST + " 查阅该信息并按建议处理。")));

  private static final List<MeaningByMessage> RULES =
      List.of(
          // 1220600 and failure codes come with this message where there are too many calls.
          GeneralErrorCodes.TOO_MANY_REQUESTS.and(
              GENERIC, INTERNAL_ERROR, INTERNAL_ERROR_HISTORICAL, SHIFT_SERVICE_ERROR),
          // An employee who has left is not an outage.
          new MeaningByMessage(
                  "EMPLOYEE_NOT_FOUND",
                  EMPLOYEE_UNKNOWN,
                  "[BatchGetLarkIDByOpenID] not find user larkID",
                  "not (find|found) (the )?(user|employee)\\b"
                      + "|\\b(user|employee)( ?id| ?no)? (is |was |does |do |did )?not (exists?|found|find)\\b"
                      + "|\\b(no such|unknown) (user|employee)\\b"
                      + "|\\b(user|employee)( ?id| ?no)? (is )?invalid\\b"
                      + "|\\binvalid (user|employee)( ?id| ?no)?\\b")
              .and(INTERNAL_ERROR, INTERNAL_ERROR_HISTORICAL, SHIFT_SERVICE_ERROR, GENERIC),
          // A value that the attendance service names is at fault, though the code means a failure.
          new MeaningByMessage(
                  "VALUE_INVALID",
                  PARAMETER_INVALID,
                  "employee_type invalid",
                  "\\b(employee type|remedy date) (is )?invalid\\b|\\binvalid (employee type|remedy date)\\b")
              .and(INTERNAL_ERROR, INTERNAL_ERROR_HISTORICAL, SHIFT_SERVICE_ERROR),
          new MeaningByMessage(
                  "WITHOUT_PERMISSION", NO_PERMISSION, "auth no permission", "\\bno permission\\b")
              .and(GENERIC),
          // Two writes collided, or the message says "internal error".
          new MeaningByMessage(
                  "FAILED_FOR_NOW",
                  INTERNAL_ERROR,
                  "no row affected",
                  "\\bno row affected\\b|\\binternal (server )?error\\b")
              .and(GENERIC, PARAMETER_INVALID, EMPLOYEE_UNKNOWN));

  /** The rows of the endpoints that write. */
  private static final List<FeishuErrorCode> ROWS_OF_WRITES =
      List.of(
          FeishuErrorCode.of(
              "PARTIAL_IMPORT",
              PARTIAL_IMPORT,
              Category.TRANSIENT_FAILURE,
              new BilingualText(
                  "Feishu's attendance service stored only a part of the request.",
                  "飞书考勤服务只保存了部分数据。"),
              GeneralErrorCodes.TRY_LATER));

  /** An equal object exists: the next run of the task looks for it first. */
  private static final List<MeaningByMessage> RULES_OF_WRITES =
      List.of(
          new MeaningByMessage(
                  "ALREADY_EXISTS",
                  INTERNAL_ERROR,
                  "the object already exists",
                  "\\balready exists?\\b")
              .and(GENERIC, PARAMETER_INVALID));

  private AttendanceErrorCodes() {}

  /** The table for an endpoint of the attendance service that needs this scope. */
  static ErrorCodes forScope(String scope) {
    return GeneralErrorCodes.forScope(scope).with(ROWS, RULES);
  }

  /** The table for an endpoint of the attendance service that writes, and needs this scope. */
  static ErrorCodes forWritesWith(String scope) {
    return forScope(scope).with(ROWS_OF_WRITES, RULES_OF_WRITES);
  }
}
