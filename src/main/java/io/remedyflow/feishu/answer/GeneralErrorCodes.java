package io.remedyflow.feishu.answer;

import io.remedyflow.remedy.BilingualText;
import java.util.List;

/**
 * The codes that every endpoint of the open platform may answer with.
 *
 * @see <a href="https://open.feishu.cn/document/ukTMukTMukTM/ugjM14COyUjL4ITN">Feishu: general
 *     codes</a>
 */
public final class GeneralErrorCodes {

  /** Where Feishu's support can be reached. */
  public static final String SUPPORT = "https://applink.feishu.cn/TLJpeNdW";

  /** What to do about a failure of Feishu. */
  public static final BilingualText TRY_LATER =
      new BilingualText(
          "Try again later; if this continues, give the log id to Feishu's support ("
              + SUPPORT
              + ").",
          "请稍后重试；若持续出现，请携带 log id 前往 " + SUPPORT + " 联系技术支持。");

  static final int RATE_LIMITED = 99991400;

  /**
   * 9499 is also "invalid field"; failure codes come with this message where there are too many
   * calls.
   */
  public static final MeaningByMessage TOO_MANY_REQUESTS =
      new MeaningByMessage(
              "TOO_MANY_REQUESTS",
              RATE_LIMITED,
              "too many request",
              "too many requests?|(frequency|rate|qps) limit|too frequent|频繁|限流")
          .and(9499, 99992402, 1500, 1663, 1668, 2200, 5000, 10101, 10500)
          .andUnknownCodes();

  private static final Explanation LIMIT =
      new Explanation(
          "Feishu's rate limit: the app has sent too many calls.",
          "The call is repeated after the time that Feishu names; if this continues, lower requests-per-second, or find out which other"
              + " program uses the same app.",
          "调用过于频繁，飞书暂时拒绝该应用的请求。",
          "系统会按飞书给出的时间自动重试；若持续出现，请调低 requests-per-second，或排查还有哪些程序在使用同一应用。");

  private static final Explanation CREDENTIALS =
      new Explanation(
          "Feishu gives no access token for this app-id and app-secret.",
          "Compare both with the page \"Credentials & Basic Info\" of the app in the developer console; check that the app is"
              + " enabled and that base-url names its platform (Feishu or Lark).",
          "飞书拒绝为该 app-id 和 app-secret 颁发访问凭证。",
          "请与开发者后台应用的“凭证与基础信息”页核对，确认应用已启用，且 base-url 是该应用所在平台（飞书或 Lark）的地址。");

  private static final Explanation APP =
      new Explanation(
          "The app is disabled, or not installed in this tenant.",
          "Let a Feishu administrator enable it, and publish a version of it in the developer console.",
          "应用已停用，或未在本企业安装。",
          "请飞书管理员启用应用，并在开发者后台发布版本。");

  private static final Explanation FIELD =
      new Explanation(
          "Feishu rejected a field of the request.",
          "Correct the field that Feishu's message names.",
          "飞书认为请求中的某个字段不合法。",
          "请按飞书返回的信息修改对应字段。");

  private static final Explanation IDS =
      new Explanation(
          "Feishu does not know this ID, or it belongs to another app or tenant.",
          "Enter the user ID or the employee number of an employee of this tenant.",
          "飞书不识别该 ID，或该 ID 属于其他应用或企业。",
          "请填写本企业员工的用户 ID 或工号。");

  private static final Explanation PLATFORM =
      new Explanation(
          new BilingualText("Feishu's open platform failed.", "飞书开放平台内部异常。"), TRY_LATER);

  /** For the endpoint that gives out tokens, which needs no scope. */
  public static final ErrorCodes WITHOUT_SCOPE =
      table(token("", ""), permission("the scope that is missing", "所缺的"));

  private GeneralErrorCodes() {}

  /** The general codes of an endpoint that needs this scope. */
  public static ErrorCodes forScope(String scope) {
    return table(
        token(" with the scope " + scope, "并已开通 " + scope + " 权限"),
        permission("the scope " + scope, " " + scope + " "));
  }

  private static Explanation token(String scope, String scopeZh) {
    return new Explanation(
        "Feishu did not accept the access token, nor a fresh one.",
        "Check that the app is a self-built app of this tenant%s, and that base-url names the right platform (Feishu or Lark)."
            .formatted(scope),
        "飞书不接受访问凭证，更换新凭证后仍不接受。",
        "请检查应用是否为本企业的自建应用%s，以及 base-url 是否对应正确的平台（飞书或 Lark）。".formatted(scopeZh));
  }

  private static Explanation permission(String scope, String scopeZh) {
    return new Explanation(
        "The app lacks the permission for this call.",
        "Add %s in the developer console, publish a new version of the app, and have an administrator approve it."
            .formatted(scope),
        "应用缺少调用该接口的权限。",
        "请在开发者后台开通%s权限，发布新版本并由管理员审核通过。".formatted(scopeZh));
  }

  private static ErrorCodes table(Explanation token, Explanation permission) {
    return new ErrorCodes(
        List.of(
            // Rate limits and quotas of the gateway.
            row("RATE_LIMITED", RATE_LIMITED, Category.RATE_LIMITED, LIMIT),
            row("FREQUENCY_LIMITED", 11232, Category.RATE_LIMITED, LIMIT),
            failure(
                "MONTHLY_QUOTA_USED_UP",
                99991403,
                Concern.APP,
                new Explanation(
                    "The tenant's calls of this month are used up.",
                    "Buy more calls or a larger plan in Feishu's admin console, or wait for the next month.",
                    "企业本月的 API 调用次数已用完。",
                    "请在飞书管理后台扩容或升级版本，或等待下个月。")),
            // Tokens.
            row("TOKEN_MISSING", 99991661, Category.STALE_TOKEN, token),
            row("TENANT_TOKEN_INVALID", 99991663, Category.STALE_TOKEN, token),
            row("APP_TOKEN_INVALID", 99991664, Category.STALE_TOKEN, token),
            row("TENANT_CODE_INVALID", 99991665, Category.STALE_TOKEN, token),
            row("USER_TOKEN_INVALID", 99991668, Category.STALE_TOKEN, token),
            row("TOKEN_MALFORMED", 99991671, Category.STALE_TOKEN, token),
            row("TOKEN_EXPIRED", 99991677, Category.STALE_TOKEN, token),
            // Credentials of the app.
            failure("CREDENTIAL_PARAMETER_INVALID", 10003, Concern.CREDENTIALS, CREDENTIALS),
            failure("APP_OR_TENANT_WRONG", 10005, Concern.CREDENTIALS, CREDENTIALS),
            failure("APP_TOKEN_FAILED", 10012, Concern.CREDENTIALS, CREDENTIALS),
            failure("TENANT_TOKEN_FAILED", 10013, Concern.CREDENTIALS, CREDENTIALS),
            failure("APP_UNUSABLE", 10014, Concern.CREDENTIALS, CREDENTIALS),
            failure("APP_SECRET_WRONG", 10015, Concern.CREDENTIALS, CREDENTIALS),
            failure("APP_UNKNOWN", 99991543, Concern.CREDENTIALS, CREDENTIALS),
            // State and permissions of the app.
            failure("APP_NOT_IN_USE", 99991662, Concern.APP, APP),
            failure("APP_UNAUTHORIZED", 99991673, Concern.APP, APP),
            failure("APP_NOT_INSTALLED", 11207, Concern.APP, APP),
            failure("APP_NOT_AVAILABLE", 11210, Concern.APP, APP),
            failure("TENANT_WITHOUT_APP", 20009, Concern.APP, APP),
            failure("SCOPE_MISSING", 99991672, Concern.ENDPOINT, permission),
            failure("TOKEN_WITHOUT_PERMISSION", 99991676, Concern.ENDPOINT, permission),
            failure("USER_WITHOUT_PERMISSION", 99991679, Concern.ENDPOINT, permission),
            failure(
                "ADDRESS_DENIED",
                99991401,
                Concern.APP,
                new Explanation(
                    "The app's IP allow-list does not contain this server's address.",
                    "Add the public IPv4 address of this server in the developer console, under Security Settings.",
                    "本服务器的 IP 不在应用的 IP 白名单中。",
                    "请在开发者后台的安全设置中添加本服务器的公网 IPv4 地址。")),
            // Malformed requests.
            failure(
                "PATH_WRONG",
                99991201,
                Concern.APP,
                new Explanation(
                    "Feishu does not know the path of the call.",
                    "Check that base-url is https://open.feishu.cn or https://open.larksuite.com, or that a gateway before it passes"
                        + " paths on unchanged.",
                    "飞书不识别请求路径。",
                    "请检查 base-url 是否为 https://open.feishu.cn 或 https://open.larksuite.com，以及中间网关是否改写了路径。")),
            failure(
                "METHOD_WRONG",
                99991301,
                Concern.APP,
                new Explanation(
                    "Feishu does not accept the HTTP method of the call.",
                    "Check whether a gateway between here and Feishu changes the method.",
                    "飞书不接受该 HTTP 方法。",
                    "请检查与飞书之间的网关是否改写了请求方法。")),
            row("FIELD_VALIDATION_FAILED", 99992402, Category.REJECTION, FIELD),
            row("INVALID_FIELD", 9499, Category.REJECTION, FIELD),
            row("ID_UNKNOWN", 99992351, Category.REJECTION, IDS)
                .upTo(99992364)
                .concerning(Concern.EMPLOYEE),
            row("ID_OF_OTHER_TENANT", 99992381, Category.REJECTION, IDS)
                .concerning(Concern.EMPLOYEE),
            // Failures of the platform.
            row("PLATFORM_ERROR_1500", 1500, Category.TRANSIENT_FAILURE, PLATFORM),
            row("PLATFORM_ERROR_1663", 1663, Category.TRANSIENT_FAILURE, PLATFORM),
            row("PLATFORM_ERROR_1668", 1668, Category.TRANSIENT_FAILURE, PLATFORM),
            row("PLATFORM_ERROR_2200", 2200, Category.TRANSIENT_FAILURE, PLATFORM),
            row("PLATFORM_ERROR_5000", 5000, Category.TRANSIENT_FAILURE, PLATFORM),
            row("PLATFORM_ERROR_10101", 10101, Category.TRANSIENT_FAILURE, PLATFORM),
            row("PLATFORM_ERROR_10500", 10500, Category.TRANSIENT_FAILURE, PLATFORM)),
        List.of(TOO_MANY_REQUESTS));
  }

  /** A permanent failure that other calls get, too. */
  private static FeishuErrorCode failure(
      String name, int code, Concern concern, Explanation explanation) {
    return row(name, code, Category.PERMANENT_FAILURE, explanation).concerning(concern);
  }

  private static FeishuErrorCode row(
      String name, int code, Category category, Explanation explanation) {
    return FeishuErrorCode.of(name, code, category, explanation.meaning(), explanation.advice());
  }

  private record Explanation(BilingualText meaning, BilingualText advice) {
    Explanation(String meaning, String advice, String meaningZh, String adviceZh) {
      this(new BilingualText(meaning, meaningZh), new BilingualText(advice, adviceZh));
    }
  }
}
