package io.remedyflow.remedy;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Trouble: there is no answer, and the request is not to blame. */
public abstract class RemedyLookupException extends RuntimeException {

  private final transient BilingualText explanation;
  private final boolean retryable;
  private final @Nullable Integer code;
  private final @Nullable String logId;
  private final @Nullable Duration retryAfter;
  private final boolean turnedAway;

  /**
   * Trouble.
   *
   * @param explanation what happened, why, and what to do next; never a secret
   * @param retryable whether the same question may be answered later
   * @param code Feishu's code, or null where there was none
   * @param logId Feishu's log id, or null where there was none
   * @param retryAfter how long to wait before asking again, or null where nobody said
   * @param turnedAway whether the question was not looked at, because there are too many calls
   * @param cause what was thrown below, or null
   */
  protected RemedyLookupException(
      BilingualText explanation,
      boolean retryable,
      @Nullable Integer code,
      @Nullable String logId,
      @Nullable Duration retryAfter,
      boolean turnedAway,
      @Nullable Throwable cause) {
    super(explanation.en(), cause);
    this.explanation = explanation;
    this.retryable = retryable;
    this.code = code;
    this.logId = logId;
    this.retryAfter = retryAfter;
    this.turnedAway = turnedAway;
  }

  /** What happened, why, and what to do next. */
  public BilingualText explanation() {
    return explanation;
  }

  /** Whether the same question may be answered later without anybody's doing. */
  public boolean retryable() {
    return retryable;
  }

  /** Feishu's code, or null where Feishu was not reached or sent none. */
  public @Nullable Integer code() {
    return code;
  }

  /** Feishu's log id, or null where there was none. */
  public @Nullable String logId() {
    return logId;
  }

  /** How long Feishu asked to wait before the next call. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * Whether the question was given up because this side is being stopped. Nothing is broken, and
   * whoever runs next asks it again.
   */
  public boolean interrupted() {
    return false;
  }

  /**
   * Whether the question was not looked at, because there are too many calls for now: Feishu's rate
   * limit, or this side's own. Nothing is broken, and the same question has only to wait.
   */
  public boolean turnedAway() {
    return turnedAway;
  }
}
