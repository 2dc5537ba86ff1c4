package io.remedyflow.remedy;

import org.jspecify.annotations.Nullable;

/**
 * The request itself is at fault, as found here or by Feishu. A retry with the same values cannot
 * help; corrected values can.
 */
public final class RequestRejectedException extends RuntimeException {

  private final transient BilingualText explanation;
  private final @Nullable Integer code;
  private final @Nullable String logId;

  /**
   * A fault that was found before a request was sent.
   *
   * @param explanation what is wrong and what to enter instead
   */
  public RequestRejectedException(BilingualText explanation) {
    this(explanation, null, null);
  }

  /**
   * A fault that Feishu found.
   *
   * @param explanation what is wrong and what to enter instead
   * @param code Feishu's code
   * @param logId Feishu's log id
   */
  public RequestRejectedException(
      BilingualText explanation, @Nullable Integer code, @Nullable String logId) {
    super(explanation.en());
    this.explanation = explanation;
    this.code = code;
    this.logId = logId;
  }

  /** What is wrong and what to enter instead. */
  public BilingualText explanation() {
    return explanation;
  }

  /** Feishu's code, or null if no request was sent. */
  public @Nullable Integer code() {
    return code;
  }

  /** Feishu's log id, or null if no request was sent or Feishu sent none. */
  public @Nullable String logId() {
    return logId;
  }
}
