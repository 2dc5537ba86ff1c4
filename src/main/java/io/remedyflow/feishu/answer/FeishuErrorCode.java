package io.remedyflow.feishu.answer;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.DenialReason;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one table of all known codes, each with its category, its meaning and advice. HTTP status
 * does not change the category of a known code, except 429 ({@link RateLimitReply}).
 *
 * @see <a
 *     href="https://open.feishu.cn/document/server-docs/attendance-v1/user_task_remedy/query_user_allowed_remedys">Feishu:
 *     codes of this API</a>
 * @see <a href="https://open.feishu.cn/document/ukTMukTMukTM/ugjM14COyUjL4ITN">Feishu: general
 *     codes</a>
 */
public enum FeishuErrorCode {
  // From the API's page.
  PARAMETER_INVALID(
      1220001,
      Category.REJECTION,
      "Feishu refused a value of the request.",
      "Correct the value that Feishu's message names; if that does not help, ask Feishu's support ("
          + Links.SUPPORT
          + ").",
      "飞书认为请求中的某个参数不合法。",
      "请按飞书返回的信息修改参数；仍无法解决可前往 " + Links.SUPPORT + " 联系技术支持。"),
  TENANT_UNKNOWN(
      1220002,
      Category.STALE_TOKEN,
      "Feishu could not tell the tenant from the access token.",
      "Check that app-id and app-secret belong to a self-built app of this tenant, and that base-url names the right"
          + " platform (Feishu or Lark).",
      "飞书无法根据访问凭证识别租户。",
      "请检查 app-id 和 app-secret 是否属于本企业的自建应用，以及 base-url 是否对应正确的平台（飞书或 Lark）。"),
  EMPLOYEE_UNKNOWN(
      1220004,
      Category.REJECTION,
      "The employee does not exist, or the app may not see this employee.",
      "Check the ID and its type: employee_id is the user ID, employee_no the employee number of the member's details. If both"
          + " are right, let an administrator check the app's data range ("
          + Links.DATA_RANGE
          + ").",
      "员工不存在，或应用没有该员工的权限。",
      "请检查 ID 及其类型：employee_id 是成员详情中的用户 ID，employee_no 是工号。如果都正确，请管理员前往 "
          + Links.DATA_RANGE
          + " 检查应用的数据权限范围。"),
  NO_PERMISSION(
      1220005,
      Category.PERMANENT_FAILURE,
      "The app has no permission for this attendance data.",
      "Let an attendance administrator check the data range (" + Links.DATA_RANGE + ").",
      "应用没有该考勤数据的权限。",
      "请考勤管理员前往考勤管理后台 " + Links.DATA_RANGE + " 检查数据权限范围。"),
  INTERNAL_ERROR(
      1225000,
      Category.TRANSIENT_FAILURE,
      "Feishu's attendance service failed.",
      Links.TRY_LATER,
      "飞书考勤服务内部异常。",
      Links.TRY_LATER_ZH),
  INTERNAL_ERROR_HISTORICAL(
      1226500,
      Category.TRANSIENT_FAILURE,
      "Feishu's attendance service failed (a code that Feishu calls historical).",
      Links.TRY_LATER,
      "飞书考勤服务异常（飞书标注为历史错误码）。",
      Links.TRY_LATER_ZH),
  NOT_NEEDED(
      1226501,
      DenialReason.NOT_NEEDED,
      "Nothing is wrong with that day's punches, so that there is nothing to remedy.",
      "Check the day if a remedy was expected.",
      "当天没有异常考勤，无需补卡。",
      "如果认为需要补卡，请核对日期。"),
  NOT_ALLOWED(
      1226502,
      DenialReason.NOT_ALLOWED,
      "The employee's attendance group does not allow remedies.",
      "Only an attendance administrator can change that, in the group's settings.",
      "考勤组设置不允许补卡。",
      "如需补卡，请考勤管理员调整考勤组设置。"),
  OUT_OF_RANGE(
      1226503,
      DenialReason.OUT_OF_RANGE,
      "The day lies outside of the days that the attendance group allows to remedy.",
      "Choose a day within the range, or ask an attendance administrator.",
      "该日期超出考勤组设置的可补卡天数范围。",
      "请选择可补卡范围内的日期，或联系考勤管理员。"),
  QUOTA_USED_UP(
      1226504,
      DenialReason.QUOTA_USED_UP,
      "The employee's remedies of the current period are used up.",
      "Wait for the next period, or ask an attendance administrator.",
      "当前周期的补卡次数已用完。",
      "请等待下一周期，或联系考勤管理员。"),
  SHIFT_SERVICE_ERROR(
      1227500,
      Category.TRANSIENT_FAILURE,
      "Feishu's shift service failed.",
      Links.TRY_LATER,
      "飞书班次服务异常。",
      Links.TRY_LATER_ZH),
  GENERIC(
      1220600,
      Category.REJECTION,
      "Feishu answered with its general error; the reason is in its message.",
      "Look the message up in Feishu's list and follow its advice (" + Links.ERROR_LIST + ").",
      "飞书返回通用错误，原因见飞书返回的信息。",
      "请在 " + Links.ERROR_LIST + " 查阅该信息并按建议处理。"),

  // Rate limits and quotas of the gateway.
  RATE_LIMITED(99991400, Category.RATE_LIMITED, Shared.LIMIT),
  FREQUENCY_LIMITED(11232, Category.RATE_LIMITED, Shared.LIMIT),
  MONTHLY_QUOTA_USED_UP(
      99991403,
      Category.PERMANENT_FAILURE,
      "The tenant's calls of this month are used up.",
      "Buy more calls or a larger plan in Feishu's admin console, or wait for the next month.",
      "企业本月的 API 调用次数已用完。",
      "请在飞书管理后台扩容或升级版本，或等待下个月。"),

  // Tokens.
  TOKEN_MISSING(99991661, Category.STALE_TOKEN, Shared.TOKEN),
  TENANT_TOKEN_INVALID(99991663, Category.STALE_TOKEN, Shared.TOKEN),
  APP_TOKEN_INVALID(99991664, Category.STALE_TOKEN, Shared.TOKEN),
  TENANT_CODE_INVALID(99991665, Category.STALE_TOKEN, Shared.TOKEN),
  USER_TOKEN_INVALID(99991668, Category.STALE_TOKEN, Shared.TOKEN),
  TOKEN_MALFORMED(99991671, Category.STALE_TOKEN, Shared.TOKEN),
  TOKEN_EXPIRED(99991677, Category.STALE_TOKEN, Shared.TOKEN),

  // Credentials of the app.
  CREDENTIAL_PARAMETER_INVALID(10003, Category.PERMANENT_FAILURE, Shared.CREDENTIALS),
  APP_OR_TENANT_WRONG(10005, Category.PERMANENT_FAILURE, Shared.CREDENTIALS),
  APP_TOKEN_FAILED(10012, Category.PERMANENT_FAILURE, Shared.CREDENTIALS),
  TENANT_TOKEN_FAILED(10013, Category.PERMANENT_FAILURE, Shared.CREDENTIALS),
  APP_UNUSABLE(10014, Category.PERMANENT_FAILURE, Shared.CREDENTIALS),
  APP_SECRET_WRONG(10015, Category.PERMANENT_FAILURE, Shared.CREDENTIALS),
  APP_UNKNOWN(99991543, Category.PERMANENT_FAILURE, Shared.CREDENTIALS),

  // State and permissions of the app.
  APP_NOT_IN_USE(99991662, Category.PERMANENT_FAILURE, Shared.APP),
  APP_UNAUTHORIZED(99991673, Category.PERMANENT_FAILURE, Shared.APP),
  APP_NOT_INSTALLED(11207, Category.PERMANENT_FAILURE, Shared.APP),
  APP_NOT_AVAILABLE(11210, Category.PERMANENT_FAILURE, Shared.APP),
  TENANT_WITHOUT_APP(20009, Category.PERMANENT_FAILURE, Shared.APP),
  SCOPE_MISSING(99991672, Category.PERMANENT_FAILURE, Shared.SCOPE),
  TOKEN_WITHOUT_PERMISSION(99991676, Category.PERMANENT_FAILURE, Shared.SCOPE),
  USER_WITHOUT_PERMISSION(99991679, Category.PERMANENT_FAILURE, Shared.SCOPE),
  ADDRESS_DENIED(
      99991401,
      Category.PERMANENT_FAILURE,
      "The app's IP allow-list does not contain this server's address.",
      "Add the public IPv4 address of this server in the developer console, under Security Settings.",
      "本服务器的 IP 不在应用的 IP 白名单中。",
      "请在开发者后台的安全设置中添加本服务器的公网 IPv4 地址。"),

  // Malformed requests.
  PATH_WRONG(
      99991201,
      Category.PERMANENT_FAILURE,
      "Feishu does not know the path of the call.",
      "Check that base-url is https://open.feishu.cn or https://open.larksuite.com, or that a gateway before it passes"
          + " paths on unchanged.",
      "飞书不识别请求路径。",
      "请检查 base-url 是否为 https://open.feishu.cn 或 https://open.larksuite.com，以及中间网关是否改写了路径。"),
  METHOD_WRONG(
      99991301,
      Category.PERMANENT_FAILURE,
      "Feishu does not accept the HTTP method of the call.",
      "Check whether a gateway between here and Feishu changes the method.",
      "飞书不接受该 HTTP 方法。",
      "请检查与飞书之间的网关是否改写了请求方法。"),
  FIELD_VALIDATION_FAILED(99992402, Category.REJECTION, Shared.FIELD),
  INVALID_FIELD(9499, Category.REJECTION, Shared.FIELD),
  ID_UNKNOWN(99992351, 99992364, Category.REJECTION, null, Shared.IDS),
  ID_OF_OTHER_TENANT(99992381, Category.REJECTION, Shared.IDS),

  // Failures of the platform.
  PLATFORM_ERROR_1500(1500, Category.TRANSIENT_FAILURE, Shared.PLATFORM),
  PLATFORM_ERROR_1663(1663, Category.TRANSIENT_FAILURE, Shared.PLATFORM),
  PLATFORM_ERROR_1668(1668, Category.TRANSIENT_FAILURE, Shared.PLATFORM),
  PLATFORM_ERROR_2200(2200, Category.TRANSIENT_FAILURE, Shared.PLATFORM),
  PLATFORM_ERROR_5000(5000, Category.TRANSIENT_FAILURE, Shared.PLATFORM),
  PLATFORM_ERROR_10101(10101, Category.TRANSIENT_FAILURE, Shared.PLATFORM),
  PLATFORM_ERROR_10500(10500, Category.TRANSIENT_FAILURE, Shared.PLATFORM);

  /** Success. */
  public static final int OK = 0;

  private final int first;
  private final int last;
  private final Category category;
  private final @Nullable DenialReason denial;

  @SuppressWarnings("ImmutableEnumChecker") // records of strings
  private final Explanation explanation;

  FeishuErrorCode(
      int code,
      Category category,
      String meaning,
      String advice,
      String meaningZh,
      String adviceZh) {
    this(code, code, category, null, new Explanation(meaning, advice, meaningZh, adviceZh));
  }

  FeishuErrorCode(
      int code,
      DenialReason denial,
      String meaning,
      String advice,
      String meaningZh,
      String adviceZh) {
    this(
        code, code, Category.ANSWER, denial, new Explanation(meaning, advice, meaningZh, adviceZh));
  }

  FeishuErrorCode(int code, Category category, Explanation explanation) {
    this(code, code, category, null, explanation);
  }

  FeishuErrorCode(
      int first,
      int last,
      Category category,
      @Nullable DenialReason denial,
      Explanation explanation) {
    this.denial = denial;
    this.first = first;
    this.last = last;
    this.category = category;
    this.explanation = explanation;
  }

  /** The row of a code; empty for a code that is not known. */
  public static Optional<FeishuErrorCode> of(int code) {
    return Arrays.stream(values()).filter(row -> row.first <= code && code <= row.last).findFirst();
  }

  /** The first code of this row. */
  int first() {
    return first;
  }

  /** The last code of this row; the same as the first for all but ranges. */
  int last() {
    return last;
  }

  /** The category of this code; {@link MeaningByMessage} decides which code a reply means. */
  Category category() {
    return category;
  }

  /** Whether the code says that the employee is unknown, at all or to this app. */
  boolean blamesTheEmployee() {
    return this == EMPLOYEE_UNKNOWN || this == ID_UNKNOWN || this == ID_OF_OTHER_TENANT;
  }

  /**
   * Whether every call of the app gets this code, for all employees. Never true for a code that may
   * concern one employee only, such as the data range of {@link #NO_PERMISSION}, nor for a rejected
   * token, which may have been revoked between its fetch and its use.
   */
  boolean concernsTheApp() {
    return switch (this) {
      case MONTHLY_QUOTA_USED_UP,
          APP_NOT_IN_USE,
          APP_UNAUTHORIZED,
          APP_NOT_INSTALLED,
          APP_NOT_AVAILABLE,
          TENANT_WITHOUT_APP,
          SCOPE_MISSING,
          TOKEN_WITHOUT_PERMISSION,
          USER_WITHOUT_PERMISSION,
          ADDRESS_DENIED,
          PATH_WRONG,
          METHOD_WRONG ->
          true;
      default -> isAboutCredentials();
    };
  }

  /** Whether its meaning already says that there is no access token. */
  public boolean isAboutCredentials() {
    return explanation.equals(Shared.CREDENTIALS);
  }

  /** The reason for a denial; present in the category {@link Category#ANSWER} only. */
  Optional<DenialReason> denial() {
    return Optional.ofNullable(denial);
  }

  /** What the code means. */
  public BilingualText meaning() {
    return explanation.meaning();
  }

  /** What to do about it. */
  public BilingualText advice() {
    return explanation.advice();
  }

  private static final class Links {
    static final String SUPPORT = "https://applink.feishu.cn/TLJpeNdW";
    static final String DATA_RANGE = "https://oa.feishu.cn/attendance/manage/member/list";
    static final String ERROR_LIST =
        "https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/attendance-v1/attendance-development-guidelines";
    static final String TRY_LATER =
        "Try again later; if it goes on, give the log id to Feishu's support ("
            + Links.SUPPORT
            + ").";
    static final String TRY_LATER_ZH = "请稍后重试；若持续出现，请携带 log id 前往 " + Links.SUPPORT + " 联系技术支持。";
  }

  /** The explanations of rows with the same meaning. */
  private static final class Shared {
    static final Explanation TOKEN =
        new Explanation(
            "Feishu did not accept the access token, nor a fresh one.",
            "Check that the app is a self-built app of this tenant with the scope attendance:task:readonly, and that base-url"
                + " names the right platform (Feishu or Lark).",
            "飞书不接受访问凭证，更换新凭证后仍不接受。",
            "请检查应用是否为本企业的自建应用并已开通 attendance:task:readonly 权限，以及 base-url 是否对应正确的平台（飞书或 Lark）。");

    static final Explanation LIMIT =
        new Explanation(
            "Feishu answers no more calls of this app for the moment: too many were sent.",
            "It is tried again after the time that Feishu names; if it goes on, lower requests-per-second, or see which other"
                + " program uses the same app.",
            "调用过于频繁，飞书暂时拒绝该应用的请求。",
            "系统会按飞书给出的时间自动重试；若持续出现，请调低 requests-per-second，或排查还有哪些程序在使用同一应用。");

    static final Explanation CREDENTIALS =
        new Explanation(
            "Feishu gives no access token for this app-id and app-secret.",
            "Compare both with the page \"Credentials & Basic Info\" of the app in the developer console; see that the app is"
                + " enabled and that base-url names its platform (Feishu or Lark).",
            "飞书拒绝为该 app-id 和 app-secret 颁发访问凭证。",
            "请与开发者后台应用的“凭证与基础信息”页核对，确认应用已启用，且 base-url 对应该应用所在平台（飞书或 Lark）。");

    static final Explanation APP =
        new Explanation(
            "The app is disabled, or not installed in this tenant.",
            "Let a Feishu administrator enable it, and publish a version of it in the developer console.",
            "应用已停用，或未在本企业安装。",
            "请飞书管理员启用应用，并在开发者后台发布版本。");

    static final Explanation SCOPE =
        new Explanation(
            "The app lacks the permission for this call.",
            "Add the scope attendance:task:readonly in the developer console, publish a new version of the app, and have an"
                + " administrator approve it.",
            "应用缺少调用该接口的权限。",
            "请在开发者后台开通 attendance:task:readonly 权限，发布新版本并由管理员审核通过。");

    static final Explanation FIELD =
        new Explanation(
            "Feishu refused a field of the request.",
            "Correct the field that Feishu's message names.",
            "飞书认为请求中的某个字段不合法。",
            "请按飞书返回的信息修改对应字段。");

    static final Explanation IDS =
        new Explanation(
            "Feishu does not know this ID, or it belongs to another app or tenant.",
            "Enter the user ID or the employee number of an employee of this tenant.",
            "飞书不识别该 ID，或该 ID 属于其他应用或企业。",
            "请填写本企业员工的用户 ID 或工号。");

    static final Explanation PLATFORM =
        new Explanation(
            "Feishu's open platform failed.", Links.TRY_LATER, "飞书开放平台内部异常。", Links.TRY_LATER_ZH);
  }

  private record Explanation(BilingualText meaning, BilingualText advice) {
    Explanation(String meaning, String advice, String meaningZh, String adviceZh) {
      this(new BilingualText(meaning, meaningZh), new BilingualText(advice, adviceZh));
    }
  }
}
