package io.remedyflow.feishu.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.remedyflow.feishu.BackgroundThread;
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
import io.remedyflow.feishu.http.DeadlineTimer;
import io.remedyflow.feishu.http.HttpTransport;
import io.remedyflow.feishu.http.Interruption;
import io.remedyflow.feishu.http.KnownSecrets;
import io.remedyflow.feishu.http.Reply;
import io.remedyflow.feishu.token.CurrentSecret;
import io.remedyflow.feishu.token.TenantTokenRequestBody;
import io.remedyflow.feishu.token.TenantTokens;
import io.remedyflow.feishu.token.TenantTokens.Identity;
import io.remedyflow.feishu.token.TenantTokens.TenantToken;
import io.remedyflow.ratelimit.NoPermitException;
import io.remedyflow.ratelimit.RateLimiter;
import io.remedyflow.ratelimit.SharedRateLimit;
import io.remedyflow.ratelimit.SharedRateLimitAccess;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.BilingualText;
import java.time.Duration;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Calls Feishu's open platform as one app: circuit breaker, token, permit, send, classify. Repeats
 * this while a repeat is worthwhile and the deadline allows.
 *
 * <p>HttpClient does not repeat a POST by default. Ours is repeated, because an {@link Endpoint}
 * only reads.
 */
final class FeishuClient implements AutoCloseable {

  private static final String TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal";
  private static final ErrorCodes TOKEN_CODES = GeneralErrorCodes.WITHOUT_SCOPE;

  private final ConnectionSettings settings;
  private final Time time;
  private final ConnectionListener listener;
  private final HttpTransport http;
  private final TenantTokens tokens;
  private final RateLimiter limiter;
  private final BackgroundThread background;
  private final CurrentSecret secret;
  private final ConnectionCircuitBreaker circuit;
  private final BlockedApp blockedApp;
  private final RetryBudget budget = new RetryBudget();
  private final Retries retries;
  private final RecentLatency latency = new RecentLatency();
  private @Nullable SharedPart shared;

  /**
   * @param limiter of this connection, or of all connections over the same app
   * @param names resolves host names
   */
  FeishuClient(
      ConnectionSettings settings,
      RateLimiter limiter,
      Time time,
      ConnectionListener listener,
      DnsResolver names) {
    this.settings = settings;
    this.limiter = limiter;
    this.time = time;
    this.listener = listener;
    http = new HttpTransport(settings, names, HttpTransport.TIME_TO_LIVE);
    background = new BackgroundThread(settings.name());
    secret = new CurrentSecret(settings, time);
    tokens =
        new TenantTokens(
            settings.name(),
            this::fetchToken,
            (identity, deadline) -> identity.with(secret.readAgain(deadline)),
            time,
            background);
    circuit = new ConnectionCircuitBreaker(settings.name(), time);
    blockedApp = new BlockedApp(settings.name(), time);
    retries = new Retries(time, budget, () -> http.isClosed() || circuit.stopsAll());
  }

  /**
   * Calls an endpoint.
   *
   * @throws io.remedyflow.remedy.InvalidRemedyRequestException if Feishu rejects the request
   * @throws FeishuException if there is no answer; at once, while Feishu blocks the whole app
   */
  <Q, A> Answered<A> call(Endpoint<Q, A> endpoint, Q request, Call call) {
    return blockedApp.unlessBlocked(call, () -> callAnyway(endpoint, request, call));
  }

  /**
   * Calls an endpoint even while Feishu blocks the whole app, to find out whether it still does.
   */
  <Q, A> Answered<A> callAnyway(Endpoint<Q, A> endpoint, Q request, Call call) {
    String path = endpoint.path(request);
    byte[] json = json(endpoint.body(request));
    return circuit.run(
        call,
        () ->
            retries.persistently(
                call,
                () -> {
                  Verdict verdict = authorised(endpoint.codes(), path, json, call);
                  return new Answered<>(endpoint.answer(verdict, request), verdict);
                }));
  }

  /**
   * Ensures that there is a token. Requests it once, without the retry budget: a check is repeated
   * anyway.
   *
   * @throws FeishuException if there is no token, or none in time
   */
  void obtainToken(Call call) {
    token(call);
  }

  /** A call did not notice its deadline, and no thread waits for it any more. */
  void leftBehind(Call call, FeishuException outOfTime) {
    circuit.leftBehind(call, outOfTime);
  }

  /** The recent latency of answers. */
  RecentLatency latency() {
    return latency;
  }

  /** Ends calls at their deadlines, until this client is closed. */
  DeadlineTimer deadlines() {
    return http.deadlines();
  }

  /** Whether Feishu blocks the whole app, as far as is known. */
  boolean isAppBlocked() {
    return blockedApp.isOn();
  }

  boolean isCircuitOpen() {
    return circuit.isOpen();
  }

  /** What is left of the retry budget, from 0 to 1. */
  double retryBudget() {
    return budget.left();
  }

  /** How long the cooldown still lasts; zero if there is none. */
  Duration cooldown() {
    return limiter.cooldown();
  }

  RateLimiter limiter() {
    return limiter;
  }

  /**
   * Makes the nodes share the rate limit of the calls from now on. Takes effect once, also for
   * connections that have a limiter in common.
   */
  synchronized void share(SharedRateLimit limit) {
    synchronized (limiter) {
      if (!limiter.isShared() && !background.isClosed()) {
        BackgroundThread thread = new BackgroundThread(settings.name() + "-rate-limit");
        shared = new SharedPart(limiter.share(settings.name(), limit, thread), thread);
      }
    }
  }

  private record SharedPart(SharedRateLimitAccess access, BackgroundThread thread) {
    void close() {
      access.close();
      thread.close();
    }
  }

  private Verdict authorised(ErrorCodes codes, String path, byte[] json, Call call) {
    checkCooldown(call);
    TenantToken token = token(call);
    Heard heard = send(codes, path, json, token, call);
    if (heard.verdict().category() == Category.STALE_TOKEN) {
      // Only once: early in a token's life Feishu returns the same token again.
      tokens.drop(identity(), token);
      heard = send(codes, path, json, token(call), call);
    }
    Verdict verdict = heard.verdict();
    blockedApp.heard(verdict);
    if (verdict.category() == Category.SUCCESS || verdict.category() == Category.ANSWER) {
      return verdict;
    }
    if (verdict.concern() == Concern.EMPLOYEE) {
      call.employeeUnknown();
    }
    throw ReplyClassifier.failure(verdict, heard.reply());
  }

  /**
   * The token for a call. Without it there is no call, so a rate limit of the token endpoint begins
   * a cooldown for all calls.
   */
  private TenantToken token(Call call) {
    try {
      return call.obtainingToken(() -> tokens.current(identity(), call.deadline()));
    } catch (FeishuException e) {
      throw e.rateLimited() ? coolDown(e) : e;
    }
  }

  private Heard send(ErrorCodes codes, String path, byte[] json, TenantToken token, Call call) {
    Deadline deadline = call.deadline();
    Interruption.check();
    Permit permit = new Permit(limiter, call, latency);
    if (!deadline.hasPassed()) { // else the token took all the time, and the post fails with that
      permit.take();
      call.sends();
    }
    try {
      Reply reply =
          http.post(path, json, token.value(), deadline, permit)
              .without(KnownSecrets.of(settings, token.value(), secret.current().reveal()));
      Verdict verdict = ReplyClassifier.judge(reply, codes, settings.baseUrl() + path);
      if (verdict.category() == Category.RATE_LIMITED) {
        throw ReplyClassifier.failure(verdict, reply);
      }
      limiter.admitted();
      return new Heard(reply, verdict);
    } catch (FeishuException e) {
      throw e.rateLimited() && !permit.isRefused() ? coolDown(e) : e;
    }
  }

  private void checkCooldown(Call call) {
    try {
      limiter.checkCooldown(call::patience);
    } catch (NoPermitException e) {
      throw RateLimitFailures.of(e, call);
    }
  }

  private FeishuException coolDown(FeishuException answer) {
    return RateLimitFailures.coolsDown(answer, limiter.coolDown(answer.retryAfter()));
  }

  private record Heard(Reply reply, Verdict verdict) {}

  private TenantToken fetchToken(Identity identity, Deadline deadline) {
    long before = time.nanos();
    boolean succeeded = false;
    try {
      TenantToken token = askForToken(identity, deadline);
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
        && TOKEN_CODES.find(code).filter(row -> row.concern() == Concern.CREDENTIALS).isPresent()) {
      return e.explanation();
    }
    String codeEn = code == null ? "" : " with code " + code;
    String codeZh = code == null ? "" : "（错误码 " + code + "）";
    return new BilingualText(
            "The request for an access token failed%s.".formatted(codeEn),
            "获取访问凭证的请求失败%s。".formatted(codeZh))
        .then(e.explanation());
  }

  private TenantToken askForToken(Identity identity, Deadline deadline) {
    Interruption.check();
    String secret = identity.appSecret().reveal();
    byte[] json = json(new TenantTokenRequestBody(identity.appId(), secret));
    Reply reply =
        http.post(TOKEN_PATH, json, null, deadline).without(KnownSecrets.of(settings, secret));
    Verdict verdict = ReplyClassifier.judge(reply, TOKEN_CODES, settings.baseUrl() + TOKEN_PATH);
    if (verdict.category() != Category.SUCCESS) {
      throw tokenFailure(verdict, reply);
    }
    Envelope envelope = verdict.envelope();
    String value = envelope.tenantAccessToken();
    if (value == null || value.isBlank()) {
      throw FeishuException.answered(
          new BilingualText(
              "No access token: Feishu's token endpoint answered success without one. Try again later; check what stands between here and Feishu.",
              "未获得访问凭证：飞书的访问凭证接口返回成功但没有凭证。请稍后重试，并检查与飞书之间的网络设备。"),
          true,
          null,
          verdict.logId(),
          null);
    }
    Long expire = envelope.expire();
    return new TenantToken(
        value, Duration.ofSeconds(expire == null ? 0 : Math.min(Math.max(expire, 0), 7_200)));
  }

  /**
   * The failure of a token request, never a rejection: if Feishu rejects the credentials, the call
   * is not at fault.
   */
  private static FeishuException tokenFailure(Verdict verdict, Reply reply) {
    return ReplyClassifier.failure(verdict, reply) instanceof FeishuException failure
        ? failure
        : FeishuException.answered(
            verdict.explanation(), false, verdict.envelope().code(), verdict.logId(), null);
  }

  private Identity identity() {
    return new Identity(settings.baseUrl(), settings.appId(), secret.current());
  }

  private static byte[] json(Object body) {
    try {
      return Envelope.JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of strings and numbers is always JSON", e);
    }
  }

  @Override
  public synchronized void close() {
    if (shared != null) {
      shared.close();
    }
    background.close();
    secret.close();
    http.close();
  }
}
