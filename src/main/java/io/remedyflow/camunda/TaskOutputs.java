package io.remedyflow.camunda;

import io.remedyflow.remedy.InvalidRemedyRequestException;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyLookupException;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedySlot;
import java.util.List;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.IntegerValue;
import org.camunda.bpm.engine.variable.value.StringValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.spin.plugin.variable.SpinValues;
import org.camunda.spin.plugin.variable.value.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of one task, all of them whatever happened: an output mapping whose variable was
 * never set would fail the job after the call (ADR 4).
 */
final class TaskOutputs {

  private TaskOutputs() {}

  static VariableMap of(RemedyOutcome outcome, Language language) {
    if (outcome instanceof RemedyOutcome.Available available) {
      return outputs(
          RemedyStatus.AVAILABLE, available.slots(), language, 0, null, available.logId());
    }
    if (outcome instanceof RemedyOutcome.Refused refused) {
      return outputs(
          RemedyStatus.of(refused.reason()),
          List.of(),
          language,
          refused.code(),
          refused.explanation().in(language),
          refused.logId());
    }
    throw new IllegalArgumentException("an outcome of an unforeseen kind");
  }

  static VariableMap of(InvalidRemedyRequestException rejection, Language language) {
    return outputs(
        RemedyStatus.REJECTED,
        List.of(),
        language,
        rejection.code(),
        rejection.explanation().in(language),
        rejection.logId());
  }

  static VariableMap of(RemedyLookupException failure, Language language) {
    return outputs(
        RemedyStatus.UNAVAILABLE,
        List.of(),
        language,
        failure.code(),
        failure.explanation().in(language),
        failure.logId());
  }

  /**
   * The same for variables that nobody stores: what the output parameters make of them is all that
   * is left of the task anyway. Saves half of the rows that a task writes.
   */
  static VariableMap transiently(VariableMap outputs) {
    VariableMap copies = Variables.createVariables();
    for (String name : outputs.keySet()) {
      copies.putValueTyped(name, transiently(outputs.<TypedValue>getValueTyped(name)));
    }
    return copies;
  }

  private static TypedValue transiently(TypedValue output) {
    if (output instanceof JsonValue json) {
      return SpinValues.jsonValue(json.getValue(), true).create();
    }
    if (output instanceof IntegerValue number) {
      return Variables.integerValue(number.getValue(), true);
    }
    if (output instanceof StringValue text) {
      return Variables.stringValue(text.getValue(), true);
    }
    throw new IllegalArgumentException("an output of an unforeseen type");
  }

  private static VariableMap outputs(
      RemedyStatus status,
      List<RemedySlot> slots,
      Language language,
      @Nullable Integer code,
      @Nullable String message,
      @Nullable String logId) {
    return Variables.createVariables()
        .putValueTyped(RemedyVariables.REMEDY_STATUS, Variables.stringValue(status.name()))
        .putValueTyped(RemedyVariables.REMEDY_SLOTS, SlotsJson.of(slots, language))
        .putValueTyped(RemedyVariables.REMEDY_SLOT_COUNT, Variables.integerValue(slots.size()))
        .putValueTyped(RemedyVariables.REMEDY_ERROR_CODE, Variables.integerValue(code))
        .putValueTyped(RemedyVariables.REMEDY_MESSAGE, Variables.stringValue(message))
        .putValueTyped(RemedyVariables.FEISHU_LOG_ID, Variables.stringValue(logId));
  }
}
