package io.remedyflow.feishu;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.RemedyLookupException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Feishu was not reached, did not answer in time, or answered with a failure. */
public final class FeishuException extends RemedyLookupException {

  private static final BilingualText MAY_BE_PROCESSED =
      new BilingualText(
          "The request was sent and may have been processed, so it was not repeated. Check in Feishu whether it took effect.",
          "请求已发出，可能已被处理，因此没有自动重发。请在飞书中确认是否已生效。");

  private final Kind kind;
  private final boolean ofTokenRequest;
  private final boolean outcomeUnknown;

  /** The kinds of failure that differ in their explanation or their consequences. */
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
    this.outcomeUnknown = false;
  }

  /**
   * The same failure with another explanation or retry-after time, or marked as one of a token
   * request.
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
    this.outcomeUnknown = same.outcomeUnknown;
  }

  private FeishuException(
      Kind kind, BilingualText what, @Nullable FeishuException of, Throwable e) {
    super(
        what.then(MAY_BE_PROCESSED),
        false,
        of == null ? null : of.code(),
        of == null ? null : of.logId(),
        null,
        false,
        e);
    this.kind = kind;
    this.ofTokenRequest = false;
    this.outcomeUnknown = true;
  }

  /** A transient failure without a usable answer from Feishu. */
  public static FeishuException passing(BilingualText explanation, @Nullable Throwable cause) {
    return new FeishuException(Kind.ON_THE_WAY, explanation, true, null, null, null, false, cause);
  }

  /** A transient failure: nothing came back at all. */
  public static FeishuException silence(BilingualText explanation, @Nullable Throwable cause) {
    return new FeishuException(Kind.SILENCE, explanation, true, null, null, null, false, cause);
  }

  /** The call was given up, because this side is stopping. */
  public static FeishuException interrupted(BilingualText explanation, Throwable cause) {
    return new FeishuException(Kind.INTERRUPTED, explanation, true, null, null, null, false, cause);
  }

  /** A permanent failure without a usable answer from Feishu; it must be fixed first. */
  public static FeishuException lasting(BilingualText explanation, @Nullable Throwable cause) {
    return new FeishuException(Kind.ON_THE_WAY, explanation, false, null, null, null, false, cause);
  }

  /** A failure that Feishu, or something in front of it, answered with. */
  public static FeishuException answered(
      BilingualText explanation,
      boolean retryable,
      @Nullable Integer code,
      @Nullable String logId,
      @Nullable Duration retryAfter) {
    return new FeishuException(
        Kind.ANSWERED, explanation, retryable, code, logId, retryAfter, false, null);
  }

  /** Too many calls: the call was not processed, here or at Feishu, and only has to wait. */
  public static FeishuException rateLimited(
      BilingualText explanation,
      @Nullable Integer code,
      @Nullable String logId,
      @Nullable Duration retryAfter) {
    return new FeishuException(
        Kind.ANSWERED, explanation, true, code, logId, retryAfter, true, null);
  }

  /**
   * The outcome of a request that writes is unknown: it may have been sent, and then the call
   * failed in an unforeseen way.
   */
  public static FeishuException outcomeUnknown(Throwable unforeseen) {
    return new FeishuException(
        Kind.ANSWERED,
        new BilingualText("The call failed in an unforeseen way.", "调用因意外错误而失败。"),
        null,
        unforeseen);
  }

  /** The same failure of a request that writes, and may have been processed nevertheless. */
  public FeishuException withUnknownOutcome() {
    return outcomeUnknown ? this : new FeishuException(kind, explanation(), this, this);
  }

  /** The failure that made the outcome unknown; else this one. */
  public FeishuException failure() {
    return outcomeUnknown && getCause() instanceof FeishuException failure ? failure : this;
  }

  /** The same failure with another explanation and cause. */
  public FeishuException with(BilingualText words, @Nullable Throwable cause) {
    return new FeishuException(this, ofTokenRequest, words, retryAfter().orElse(null), cause);
  }

  /** The same failure with the remaining retry-after time. */
  public FeishuException withRetryAfter(Duration left) {
    return new FeishuException(this, ofTokenRequest, explanation(), left, this);
  }

  /** The same failure, marked as one of the request for an access token, with words that say so. */
  public FeishuException ofTokenRequest(BilingualText words) {
    FeishuException named =
        new FeishuException(this, true, words, retryAfter().orElse(null), getCause());
    named.setStackTrace(getStackTrace());
    return named;
  }

  /** Whether the request for an access token failed, so no call was sent. */
  public boolean isOfTokenRequest() {
    return ofTokenRequest;
  }

  @Override
  public boolean interrupted() {
    return kind == Kind.INTERRUPTED && !outcomeUnknown;
  }

  @Override
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }

  /** Whether nothing came back: no host, no connection, no answer in time. */
  public boolean isSilence() {
    return kind == Kind.SILENCE;
  }

  /** Whether the explanation may quote what came back, and with it the data of one call. */
  public boolean mayQuoteAnAnswer() {
    return kind == Kind.ANSWERED;
  }
}
