package io.remedyflow.feishu.client;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.NoPermitException;
import io.remedyflow.remedy.BilingualText;
import java.time.Duration;
import java.util.Optional;

/** The failures of calls that get no permit in time. */
final class RateLimitFailures {

  private static final BilingualText EXHAUSTED =
      new BilingualText(
          "The rate limit of this connection is exhausted for now. If this continues, raise requests-per-second as far as Feishu allows.",
          "该连接的每秒调用次数暂时已满。若持续出现，请在飞书允许的范围内调大 requests-per-second。");

  private static final BilingualText IN_COOLDOWN =
      new BilingualText(
          "This connection is in a cooldown, because Feishu answered that too many calls were sent. If it happens often, lower requests-per-second, or find out which other program uses the same app.",
          "飞书提示调用过于频繁，该连接已暂停调用。若经常出现，请调低 requests-per-second，或排查还有哪些程序在使用同一应用。");

  private RateLimitFailures() {}

  /** The failure of a call that gets no permit. */
  static FeishuException of(NoPermitException e, Call call) {
    Duration left = e.retryAfter();
    if (!e.isInCooldown() && call.spentTheTimeElsewhereFor(left)) {
      return call.outOfTime();
    }
    return FeishuException.answered(
            (e.isInCooldown() ? IN_COOLDOWN : EXHAUSTED).then(resumesIn(left)))
        .rateLimited(Optional.of(left))
        .build();
  }

  /** The failure of a call that began a cooldown: Feishu's answer, and when calls resume. */
  static FeishuException coolsDown(FeishuException answer, Duration left) {
    return FeishuException.answered(answer.explanation().then(resumesIn(left)))
        .code(answer.code())
        .logId(answer.logId())
        .rateLimited(Optional.of(left))
        .build();
  }

  private static BilingualText resumesIn(Duration left) {
    long seconds = left.plusMillis(999).toSeconds();
    return new BilingualText(
        "Nothing is broken: calls resume automatically in %d s.".formatted(seconds),
        "系统没有故障：该连接将在 %d 秒后自动继续。".formatted(seconds));
  }
}
