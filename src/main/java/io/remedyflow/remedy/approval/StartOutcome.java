package io.remedyflow.remedy.approval;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.DenialReason;
import org.jspecify.annotations.Nullable;

/** What became of a {@link StartRequest}. A denial is an answer too, and never an exception. */
public sealed interface StartOutcome {

  /** Feishu's log id, for its support; null if Feishu sent none. */
  @Nullable String logId();

  /**
   * There is an approval.
   *
   * @param approvalId Feishu's id of it, for the decision: digits, too many for a number
   * @param kind how it came about
   * @param logId Feishu's log id, or null
   */
  record Present(String approvalId, Kind kind, @Nullable String logId) implements StartOutcome {}

  /** How an approval came about. */
  enum Kind {
    /** By this request. */
    STARTED,
    /** An equal one was there before, and waits for a decision. */
    ALREADY_PENDING,
    /** An equal one was there before, and is approved. */
    ALREADY_APPROVED
  }

  /**
   * There is no approval, because a remedy is not needed or not allowed.
   *
   * @param reason why
   * @param code Feishu's code
   * @param explanation what it means for the employee, what can be done, and Feishu's own message
   * @param logId Feishu's log id, or null
   */
  record Denied(DenialReason reason, int code, BilingualText explanation, @Nullable String logId)
      implements StartOutcome {}
}
