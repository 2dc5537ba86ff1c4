package io.remedyflow.feishu.answer;

import io.remedyflow.feishu.http.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a reply is a rate limit: the only place that does. A rate limit has many shapes.
 *
 * <ul>
 *   <li>A code or a message that says so, under any HTTP status ({@link MeaningByMessage}).
 *   <li>HTTP 429, whatever its body: Feishu, a gateway or a proxy wants fewer calls. Only a code
 *       that somebody has to act on stays what it is: Feishu sends the monthly quota (99991403)
 *       under 429, and no wait ends that.
 *   <li>Feishu's header for rate limits beside a code that is not known, or without a code.
 * </ul>
 */
final class RateLimitReply {

  private RateLimitReply() {}

  /** Whether a reply with a code is one; {@code meant} is null for success and unknown codes. */
  static boolean isOne(Reply reply, int code, @Nullable FeishuErrorCode meant) {
    if (meant != null) {
      return meant.lane() == Category.RATE_LIMIT
          || (reply.status() == 429 && meant.lane() != Category.STOP);
    }
    return reply.status() == 429 || (code != FeishuErrorCode.OK && hasFeishusHeader(reply));
  }

  /** Whether a reply without a code is one. */
  static boolean isOne(Reply reply) {
    // What a proxy says instead of connecting is not Feishu's, whatever its headers.
    return reply.status() == 429 || (!reply.isProxys() && hasFeishusHeader(reply));
  }

  /** Even where nobody can read it, as nothing says how it is written; but 0 is no wait. */
  private static boolean hasFeishusHeader(Reply reply) {
    return reply.header(RetryAfter.RESET).filter(text -> !text.matches("\\s*0*\\s*")).isPresent();
  }
}
