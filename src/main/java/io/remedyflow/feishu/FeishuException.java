package io.remedyflow.feishu;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.RemedyLookupException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Feishu was not reached, did not answer in time, or answered with trouble. */
public final class FeishuException extends RemedyLookupException {

  private FeishuException(
      BilingualText explanation,
      boolean retryable,
      @Nullable Integer code,
      @Nullable String logId,
      @Nullable Duration retryAfter,
      boolean turnedAway,
      @Nullable Throwable cause) {
    super(explanation, retryable, code, logId, retryAfter, turnedAway, cause);
  }

  /** Trouble on the way, that may be gone the next time. */
  static FeishuException passing(BilingualText explanation, @Nullable Throwable cause) {
    return new FeishuException(explanation, true, null, null, null, false, cause);
  }

  /** Trouble on the way, that somebody has to mend. */
  static FeishuException lasting(BilingualText explanation, @Nullable Throwable cause) {
    return new FeishuException(explanation, false, null, null, null, false, cause);
  }

  /** Trouble that Feishu, or something in front of it, answered with. */
  static FeishuException answered(
      BilingualText explanation,
      boolean retryable,
      @Nullable Integer code,
      @Nullable String logId,
      @Nullable Duration retryAfter) {
    return new FeishuException(explanation, retryable, code, logId, retryAfter, false, null);
  }

  /** Too many calls: the question was not looked at, here or at Feishu, and has only to wait. */
  static FeishuException turnedAway(
      BilingualText explanation,
      @Nullable Integer code,
      @Nullable String logId,
      @Nullable Duration retryAfter) {
    return new FeishuException(explanation, true, code, logId, retryAfter, true, null);
  }

  /** The same in other words. */
  FeishuException with(BilingualText words, @Nullable Throwable cause) {
    return new FeishuException(
        words, retryable(), code(), logId(), retryAfter().orElse(null), turnedAway(), cause);
  }

  /** The same, with what is left of the pause. */
  FeishuException withRetryAfter(Duration left) {
    return new FeishuException(
        explanation(), retryable(), code(), logId(), left, turnedAway(), this);
  }
}
