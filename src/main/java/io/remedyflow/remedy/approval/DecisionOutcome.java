package io.remedyflow.remedy.approval;

import io.remedyflow.remedy.BilingualText;
import org.jspecify.annotations.Nullable;

/** What became of a {@link DecisionRequest}. */
public sealed interface DecisionOutcome {

  /** Feishu's log id, for its support; null if Feishu sent none. */
  @Nullable String logId();

  /**
   * Feishu has accepted the decision.
   *
   * @param logId Feishu's log id, or null
   */
  record Reported(@Nullable String logId) implements DecisionOutcome {}

  /**
   * The remedy had been decided so before.
   *
   * @param logId Feishu's log id, or null
   */
  record AlreadyReported(@Nullable String logId) implements DecisionOutcome {}

  /**
   * The remedy is in a state in which the decision is not possible.
   *
   * @param state the state in Feishu
   * @param code Feishu's code
   * @param explanation the state, and what to do
   * @param logId Feishu's log id, or null
   */
  record Conflict(RemedyState state, int code, BilingualText explanation, @Nullable String logId)
      implements DecisionOutcome {}
}
