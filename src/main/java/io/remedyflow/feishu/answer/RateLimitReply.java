package io.remedyflow.feishu.answer;

import io.remedyflow.feishu.http.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a reply is a rate limit: the only place that does. A rate limit takes several
 * forms.
 *
 * <ul>
 *   <li>A code or a message that says so, under any HTTP status ({@link MeaningByMessage}).
 *   <li>HTTP 429 with any body: Feishu, a gateway or a proxy wants fewer calls. Only a permanent
 *       failure keeps its category: Feishu sends the monthly quota (99991403) under 429, and no
 *       wait ends that.
 *   <li>Feishu's header for rate limits, with an unknown code or without a code.
 * </ul>
 */
final class RateLimitReply {

  private RateLimitReply() {}

  /** Of a reply with a code; {@code meant} is null for success and unknown codes. */
  static boolean isOne(Reply reply, int code, @Nullable FeishuErrorCode meant) {
    if (meant != null) {
      return meant.category() == Category.RATE_LIMITED
          || (reply.status() == 429 && meant.category() != Category.PERMANENT_FAILURE);
    }
    return reply.status() == 429 || (code != ErrorCodes.OK && hasFeishusHeader(reply));
  }

  /** Of a reply without a code. */
  static boolean isOne(Reply reply) {
    // A reply that a proxy wrote is not Feishu's, even with Feishu's headers.
    return reply.status() == 429 || (!reply.isFromProxy() && hasFeishusHeader(reply));
  }

  /** An unreadable value counts too, since its format is not documented; 0 means no wait. */
  private static boolean hasFeishusHeader(Reply reply) {
    return reply.header(RetryAfter.RESET).filter(text -> !text.matches("\\s*0*\\s*")).isPresent();
  }
}
