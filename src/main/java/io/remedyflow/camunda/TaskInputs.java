package io.remedyflow.camunda;

import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.camunda.contract.FaultAction;
import io.remedyflow.remedy.CleanText;
import java.util.function.Function;
import java.util.function.Supplier;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.variable.value.ObjectValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.spin.json.SpinJsonNode;
import org.camunda.spin.plugin.variable.value.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one task, read from its local variables: a process variable with the same name is
 * not an input.
 *
 * <p>Modeler's constraints only affect its display, and an expression may return any value. So
 * every value is checked again here.
 */
public final class TaskInputs {

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
  public TaskInputs(Function<String, @Nullable Object> values) {
    this.values = values;
  }

  /**
   * The connection that the model names; null if it names none.
   *
   * @throws TaskFailedException if it is not text
   */
  @Nullable String connection() {
    return word(CommonFields.FEISHU_CONNECTION);
  }

  /**
   * What a rejected request does.
   *
   * @throws TaskFailedException if the model names an action that does not exist
   */
  FaultAction onRejection() {
    return action(CommonFields.ON_REJECTION);
  }

  /**
   * What a failure does at the last attempt.
   *
   * @throws TaskFailedException if the model names an action that does not exist
   */
  FaultAction onFailure() {
    return action(CommonFields.ON_FAILURE);
  }

  private FaultAction action(String input) {
    String word = word(input);
    if (word == null) {
      return FaultAction.INCIDENT;
    }
    return FaultAction.of(word)
        .orElseThrow(
            () ->
                new TaskFailedException(
                    "The model sets %s to '%s', which does not exist. Set it to incident, continue or bpmnError."
                        .formatted(input, CleanText.of(word, 40)),
                    new NextStep.Stop(),
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
    throw new TaskFailedException(
        "The model sets %s to a %s. Set it to text.".formatted(input, typeName(value)),
        new NextStep.Stop(),
        null);
  }

  /** Whether an input has no value, or a blank one. */
  public static boolean isAbsent(@Nullable Object value) {
    return value == null || (value instanceof String text && text.isBlank());
  }

  /** The value of an input as the model gives it; null if absent. */
  public @Nullable Object value(String name) {
    return values.apply(name);
  }

  /** The value of an input that may be JSON: then its text, else as {@link #value}. */
  public @Nullable Object valueOrJson(String name) {
    Object value = value(name);
    return value instanceof SpinJsonNode json ? json.toString() : value;
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
    if (typed instanceof JsonValue) {
      return byEngine.get(); // a tree, of no class that the value names
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

  /** The name of a value's type, for messages. */
  public static String typeName(@Nullable Object value) {
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
