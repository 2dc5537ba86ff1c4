package io.remedyflow.camunda;

import io.remedyflow.remedy.InvalidRemedyRequestException;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyLookupException;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedySlot;
import java.util.List;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of one task. All of them are set in every case: an output mapping of a variable that
 * was never set would fail the job after the call (ADR 4).
 *
 * <p>Outputs that the model maps are transient variables, because only the mapped values remain
 * after the task. This saves half of the rows that a task writes.
 */
final class TaskOutputs {

  private final Language language;
  private final boolean handedOn;

  /**
   * @param language the language of texts
   * @param handedOn whether the model maps the outputs
   */
  TaskOutputs(Language language, boolean handedOn) {
    this.language = language;
    this.handedOn = handedOn;
  }

  VariableMap of(RemedyOutcome outcome) {
    if (outcome instanceof RemedyOutcome.Available available) {
      return outputs(RemedyStatus.AVAILABLE, available.slots(), 0, null, available.logId());
    }
    if (outcome instanceof RemedyOutcome.Denied denied) {
      return outputs(
          RemedyStatus.of(denied.reason()),
          List.of(),
          denied.code(),
          denied.explanation().in(language),
          denied.logId());
    }
    throw new IllegalArgumentException("an outcome of an unforeseen kind");
  }

  VariableMap of(InvalidRemedyRequestException rejection) {
    return outputs(
        RemedyStatus.REJECTED,
        List.of(),
        rejection.code(),
        rejection.explanation().in(language),
        rejection.logId());
  }

  VariableMap of(RemedyLookupException failure) {
    return outputs(
        RemedyStatus.UNAVAILABLE,
        List.of(),
        failure.code(),
        failure.explanation().in(language),
        failure.logId());
  }

  /** The outputs of a task whose model is at fault: no call was made. */
  VariableMap of(FetchAllowedRemediesException fault) {
    return outputs(RemedyStatus.UNAVAILABLE, List.of(), null, fault.getMessage(), null);
  }

  private VariableMap outputs(
      RemedyStatus status,
      List<RemedySlot> slots,
      @Nullable Integer code,
      @Nullable String message,
      @Nullable String logId) {
    return Variables.createVariables()
        .putValueTyped(RemedyVariables.REMEDY_STATUS, text(status.name()))
        .putValueTyped(RemedyVariables.REMEDY_SLOTS, SlotsJson.of(slots, language, handedOn))
        .putValueTyped(RemedyVariables.REMEDY_SLOT_COUNT, number(slots.size()))
        .putValueTyped(RemedyVariables.REMEDY_ERROR_CODE, number(code))
        .putValueTyped(RemedyVariables.REMEDY_MESSAGE, text(message))
        .putValueTyped(RemedyVariables.FEISHU_LOG_ID, text(logId));
  }

  private TypedValue text(@Nullable String value) {
    return Variables.stringValue(value, handedOn);
  }

  private TypedValue number(@Nullable Integer value) {
    return Variables.integerValue(value, handedOn);
  }
}
