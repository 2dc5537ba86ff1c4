package io.remedyflow.feishu;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.RemedyLookupException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Feishu was not reached, did not answer in time, or answered with trouble. */
public final class FeishuException extends RemedyLookupException {

  private final Kind kind;

  /** What kind of trouble, as far as its explanation and its consequences differ by it. */
  private enum Kind {
    ON_THE_WAY,
    SILENCE,
    ANSWERED,
    INTERRUPTED
  }

  private FeishuException(
      Kind kind,
      BilingualText explanation,
      boolean retryable,
      @Nullable Integer code,
      @Nullable String logId,
      @Nullable Duration retryAfter,
      boolean turnedAway,
      @Nullable Throwable cause) {
    super(explanation, retryable, code, logId, retryAfter, turnedAway, cause);
    this.kind = kind;
  }

  /** Trouble on the way, that may be gone the next time. */
  static FeishuException passing(BilingualText explanation, @Nullable Throwable cause) {
    return new FeishuException(Kind.ON_THE_WAY, explanation, true, null, null, null, false, cause);
  }

  /** Nothing came back at all, which may be otherwise the next time. */
  static FeishuException silence(BilingualText explanation, @Nullable Throwable cause) {
    return new FeishuException(Kind.SILENCE, explanation, true, null, null, null, false, cause);
  }

  /** The call was given up, because this side is being stopped. */
  static FeishuException interrupted(BilingualText explanation, Throwable cause) {
    return new FeishuException(Kind.INTERRUPTED, explanation, true, null, null, null, false, cause);
  }

  /** Trouble on the way, that somebody has to mend. */
  static FeishuException lasting(BilingualText explanation, @Nullable Throwable cause) {
    return new FeishuException(Kind.ON_THE_WAY, explanation, false, null, null, null, false, cause);
  }

  /** Trouble that Feishu, or something in front of it, answered with. */
  static FeishuException answered(
      BilingualText explanation,
      boolean retryable,
      @Nullable Integer code,
      @Nullable String logId,
      @Nullable Duration retryAfter) {
    return new FeishuException(
        Kind.ANSWERED, explanation, retryable, code, logId, retryAfter, false, null);
  }

  /** Too many calls: the question was not looked at, here or at Feishu, and has only to wait. */
  static FeishuException turnedAway(
      BilingualText explanation,
      @Nullable Integer code,
      @Nullable String logId,
      @Nullable Duration retryAfter) {
    return new FeishuException(
        Kind.ANSWERED, explanation, true, code, logId, retryAfter, true, null);
  }

  /** The same in other words. */
  FeishuException with(BilingualText words, @Nullable Throwable cause) {
    return new FeishuException(
        kind, words, retryable(), code(), logId(), retryAfter().orElse(null), turnedAway(), cause);
  }

  /** The same, with what is left of the pause. */
  FeishuException withRetryAfter(Duration left) {
    return new FeishuException(
        kind, explanation(), retryable(), code(), logId(), left, turnedAway(), this);
  }

  @Override
  public boolean interrupted() {
    return kind == Kind.INTERRUPTED;
  }

  /** Whether nothing came back: no host, no connection, no answer in time. */
  boolean isSilence() {
    return kind == Kind.SILENCE;
  }

  /** Whether the explanation may quote what came back, and with it what one question was about. */
  boolean mayQuoteAnAnswer() {
    return kind == Kind.ANSWERED;
  }
}
