package io.remedyflow.feishu;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.RemedyLookupException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Feishu was not reached, did not answer in time, or answered with trouble. */
public final class FeishuException extends RemedyLookupException {

  private final Kind kind;
  private final boolean ofTokenRequest;

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
      boolean rateLimited,
      @Nullable Throwable cause) {
    super(explanation, retryable, code, logId, retryAfter, rateLimited, cause);
    this.kind = kind;
    this.ofTokenRequest = false;
  }

  /**
   * The same of a request for a token, or the same in other words, with what is left of a pause.
   */
  private FeishuException(
      FeishuException same,
      boolean ofTokenRequest,
      BilingualText explanation,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(
        explanation,
        same.retryable(),
        same.code(),
        same.logId(),
        retryAfter,
        same.rateLimited(),
        cause);
    this.kind = same.kind;
    this.ofTokenRequest = ofTokenRequest;
  }

  /** Trouble on the way, that may be gone the next time. */
  public static FeishuException passing(BilingualText explanation, @Nullable Throwable cause) {
    return new FeishuException(Kind.ON_THE_WAY, explanation, true, null, null, null, false, cause);
  }

  /** Nothing came back at all, which may be otherwise the next time. */
  public static FeishuException silence(BilingualText explanation, @Nullable Throwable cause) {
    return new FeishuException(Kind.SILENCE, explanation, true, null, null, null, false, cause);
  }

  /** The call was given up, because this side is being stopped. */
  public static FeishuException interrupted(BilingualText explanation, Throwable cause) {
    return new FeishuException(Kind.INTERRUPTED, explanation, true, null, null, null, false, cause);
  }

  /** Trouble on the way, that somebody has to mend. */
  public static FeishuException lasting(BilingualText explanation, @Nullable Throwable cause) {
    return new FeishuException(Kind.ON_THE_WAY, explanation, false, null, null, null, false, cause);
  }

  /** Trouble that Feishu, or something in front of it, answered with. */
  public static FeishuException answered(
      BilingualText explanation,
      boolean retryable,
      @Nullable Integer code,
      @Nullable String logId,
      @Nullable Duration retryAfter) {
    return new FeishuException(
        Kind.ANSWERED, explanation, retryable, code, logId, retryAfter, false, null);
  }

  /** Too many calls: the question was not looked at, here or at Feishu, and has only to wait. */
  public static FeishuException rateLimited(
      BilingualText explanation,
      @Nullable Integer code,
      @Nullable String logId,
      @Nullable Duration retryAfter) {
    return new FeishuException(
        Kind.ANSWERED, explanation, true, code, logId, retryAfter, true, null);
  }

  /** The same in other words. */
  public FeishuException with(BilingualText words, @Nullable Throwable cause) {
    return new FeishuException(this, ofTokenRequest, words, retryAfter().orElse(null), cause);
  }

  /** The same, with what is left of the pause. */
  public FeishuException withRetryAfter(Duration left) {
    return new FeishuException(this, ofTokenRequest, explanation(), left, this);
  }

  /** The same, known to have befallen the request for an access token, and in words that say so. */
  public FeishuException ofTokenRequest(BilingualText words) {
    FeishuException named =
        new FeishuException(this, true, words, retryAfter().orElse(null), getCause());
    named.setStackTrace(getStackTrace());
    return named;
  }

  /** Whether it was the request for an access token that failed, so that no call was sent. */
  public boolean isOfTokenRequest() {
    return ofTokenRequest;
  }

  @Override
  public boolean interrupted() {
    return kind == Kind.INTERRUPTED;
  }

  /** Whether nothing came back: no host, no connection, no answer in time. */
  public boolean isSilence() {
    return kind == Kind.SILENCE;
  }

  /** Whether the explanation may quote what came back, and with it what one question was about. */
  public boolean mayQuoteAnAnswer() {
    return kind == Kind.ANSWERED;
  }
}
