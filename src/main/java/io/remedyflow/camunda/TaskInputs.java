package io.remedyflow.camunda;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.InvalidRemedyRequestException;
import io.remedyflow.remedy.RemedyQuery;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.function.Function;
import java.util.function.Supplier;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.variable.value.ObjectValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one task, read from its local variables: a process variable with the same name is
 * not an input.
 *
 * <p>Modeler's constraints only affect its display, and an expression may return any value. So
 * every value is checked again here.
 */
final class TaskInputs {

  private final Function<String, @Nullable Object> values;

  TaskInputs(VariableScope scope) {
    this(
        name ->
            harmless(scope.getVariableLocalTyped(name, false), () -> scope.getVariableLocal(name)));
  }

  /**
   * Inputs that are not variables yet.
   *
   * @param values values by input name; null if absent
   */
  TaskInputs(Function<String, @Nullable Object> values) {
    this.values = values;
  }

  /**
   * The connection that the model names; null if it names none.
   *
   * @throws FetchAllowedRemediesException if it is not text
   */
  @Nullable String connection() {
    return word(RemedyVariables.FEISHU_CONNECTION);
  }

  /**
   * What a rejected request does.
   *
   * @throws FetchAllowedRemediesException if the model names an action that does not exist
   */
  FaultAction onRejection() {
    return action(RemedyVariables.ON_REJECTION);
  }

  /**
   * What a failure does at the last attempt.
   *
   * @throws FetchAllowedRemediesException if the model names an action that does not exist
   */
  FaultAction onFailure() {
    return action(RemedyVariables.ON_FAILURE);
  }

  /**
   * The query.
   *
   * @param zone the zone that converts an instant to an attendance day
   * @throws InvalidRemedyRequestException if the inputs are not a valid query
   */
  RemedyQuery query(ZoneId zone) {
    return new RemedyQuery(
        employeeType(), userId(), RemedyDates.read(value(RemedyVariables.REMEDY_DATE), () -> zone));
  }

  private EmployeeType employeeType() {
    Object value = value(RemedyVariables.EMPLOYEE_TYPE);
    if (isAbsent(value)) {
      return EmployeeType.EMPLOYEE_ID;
    }
    String word = String.valueOf(value).strip();
    return EmployeeType.of(word)
        .orElseThrow(
            () -> {
              String shown = CleanText.of(word, 40);
              return new InvalidRemedyRequestException(
                  new BilingualText(
                      "The employee type '"
                          + shown
                          + "' does not exist. Enter employee_id or employee_no, in lower case.",
                      "员工 ID 类型“" + shown + "”不存在。请填写 employee_id 或 employee_no（小写）。"));
            });
  }

  private String userId() {
    Object value = value(RemedyVariables.USER_ID);
    if (value == null) {
      return "";
    }
    if (value instanceof String text) {
      return text.strip();
    }
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof BigInteger) {
      return value.toString();
    }
    throw new InvalidRemedyRequestException(
        new BilingualText(
            "The user ID is a " + typeName(value) + ". Enter text, so that leading zeros stay.",
            "用户 ID 的类型是 " + typeName(value) + "。请使用文本，以保留前导零。"));
  }

  private FaultAction action(String input) {
    String word = word(input);
    if (word == null) {
      return FaultAction.INCIDENT;
    }
    return FaultAction.of(word)
        .orElseThrow(
            () ->
                new FetchAllowedRemediesException(
                    "The model sets %s to '%s', which does not exist. Set it to incident, continue or bpmnError."
                        .formatted(input, CleanText.of(word, 40)),
                    false,
                    null));
  }

  private @Nullable String word(String input) {
    Object value = value(input);
    if (isAbsent(value)) {
      return null;
    }
    if (value instanceof String text) {
      return text.strip();
    }
    throw new FetchAllowedRemediesException(
        "The model sets %s to a %s. Set it to text.".formatted(input, typeName(value)),
        false,
        null);
  }

  private static boolean isAbsent(@Nullable Object value) {
    return value == null || (value instanceof String text && text.isBlank());
  }

  private @Nullable Object value(String name) {
    return values.apply(name);
  }

  /** A variable of the scope or of one around it, read as safely as an input; null if absent. */
  static @Nullable Object visible(VariableScope scope, String name) {
    return harmless(scope.getVariableTyped(name, false), () -> scope.getVariable(name));
  }

  /** Reads a value without deserialising objects of unknown classes. */
  private static @Nullable Object harmless(
      @Nullable TypedValue typed, Supplier<@Nullable Object> byEngine) {
    if (typed == null) {
      return null;
    }
    if (!(typed instanceof ObjectValue object)) {
      return typed.getValue();
    }
    return StoredObject.read(object, byEngine).orElseGet(() -> new Unreadable(className(object)));
  }

  private static @Nullable String className(ObjectValue object) {
    Object value = object.isDeserialized() ? object.getValue() : null;
    return value == null ? object.getObjectTypeName() : value.getClass().getName();
  }

  static String typeName(@Nullable Object value) {
    if (value instanceof Unreadable unreadable) {
      return CleanText.of(String.valueOf(unreadable.className), 80);
    }
    return value == null ? "null" : value.getClass().getSimpleName();
  }

  /** Stands for an object that is not read. */
  private record Unreadable(@Nullable String className) {

    @Override
    public String toString() {
      return typeName(this);
    }
  }
}
