package io.remedyflow.feishu;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.InvalidRemedyRequestException;
import io.remedyflow.remedy.RefusalReason;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says what a reply means: by Feishu's code where there is one, by HTTP status only where there is
 * none.
 */
final class Judge {

  private static final int EXCERPT_AT_MOST = 120;
  private static final char NO_CHARACTER = '\uFFFD';

  private static final Pattern TOKEN = Pattern.compile("\\b[tu]-[\\w.-]{6,}");

  private Judge() {}

  /**
   * A reply that Feishu wrote.
   *
   * @param lane what becomes of the call
   * @param envelope the reply's body
   * @param logId Feishu's log id, or null
   */
  record Verdict(Lane lane, Envelope envelope, @Nullable String logId) {

    /** Why nothing may be remedied; present in the lane {@link Lane#ANSWER} only. */
    Optional<RefusalReason> refusal() {
      return lane == Lane.ANSWER
          ? FeishuErrorCode.of(envelope.requiredCode()).flatMap(FeishuErrorCode::refusal)
          : Optional.empty();
    }

    /** Meaning and advice of the code, and Feishu's own message. */
    BilingualText explanation() {
      return explain(envelope);
    }
  }

  /**
   * Judges.
   *
   * @throws FeishuException if the reply has no code, so that something other than Feishu's API may
   *     have written it
   */
  static Verdict judge(Reply reply) {
    if (reply.isProxys()) {
      throw notFromFeishu(reply);
    }
    Envelope envelope = Envelope.read(reply).orElseThrow(() -> notFromFeishu(reply));
    return new Verdict(lane(envelope, reply), envelope, envelope.logId(reply));
  }

  /** The exception for a verdict that neither succeeded nor is an answer. */
  static RuntimeException failure(Verdict verdict, Reply reply) {
    Integer code = verdict.envelope().code();
    BilingualText explanation = verdict.explanation();
    if (verdict.lane() == Lane.REJECTION) {
      return new InvalidRemedyRequestException(explanation, code, verdict.logId());
    }
    if (verdict.lane() == Lane.RATE_LIMIT) {
      return FeishuException.turnedAway(
          explanation, code, verdict.logId(), pause(reply).orElse(null));
    }
    boolean retryable = verdict.lane().retryable();
    return FeishuException.answered(
        explanation,
        retryable,
        code,
        verdict.logId(),
        retryable ? pause(reply).orElse(null) : null);
  }

  private static Lane lane(Envelope envelope, Reply reply) {
    int code = envelope.requiredCode();
    if (code == FeishuErrorCode.OK) {
      return Lane.SUCCESS;
    }
    return FeishuErrorCode.of(code)
        .map(row -> row.lane(envelope.cleanMsg()))
        .orElseGet(() -> reply.serverFailed() ? Lane.RETRY : Lane.STOP);
  }

  private static BilingualText explain(Envelope envelope) {
    int code = envelope.requiredCode();
    BilingualText text =
        FeishuErrorCode.of(code)
            .map(row -> row.meaning().then(row.advice()))
            .orElseGet(
                () ->
                    new BilingualText(
                        "Feishu answered with code "
                            + code
                            + ", which this version does not know. Look it up in"
                            + " Feishu's documentation, or ask its support with the log id.",
                        "飞书返回了本版本未收录的错误码 " + code + "。请查阅飞书开放平台文档，或携带 log id 联系技术支持。"));
    List<String> permissions = envelope.missingPermissions();
    if (!permissions.isEmpty()) {
      String listed = String.join(", ", permissions);
      text = text.then(new BilingualText("Missing: " + listed + ".", "缺少的权限：" + listed + "。"));
    }
    String msg = envelope.cleanMsg();
    return msg.isEmpty()
        ? text
        : text.then(new BilingualText("Feishu said: \"" + msg + "\".", "飞书返回的信息：“" + msg + "”。"));
  }

  private static FeishuException notFromFeishu(Reply reply) {
    int status = reply.status();
    String logId = reply.header("X-Tt-Logid").map(id -> CleanText.of(id, 100)).orElse(null);
    if (status == 407) {
      return FeishuException.answered(
          new BilingualText(
              "The proxy refuses this user (HTTP 407). Check proxy.username and proxy.password.",
              "代理服务器拒绝了身份验证（HTTP 407）。请检查 proxy.username 和 proxy.password。"),
          false,
          null,
          logId,
          null);
    }
    boolean retryable = status < 400 || status == 408 || status == 429 || status >= 500;
    if (reply.isProxys()) {
      return FeishuException.answered(
          new BilingualText(
              "The proxy does not connect to Feishu (HTTP %d). Let whoever runs the proxy allow the host of base-url."
                  .formatted(status),
              "代理服务器未能连接飞书（HTTP %d）。请代理管理员放行 base-url 中的域名。".formatted(status)),
          retryable,
          null,
          null,
          retryable ? pause(reply).orElse(null) : null);
    }
    if (status >= 300 && status < 400) {
      String target = reply.header("Location").flatMap(Judge::host).orElse("?");
      return FeishuException.answered(
          new BilingualText(
              "HTTP %d redirects to %s, which is not followed, lest the token go there. Set base-url to the open platform itself."
                  .formatted(status, target),
              "HTTP %d 重定向到 %s。为避免泄露访问凭证，不会跟随重定向。请将 base-url 设置为开放平台本身的地址。"
                  .formatted(status, target)),
          false,
          null,
          logId,
          null);
    }
    String excerpt = excerpt(reply);
    if (status == 429) {
      return FeishuException.turnedAway(
          new BilingualText(
              "Something between here and Feishu answers no more calls for the moment (HTTP 429, %s, \"%s\"). If it goes on, lower requests-per-second, or raise that limit."
                  .formatted(contentType(reply), excerpt),
              "与飞书之间的网关暂时不再响应请求（HTTP 429，%s，“%s”）。若持续出现，请调低 requests-per-second，或调高该网关的限制。"
                  .formatted(contentType(reply), excerpt)),
          null,
          logId,
          pause(reply).orElse(null));
    }
    return FeishuException.answered(
        new BilingualText(
            "HTTP %d came with a body that is not Feishu's (%s, \"%s\"). Check base-url and what stands between here and Feishu."
                .formatted(status, contentType(reply), excerpt),
            "HTTP %d 的响应内容不是飞书的格式（%s，“%s”）。请检查 base-url 以及与飞书之间的网络设备。"
                .formatted(status, contentType(reply), excerpt)),
        retryable,
        null,
        logId,
        retryable ? pause(reply).orElse(null) : null);
  }

  /**
   * The body's first words; a token in it, as a broken answer with a new one has, is none of them,
   * nor is what is no text.
   */
  private static String excerpt(Reply reply) {
    String text = reply.beginning(2_000);
    // One may be a character that was cut in two.
    boolean binary = text.indexOf(NO_CHARACTER) != text.lastIndexOf(NO_CHARACTER);
    return binary ? "?" : CleanText.of(TOKEN.matcher(text).replaceAll("******"), EXCERPT_AT_MOST);
  }

  private static String contentType(Reply reply) {
    return CleanText.of(reply.header("Content-Type").orElse("-"), 60);
  }

  private static Optional<String> host(String location) {
    try {
      return Optional.ofNullable(URI.create(location).getHost())
          .map(name -> CleanText.of(name, 100));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * How long to wait, in whole seconds: Feishu's own header, else HTTP's; nonsense counts as
   * silence.
   */
  private static Optional<Duration> pause(Reply reply) {
    return reply
        .header("x-ogw-ratelimit-reset")
        .flatMap(Judge::seconds)
        .or(() -> reply.header("Retry-After").flatMap(Judge::seconds));
  }

  private static Optional<Duration> seconds(String header) {
    String text = header.strip();
    if (!text.matches("0*[1-9][0-9]{0,8}")) {
      return Optional.empty();
    }
    Duration pause = Duration.ofSeconds(Long.parseLong(text));
    return Optional.of(
        pause.compareTo(ConnectionPause.LONGEST) > 0 ? ConnectionPause.LONGEST : pause);
  }
}
