package io.remedyflow.camunda;

import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.camunda.contract.CommonStatuses;
import io.remedyflow.camunda.contract.OutputType;
import io.remedyflow.camunda.contract.TaskOutput;
import io.remedyflow.camunda.contract.TaskResults;
import io.remedyflow.remedy.CallFailedException;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RequestRejectedException;
import java.util.Map;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.spin.plugin.variable.SpinValues;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of one run of a task. All of them are set in every case: an output mapping of a
 * variable that was never set would fail the job after the call (ADR 4).
 *
 * <p>Outputs that the model maps are transient variables, because only the mapped values remain
 * after the task. This saves half of the rows that a task writes.
 */
final class TaskOutputs {

  /** What a form's select can handle, unlike null. */
  private static final String NO_ELEMENTS = "[]";

  private final TaskResults results;
  private final boolean handedOn;

  /**
   * @param results the outputs in the task's contract
   * @param handedOn whether the model maps the outputs
   */
  TaskOutputs(TaskResults results, boolean handedOn) {
    this.results = results;
    this.handedOn = handedOn;
  }

  VariableMap of(TaskResult result, Language language) {
    String message = result.message() == null ? null : result.message().in(language);
    return outputs(result.status(), result.values(), result.code(), message, result.logId());
  }

  VariableMap of(RequestRejectedException rejection, Language language) {
    return outputs(
        CommonStatuses.REJECTED.word(),
        Map.of(),
        rejection.code(),
        rejection.explanation().in(language),
        rejection.logId());
  }

  VariableMap of(CallFailedException failure, Language language) {
    return outputs(
        CommonStatuses.UNAVAILABLE.word(),
        Map.of(),
        failure.code(),
        failure.explanation().in(language),
        failure.logId());
  }

  /** The outputs of a task whose model is at fault: no call was made. */
  VariableMap of(TaskFailedException fault) {
    return outputs(CommonStatuses.UNAVAILABLE.word(), Map.of(), null, fault.getMessage(), null);
  }

  private VariableMap outputs(
      String status,
      Map<String, Object> values,
      @Nullable Integer code,
      @Nullable String message,
      @Nullable String logId) {
    VariableMap outputs =
        Variables.createVariables()
            .putValueTyped(results.status().name(), text(status))
            .putValueTyped(results.errorCode().name(), number(code))
            .putValueTyped(results.message().name(), text(message))
            .putValueTyped(CommonFields.FEISHU_LOG_ID, text(logId));
    for (TaskOutput output : results.values()) {
      outputs.putValueTyped(output.name(), typed(output.type(), values.get(output.name())));
    }
    return outputs;
  }

  private TypedValue typed(OutputType type, @Nullable Object value) {
    return switch (type) {
      case STRING -> text((String) value);
      case INTEGER -> number((Integer) value);
      case COUNT -> number(value == null ? 0 : (Integer) value);
      // As text, the stored form: the engine would serialise a tree each time it is passed on.
      case JSON ->
          SpinValues.jsonValue(value == null ? NO_ELEMENTS : (String) value, handedOn).create();
    };
  }

  private TypedValue text(@Nullable String value) {
    return Variables.stringValue(value, handedOn);
  }

  private TypedValue number(@Nullable Integer value) {
    return Variables.integerValue(value, handedOn);
  }
}
