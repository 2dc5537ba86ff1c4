package io.remedyflow.feishu.attendance;

import io.remedyflow.feishu.answer.AnswerData;
import io.remedyflow.feishu.answer.Category;
import io.remedyflow.feishu.answer.ErrorCodes;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.remedy.DenialReason;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.RemedySlot;
import java.util.List;

/** Translates an answer of Feishu into the terms of {@code remedy}. */
final class RemedyAnswers {

  private RemedyAnswers() {}

  /** Reads an answer; fails if it cannot be read, or is about another employee. */
  static RemedyOutcome outcome(Verdict verdict, RemedyQuery query) {
    if (verdict.category() == Category.ANSWER) {
      int code = verdict.envelope().requiredCode();
      return new RemedyOutcome.Denied(denial(code), code, verdict.explanation(), verdict.logId());
    }
    List<RemedySlot> slots = SlotReader.read(verdict, query);
    slots.forEach(slot -> checkEmployee(slot, query, verdict));
    return slots.isEmpty()
        ? nothingToRemedy(verdict)
        : new RemedyOutcome.Available(slots, verdict.logId());
  }

  /** The reason for a denial with this code. */
  static DenialReason denial(int code) {
    return switch (code) {
      case AttendanceErrorCodes.NOT_NEEDED -> DenialReason.NOT_NEEDED;
      case AttendanceErrorCodes.NOT_ALLOWED -> DenialReason.NOT_ALLOWED;
      case AttendanceErrorCodes.OUT_OF_RANGE -> DenialReason.OUT_OF_RANGE;
      case AttendanceErrorCodes.QUOTA_USED_UP -> DenialReason.QUOTA_USED_UP;
      default -> throw new IllegalArgumentException("code " + code + " is not an answer");
    };
  }

  private static RemedyOutcome nothingToRemedy(Verdict verdict) {
    return new RemedyOutcome.Denied(
        DenialReason.NOT_NEEDED,
        ErrorCodes.OK,
        AllowedRemediesEndpoint.CODES.get(AttendanceErrorCodes.NOT_NEEDED).explanation(),
        verdict.logId());
  }

  /** Fails if a slot belongs to another employee, whose attendance must not enter the process. */
  private static void checkEmployee(RemedySlot slot, RemedyQuery query, Verdict verdict) {
    if (!query.userId().equals(slot.userId())) {
      throw AnswerData.ofAnotherEmployee(verdict);
    }
  }
}
