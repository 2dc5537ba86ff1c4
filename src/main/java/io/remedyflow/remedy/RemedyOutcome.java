package io.remedyflow.remedy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Feishu's answer. A denial is an answer too, and never an exception. */
public sealed interface RemedyOutcome {

  /** Feishu's log id, for its support; null if Feishu sent none. */
  @Nullable String logId();

  /**
   * There is something to remedy.
   *
   * @param slots the punches and their windows, in Feishu's order; at least one
   * @param logId Feishu's log id, or null
   */
  record Available(List<RemedySlot> slots, @Nullable String logId) implements RemedyOutcome {

    /** Copies the slots. */
    public Available {
      slots = List.copyOf(slots);
      if (slots.isEmpty()) {
        throw new IllegalArgumentException("an answer without slots is a denial: NOT_NEEDED");
      }
    }
  }

  /**
   * There is nothing to remedy, or a remedy is not allowed.
   *
   * @param reason why
   * @param code Feishu's code; 0 if Feishu sent success and no slot
   * @param explanation what it means for the employee, what can be done, and Feishu's own message
   * @param logId Feishu's log id, or null
   */
  record Denied(DenialReason reason, int code, BilingualText explanation, @Nullable String logId)
      implements RemedyOutcome {}
}
