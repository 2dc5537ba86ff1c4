package io.remedyflow.remedy;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure: there is no answer, and the request is not at fault. */
public abstract class CallFailedException extends RuntimeException {

  private final transient BilingualText explanation;
  private final boolean retryable;
  private final @Nullable Integer code;
  private final @Nullable String logId;
  private final @Nullable Duration retryAfter;
  private final boolean rateLimited;

  /**
   * A failure.
   *
   * @param explanation what happened, why, and what to do next; never a secret
   * @param retryable whether a later call with the same query may succeed
   * @param code Feishu's code, or null if there was none
   * @param logId Feishu's log id, or null if there was none
   * @param retryAfter how long to wait before the next call, or null if no time is given
   * @param rateLimited whether the call was not processed because of a rate limit
   * @param cause the exception below, or null
   */
  protected CallFailedException(
      BilingualText explanation,
      boolean retryable,
      @Nullable Integer code,
      @Nullable String logId,
      @Nullable Duration retryAfter,
      boolean rateLimited,
      @Nullable Throwable cause) {
    super(explanation.en(), cause);
    this.explanation = explanation;
    this.retryable = retryable;
    this.code = code;
    this.logId = logId;
    this.retryAfter = retryAfter;
    this.rateLimited = rateLimited;
  }

  /** What happened, why, and what to do next. */
  public BilingualText explanation() {
    return explanation;
  }

  /**
   * Whether a later call with the same query may succeed without a person's action. For an unknown
   * outcome, only if the later call finds out first what became of this one, or changes nothing.
   */
  public boolean retryable() {
    return retryable;
  }

  /** Feishu's code, or null if Feishu was not reached or sent none. */
  public @Nullable Integer code() {
    return code;
  }

  /** Feishu's log id, or null if there was none. */
  public @Nullable String logId() {
    return logId;
  }

  /** How long to wait before the next call; empty if no time is given. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * Whether the call was interrupted because this node is stopping. Nothing is broken, and the next
   * node that runs the task makes the call again.
   */
  public boolean interrupted() {
    return false;
  }

  /**
   * Whether it is unknown if the request was processed: it writes, it may have been sent, and no
   * definite answer came. It was not repeated. Never true for a request that only reads.
   */
  public boolean outcomeUnknown() {
    return false;
  }

  /**
   * Whether the call was not processed because of a rate limit, Feishu's or our own. Nothing is
   * broken, and the same call only has to wait.
   */
  public boolean rateLimited() {
    return rateLimited;
  }
}
