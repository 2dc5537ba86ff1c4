package io.remedyflow.feishu.client;

import io.remedyflow.feishu.ConnectionListener;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.answer.Category;
import io.remedyflow.feishu.answer.Concern;
import io.remedyflow.feishu.answer.Envelope;
import io.remedyflow.feishu.answer.ErrorCodes;
import io.remedyflow.feishu.answer.GeneralErrorCodes;
import io.remedyflow.feishu.answer.ReplyClassifier;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.feishu.http.Deadline;
import io.remedyflow.feishu.http.HttpTransport;
import io.remedyflow.feishu.http.Interruption;
import io.remedyflow.feishu.http.Redaction;
import io.remedyflow.feishu.http.Reply;
import io.remedyflow.feishu.http.Sending;
import io.remedyflow.feishu.token.TenantTokenRequestBody;
import io.remedyflow.feishu.token.TenantTokens;
import io.remedyflow.feishu.token.TenantTokens.Identity;
import io.remedyflow.feishu.token.TenantTokens.TenantToken;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.BilingualText;
import java.time.Duration;

/** Requests access tokens from Feishu's token endpoint, and reports each request. */
final class TokenRequests implements TenantTokens.Source {

  private static final String PATH = "/open-apis/auth/v3/tenant_access_token/internal";
  private static final ErrorCodes CODES = GeneralErrorCodes.WITHOUT_SCOPE;

  private final ConnectionSettings settings;
  private final HttpTransport http;
  private final ConnectionListener listener;
  private final Time time;

  TokenRequests(
      ConnectionSettings settings, HttpTransport http, ConnectionListener listener, Time time) {
    this.settings = settings;
    this.http = http;
    this.listener = listener;
    this.time = time;
  }

  @Override
  public TenantToken fetch(Identity identity, Deadline deadline) {
    long before = time.nanos();
    boolean succeeded = false;
    try {
      TenantToken token = request(identity, deadline);
      succeeded = true;
      return token;
    } catch (FeishuException e) {
      throw e.interrupted() ? e : e.ofTokenRequest(withoutToken(e));
    } finally {
      listener.tokenFetched(settings.name(), succeeded, Duration.ofNanos(time.nanos() - before));
    }
  }

  /** Adds which step failed, unless the explanation already says it. */
  private static BilingualText withoutToken(FeishuException e) {
    Integer code = e.code();
    if (code != null
        && CODES.find(code).filter(row -> row.concern() == Concern.CREDENTIALS).isPresent()) {
      return e.explanation();
    }
    String codeEn = code == null ? "" : " with code " + code;
    String codeZh = code == null ? "" : "（错误码 " + code + "）";
    return new BilingualText(
            "The request for an access token failed%s.".formatted(codeEn),
            "获取访问凭证的请求失败%s。".formatted(codeZh))
        .then(e.explanation());
  }

  private TenantToken request(Identity identity, Deadline deadline) {
    Interruption.check();
    String secret = identity.appSecret().reveal();
    byte[] json = Envelope.json(new TenantTokenRequestBody(identity.appId(), secret));
    Reply reply =
        http.post(PATH, json, null, deadline, Sending.UNCOUNTED)
            .with(Redaction.of(settings, secret));
    Verdict verdict = ReplyClassifier.judge(reply, CODES, settings.baseUrl() + PATH);
    if (verdict.category() != Category.SUCCESS) {
      throw failure(verdict);
    }
    Envelope envelope = verdict.envelope();
    String value = envelope.tenantAccessToken();
    if (value == null || value.isBlank()) {
      throw FeishuException.answered(
              new BilingualText(
                  "No access token: Feishu's token endpoint answered success without one. Try again later; check the proxies and gateways between this server and Feishu.",
                  "未获得访问凭证：飞书的访问凭证接口返回成功但没有凭证。请稍后重试，并检查与飞书之间的网络设备。"))
          .logId(verdict.logId())
          .retryable()
          .build();
    }
    Long expire = envelope.expire();
    return new TenantToken(
        value, Duration.ofSeconds(expire == null ? 0 : Math.min(Math.max(expire, 0), 7_200)));
  }

  /** Never a rejection: if Feishu rejects the credentials, the call is not at fault. */
  private static FeishuException failure(Verdict verdict) {
    return ReplyClassifier.failure(verdict) instanceof FeishuException failure
        ? failure
        : FeishuException.answered(verdict.explanation())
            .code(verdict.envelope().code())
            .logId(verdict.logId())
            .build();
  }
}
