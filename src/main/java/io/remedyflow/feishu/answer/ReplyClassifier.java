package io.remedyflow.feishu.answer;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.http.Redaction;
import io.remedyflow.feishu.http.Reply;
import io.remedyflow.feishu.http.WholeToken;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.RequestRejectedException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Classifies a reply: by Feishu's code if it is known, else by HTTP status. A rate limit comes
 * before both ({@link RateLimitReply}).
 */
public final class ReplyClassifier {

  private static final int EXCERPT_AT_MOST = 120;

  /** Enough for an excerpt, even if most of it is mark-up. */
  private static final int READ_AT_MOST = 8_192;

  private static final char NO_CHARACTER = '\uFFFD';

  private static final Pattern TOKEN = WholeToken.matching("[tu]-[\\w.-]{6,}");

  private ReplyClassifier() {}

  /**
   * A reply that Feishu wrote.
   *
   * @param category what the reply means for the call
   * @param meant what the reply means, with its message considered; null for success and for an
   *     unknown code
   * @param envelope the reply's body
   * @param logId Feishu's log id, or null
   * @param reply that it is about
   */
  public record Verdict(
      Category category,
      @Nullable FeishuErrorCode meant,
      Envelope envelope,
      @Nullable String logId,
      Reply reply) {

    /** For texts of the envelope that are shown. */
    public Redaction redaction() {
      return reply.redaction();
    }

    /** Whether other calls get the same answer. */
    public Concern concern() {
      return meant == null ? Concern.CALL : meant.concern();
    }

    /** Meaning and advice of the code, and Feishu's message. */
    public BilingualText explanation() {
      BilingualText text = meaning();
      List<String> permissions = envelope.missingPermissions(redaction());
      if (!permissions.isEmpty()) {
        String listed = String.join(", ", permissions);
        text = text.then(new BilingualText("Missing: " + listed + ".", "缺少的权限：" + listed + "。"));
      }
      String msg = envelope.shownMsg(redaction());
      return msg.isEmpty()
          ? text
          : text.then(new BilingualText("Feishu said: \"" + msg + "\".", "飞书返回的信息：“" + msg + "”。"));
    }

    /** Meaning and advice of the code, without Feishu's message, which may name an employee. */
    public BilingualText meaning() {
      if (meant != null) {
        return meant.explanation();
      }
      int code = envelope.requiredCode();
      return new BilingualText(
          "Feishu answered with code "
              + code
              + ", which this version does not know. Look it up in"
              + " Feishu's documentation, or ask its support with the log id.",
          "飞书返回了本版本未收录的错误码 " + code + "。请查阅飞书开放平台文档，或携带 log id 联系技术支持。");
    }
  }

  /**
   * Classifies a reply.
   *
   * @param codes that the endpoint is known to answer with
   * @param address of the call, shown for comparison
   * @throws FeishuException if something other than Feishu's API may have written the reply: a
   *     proxy wrote it, it has no code, or its code and HTTP status contradict each other
   */
  public static Verdict judge(Reply reply, ErrorCodes codes, String address) {
    if (reply.isFromProxy()) {
      throw notFromFeishu(reply, address);
    }
    Envelope envelope =
        Envelope.read(reply)
            .filter(read -> !isContradicted(read, reply))
            .orElseThrow(() -> notFromFeishu(reply, address));
    FeishuErrorCode meant = codes.meant(envelope.requiredCode(), envelope.cleanMsg()).orElse(null);
    if (RateLimitReply.isOne(reply, envelope.requiredCode(), meant)) {
      meant = codes.get(GeneralErrorCodes.RATE_LIMITED);
    }
    return new Verdict(
        category(envelope, meant, reply), meant, envelope, envelope.logId(reply), reply);
  }

  /**
   * Feishu's API sends success only with a successful HTTP status; the error page of a gateway may
   * combine success with an error status.
   */
  private static boolean isContradicted(Envelope envelope, Reply reply) {
    boolean success = reply.status() >= 200 && reply.status() < 300;
    return envelope.requiredCode() == ErrorCodes.OK && !success;
  }

  /** The exception for a verdict that is neither a success nor an answer. */
  public static RuntimeException failure(Verdict verdict) {
    Integer code = verdict.envelope().code();
    BilingualText explanation = verdict.explanation();
    if (verdict.category() == Category.REJECTION) {
      return new RequestRejectedException(explanation, code, verdict.logId());
    }
    FeishuException.Builder failure =
        FeishuException.answered(explanation).code(code).logId(verdict.logId());
    return verdict.category() == Category.RATE_LIMITED
        ? failure.rateLimited(RetryAfter.of(verdict.reply())).build()
        : failure(failure, verdict.category().retryable(), verdict.reply());
  }

  private static FeishuException failure(
      FeishuException.Builder failure, boolean retryable, Reply reply) {
    return (retryable ? failure.retryable(RetryAfter.of(reply)) : failure).build();
  }

  private static Category category(
      Envelope envelope, @Nullable FeishuErrorCode meant, Reply reply) {
    if (meant != null) {
      return meant.category();
    }
    if (envelope.requiredCode() == ErrorCodes.OK) {
      return Category.SUCCESS;
    }
    return reply.serverFailed() ? Category.TRANSIENT_FAILURE : Category.PERMANENT_FAILURE;
  }

  private static FeishuException notFromFeishu(Reply reply, String address) {
    int status = reply.status();
    String logId =
        reply.header("X-Tt-Logid").map(id -> reply.redaction().clean(id, 100)).orElse(null);
    if (status == 407) {
      return FeishuException.answered(
              new BilingualText(
                  "The proxy rejected this user (HTTP 407). Check proxy.username and proxy.password.",
                  "代理服务器拒绝了身份验证（HTTP 407）。请检查 proxy.username 和 proxy.password。"))
          .logId(logId)
          .build();
    }
    boolean retryable = status < 400 || status == 408 || status >= 500;
    if (RateLimitReply.isOne(reply)) {
      return limitedOnTheWay(reply, reply.isFromProxy() ? null : logId);
    }
    if (reply.isFromProxy()) {
      return failure(
          FeishuException.answered(
              new BilingualText(
                  "The proxy does not connect to Feishu (HTTP %d). Ask the proxy's administrator to allow the host of base-url."
                      .formatted(status),
                  "代理服务器未能连接飞书（HTTP %d）。请代理管理员放行 base-url 中的域名。".formatted(status))),
          retryable,
          reply);
    }
    if (status >= 300 && status < 400) {
      String target = reply.header("Location").flatMap(it -> host(it, reply)).orElse("?");
      return FeishuException.answered(
              new BilingualText(
                  "HTTP %d redirects to %s, which is not followed, to protect the token. Set base-url to the open platform itself."
                      .formatted(status, target),
                  "HTTP %d 重定向到 %s。为避免泄露访问凭证，不会跟随重定向。请将 base-url 设置为开放平台本身的地址。"
                      .formatted(status, target)))
          .logId(logId)
          .build();
    }
    String excerpt = excerpt(reply);
    String path = address.replaceAll("\\?.*", "");
    return failure(
        FeishuException.answered(
                new BilingualText(
                    "HTTP %d has a body that is not Feishu's (%s, \"%s\"%s). Check base-url and the proxies and gateways between this server and Feishu."
                        .formatted(
                            status, contentType(reply), excerpt, status == 404 ? ", " + path : ""),
                    "HTTP %d 的响应内容不是飞书的格式（%s，“%s”%s）。请检查 base-url 以及与飞书之间的网络设备。"
                        .formatted(
                            status, contentType(reply), excerpt, status == 404 ? "，" + path : "")))
            .logId(logId),
        retryable,
        reply);
  }

  /** For a rate limit that Feishu did not write: a gateway or proxy wants fewer calls. */
  private static FeishuException limitedOnTheWay(Reply reply, @Nullable String logId) {
    String excerpt = excerpt(reply);
    return FeishuException.answered(
            new BilingualText(
                "A gateway between this server and Feishu rejects calls for now (HTTP %d, %s, \"%s\"). If this continues, lower requests-per-second, or raise that limit."
                    .formatted(reply.status(), contentType(reply), excerpt),
                "与飞书之间的网关暂时拒绝请求（HTTP %d，%s，“%s”）。若持续出现，请调低 requests-per-second，或调高该网关的限制。"
                    .formatted(reply.status(), contentType(reply), excerpt)))
        .logId(logId)
        .rateLimited(RetryAfter.of(reply))
        .build();
  }

  /**
   * The beginning of the body. Tokens are redacted, since a broken answer may hold a new one; "?"
   * replaces what is not text.
   */
  private static String excerpt(Reply reply) {
    String beginning = reply.redaction().applyTo(reply.beginning(READ_AT_MOST));
    String text = beginning.substring(0, Math.min(beginning.length(), 2_000));
    // A single one may be a character that was cut in two.
    boolean binary = text.indexOf(NO_CHARACTER) != text.lastIndexOf(NO_CHARACTER);
    String known = TOKEN.matcher(text).replaceAll("******");
    return binary ? "?" : reply.redaction().clean(known, EXCERPT_AT_MOST);
  }

  private static String contentType(Reply reply) {
    return reply.redaction().clean(reply.header("Content-Type").orElse("-"), 60);
  }

  private static Optional<String> host(String location, Reply reply) {
    try {
      return Optional.ofNullable(URI.create(location).getHost())
          .map(name -> reply.redaction().clean(name, 100));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
