package io.remedyflow.feishu;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.resilience4j.core.IntervalFunction;
import io.remedyflow.feishu.Judge.Verdict;
import io.remedyflow.feishu.TenantTokens.Identity;
import io.remedyflow.feishu.TenantTokens.TenantToken;
import io.remedyflow.remedy.BilingualText;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls Feishu's open platform as one app: turn, token, send, judge; and again while that is worth
 * it and the deadline allows.
 *
 * <p>HttpClient would not repeat a POST of itself. This one may be repeated: it only reads.
 */
final class FeishuApi implements AutoCloseable {

  /** The first try and two more; what outlives them is for the job executor to retry. */
  static final int ATTEMPTS_AT_MOST = 3;

  private static final String TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal";

  private final ConnectionSettings settings;
  private final Time time;
  private final HttpExchange http;
  private final TenantTokens tokens;
  private final RequestPacer pacer;
  private final IntervalFunction backoff =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofMillis(200), 2.0, 0.5, Duration.ofSeconds(2));

  FeishuApi(ConnectionSettings settings, Time time) {
    this.settings = settings;
    this.time = time;
    http = new HttpExchange(settings);
    tokens = new TenantTokens(this::fetchToken, time);
    pacer = new RequestPacer(settings, time);
  }

  /**
   * Posts a question.
   *
   * @param reader makes an answer of a verdict of the lane {@link Lane#SUCCESS} or {@link
   *     Lane#ANSWER}; what it cannot read is asked for again, as any other trouble that may pass
   * @throws io.remedyflow.remedy.InvalidRemedyRequestException if Feishu finds fault with the
   *     question
   * @throws FeishuException if there is no answer
   */
  <T> T post(String path, Object body, Function<Verdict, T> reader) {
    Deadline deadline = Deadline.in(settings.callDeadline(), time);
    byte[] json = json(body);
    return persistently(deadline, () -> reader.apply(authorised(path, json, deadline)));
  }

  private Verdict authorised(String path, byte[] json, Deadline deadline) {
    TenantToken token = tokens.current(identity(), deadline);
    Reply reply = send(path, json, token, deadline);
    Verdict verdict = Judge.judge(reply);
    if (verdict.lane() == Lane.STALE_TOKEN) {
      // Once only: early in a token's life Feishu gives out the same token again.
      tokens.drop(identity(), token);
      reply = send(path, json, tokens.current(identity(), deadline), deadline);
      verdict = Judge.judge(reply);
    }
    if (verdict.lane() == Lane.SUCCESS || verdict.lane() == Lane.ANSWER) {
      return verdict;
    }
    throw Judge.failure(verdict, reply);
  }

  private Reply send(String path, byte[] json, TenantToken token, Deadline deadline) {
    pacer.awaitTurn(deadline);
    return http.post(path, json, token.value(), deadline).without(List.of(token.value()));
  }

  /**
   * Repeats trouble that may pass, with growing, jittered pauses, or those that Feishu asks for.
   */
  private <T> T persistently(Deadline deadline, Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (FeishuException e) {
        Duration pause = e.retryAfter().orElse(Duration.ofMillis(backoff.apply(attempt)));
        if (!e.retryable()
            || attempt == ATTEMPTS_AT_MOST
            || http.isClosed()
            || pause.compareTo(deadline.remaining()) >= 0) {
          throw e;
        }
        sleep(pause);
      }
    }
  }

  private TenantToken fetchToken(Identity identity, Deadline deadline) {
    String secret = identity.appSecret().reveal();
    byte[] json = json(new TenantTokenRequestBody(identity.appId(), secret));
    Reply reply = http.post(TOKEN_PATH, json, null, deadline).without(List.of(secret));
    Verdict verdict = Judge.judge(reply);
    if (verdict.lane() != Lane.SUCCESS) {
      throw tokenFailure(verdict, reply);
    }
    Envelope envelope = verdict.envelope();
    String value = envelope.tenantAccessToken();
    if (value == null || value.isBlank()) {
      throw FeishuException.answered(
          new BilingualText(
              "Feishu's token endpoint answered success without a token. Try again later; check what stands between here and Feishu.",
              "飞书的访问凭证接口返回成功但没有凭证。请稍后重试，并检查与飞书之间的网络设备。"),
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
   * The question is not to blame when the token is refused: credentials are trouble, not a
   * rejection.
   */
  private static FeishuException tokenFailure(Verdict verdict, Reply reply) {
    return Judge.failure(verdict, reply) instanceof FeishuException failure
        ? failure
        : FeishuException.answered(
            verdict.explanation(), false, verdict.envelope().code(), verdict.logId(), null);
  }

  private Identity identity() {
    return new Identity(settings.baseUrl(), settings.appId(), settings.appSecret());
  }

  private void sleep(Duration pause) {
    try {
      time.sleep(pause);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  private static byte[] json(Object body) {
    try {
      return Envelope.JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of strings and numbers is always JSON", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
