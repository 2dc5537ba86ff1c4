package io.remedyflow.feishu;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CallFailedException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Feishu was not reached, did not answer in time, or answered with a failure. */
public final class FeishuException extends CallFailedException {

  private static final BilingualText MAY_BE_PROCESSED =
      new BilingualText(
          "The request was sent and may have been processed, so it was not repeated. Check in Feishu whether it took effect.",
          "请求已发出，可能已被处理，因此没有自动重发。请在飞书中确认是否已生效。");

  /** How long Feishu may take to show what it has processed. */
  private static final Duration SHOWN_AFTER = Duration.ofSeconds(30);

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

  private FeishuException(Builder of) {
    super(of.explanation, of.retryable, of.code, of.logId, of.retryAfter, of.rateLimited, of.cause);
    this.kind = of.kind;
    this.ofTokenRequest = of.ofTokenRequest;
    this.outcomeUnknown = of.outcomeUnknown;
  }

  /** A transient failure without a usable answer from Feishu. */
  public static FeishuException passing(BilingualText explanation) {
    return new Builder(Kind.ON_THE_WAY, explanation).retryable().build();
  }

  /** A transient failure without a usable answer from Feishu. */
  public static FeishuException passing(BilingualText explanation, Throwable cause) {
    return new Builder(Kind.ON_THE_WAY, explanation).retryable().causedBy(cause).build();
  }

  /** A transient failure: nothing came back at all. */
  public static FeishuException silence(BilingualText explanation) {
    return new Builder(Kind.SILENCE, explanation).retryable().build();
  }

  /** A transient failure: nothing came back at all. */
  public static FeishuException silence(BilingualText explanation, Throwable cause) {
    return new Builder(Kind.SILENCE, explanation).retryable().causedBy(cause).build();
  }

  /** The call was given up, because this side is stopping. */
  public static FeishuException interrupted(BilingualText explanation, Throwable cause) {
    return new Builder(Kind.INTERRUPTED, explanation).retryable().causedBy(cause).build();
  }

  /** A permanent failure without a usable answer from Feishu; it must be fixed first. */
  public static FeishuException lasting(BilingualText explanation, Throwable cause) {
    return new Builder(Kind.ON_THE_WAY, explanation).causedBy(cause).build();
  }

  /**
   * A failure that Feishu, or something in front of it, answered with: permanent, unless the
   * builder is told otherwise.
   */
  public static Builder answered(BilingualText explanation) {
    return new Builder(Kind.ANSWERED, explanation);
  }

  /**
   * The outcome of a request that writes is unknown: it may have been sent, and then the call
   * failed unexpectedly.
   */
  public static FeishuException outcomeUnknown(Throwable unforeseen) {
    return answered(new BilingualText("The call failed unexpectedly.", "调用因意外错误而失败。"))
        .causedBy(unforeseen)
        .outcomeUnknown()
        .build();
  }

  /** The same failure of a request that writes, and may have been processed nevertheless. */
  public FeishuException withUnknownOutcome() {
    return outcomeUnknown ? this : new Builder(this).causedBy(this).outcomeUnknown().build();
  }

  /**
   * The same failure of an operation that can be made again although the outcome is unknown, and
   * whose next attempt waits until Feishu shows what became of this one, or longer if an answer
   * named a longer time.
   *
   * @param words what an unknown outcome means for the operation
   */
  public FeishuException withUnknownOutcomeOf(BilingualText words) {
    FeishuException failure = failure();
    Duration after =
        failure.retryAfter().filter(named -> named.compareTo(SHOWN_AFTER) > 0).orElse(SHOWN_AFTER);
    return new Builder(failure)
        .explanation(failure.explanation().then(words))
        .unknown()
        .retryable(Optional.of(after))
        .causedBy(failure)
        .build();
  }

  /** The same failure with words about what it means for the operation. */
  public FeishuException then(BilingualText words) {
    return new Builder(this).explanation(explanation().then(words)).causedBy(this).build();
  }

  /** The failure that made the outcome unknown; else this one. */
  public FeishuException failure() {
    return outcomeUnknown && getCause() instanceof FeishuException failure ? failure : this;
  }

  /** The same failure with the remaining retry-after time. */
  public FeishuException withRetryAfter(Duration left) {
    return new Builder(this).retryAfter(Optional.of(left)).causedBy(this).build();
  }

  /** The same failure, marked as one of the request for an access token, with words that say so. */
  public FeishuException ofTokenRequest(BilingualText words) {
    FeishuException named = new Builder(this).explanation(words).ofTokenRequest().build();
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

  /** Builds a failure. */
  public static final class Builder {

    private final Kind kind;
    private BilingualText explanation;
    private boolean retryable;
    private boolean rateLimited;
    private boolean ofTokenRequest;
    private boolean outcomeUnknown;
    private @Nullable Integer code;
    private @Nullable String logId;
    private @Nullable Duration retryAfter;
    private @Nullable Throwable cause;

    private Builder(Kind kind, BilingualText explanation) {
      this.kind = kind;
      this.explanation = explanation;
    }

    private Builder(FeishuException same) {
      this(same.kind, same.explanation());
      retryable = same.retryable();
      rateLimited = same.rateLimited();
      ofTokenRequest = same.ofTokenRequest;
      outcomeUnknown = same.outcomeUnknown;
      code = same.code();
      logId = same.logId();
      retryAfter = same.retryAfter().orElse(null);
      cause = same.getCause();
    }

    /** Feishu's code, if it sent one. */
    public Builder code(@Nullable Integer value) {
      code = value;
      return this;
    }

    /** Feishu's log id, if it sent one. */
    public Builder logId(@Nullable String value) {
      logId = value;
      return this;
    }

    /** A transient failure, with the time that the answer names. */
    public Builder retryable(Optional<Duration> after) {
      return retryable().retryAfter(after);
    }

    /** A transient failure. */
    public Builder retryable() {
      retryable = true;
      return this;
    }

    /**
     * Too many calls: the call was not processed, here or at Feishu, and only has to wait for the
     * time that the answer names.
     */
    public Builder rateLimited(Optional<Duration> after) {
      rateLimited = true;
      return retryable(after);
    }

    private Builder retryAfter(Optional<Duration> after) {
      retryAfter = after.orElse(null);
      return this;
    }

    private Builder explanation(BilingualText words) {
      explanation = words;
      return this;
    }

    private Builder causedBy(@Nullable Throwable value) {
      cause = value;
      return this;
    }

    private Builder ofTokenRequest() {
      ofTokenRequest = true;
      return this;
    }

    private Builder unknown() {
      outcomeUnknown = true;
      return this;
    }

    private Builder outcomeUnknown() {
      unknown();
      retryable = false;
      retryAfter = null;
      return explanation(explanation.then(MAY_BE_PROCESSED));
    }

    public FeishuException build() {
      return new FeishuException(this);
    }
  }
}
