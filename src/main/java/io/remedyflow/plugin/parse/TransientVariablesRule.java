package io.remedyflow.plugin.parse;

import java.util.Set;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.core.model.PropertyKey;
import org.camunda.bpm.engine.impl.core.variable.mapping.InputParameter;
import org.camunda.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.camunda.bpm.engine.impl.core.variable.mapping.value.ParameterValueProvider;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Makes the task's own inputs, and its outputs that are mapped, transient. They live from the
 * beginning of a task to its end, within one transaction, and repeat what the process knows. If
 * they were stored, each would be two rows in the history and one more copy of an employee's
 * request.
 *
 * <p>Variables stay as they are if the task has a listener that may give them another value: the
 * engine does not let a transient variable become a stored one (ENGINE-17006). Other inputs always
 * stay as they are: only the model knows their purpose.
 */
public final class TransientVariablesRule implements ModelRule {

  private static final PropertyKey<Boolean> CHANGED_INPUTS =
      new PropertyKey<>("io.remedyflow.changedInputs");

  private static final PropertyKey<Boolean> STORED_OUTPUTS =
      new PropertyKey<>("io.remedyflow.storedOutputs");

  /** Whether the outputs of that task may be transient, because only its mapping reads them. */
  public static boolean mayBeOutputsOf(ActivityImpl task) {
    IoMapping mapping = task.getIoMapping();
    return mapping != null
        && !mapping.getOutputParameters().isEmpty()
        && !Boolean.TRUE.equals(task.getProperties().get(STORED_OUTPUTS));
  }

  /** Whether nothing in the model may change that task's inputs once they are mapped. */
  public static boolean inputsStayAsMapped(ActivityImpl task) {
    return !Boolean.TRUE.equals(task.getProperties().get(CHANGED_INPUTS));
  }

  /**
   * The provider of an input's value as in the model, without the wrapper that makes it transient.
   */
  public static ParameterValueProvider original(InputParameter input) {
    return input.getValueProvider() instanceof Transiently wrapped
        ? wrapped.original()
        : input.getValueProvider();
  }

  @Override
  public void apply(ParsedProcess process) {
    for (ParsedTask task : process.tasks()) {
      if (task.activity() != null) {
        apply(task, task.activity());
      }
    }
  }

  private static void apply(ParsedTask task, ActivityImpl activity) {
    if (task.hasListener(ExecutionListener.EVENTNAME_END)) {
      activity.getProperties().set(STORED_OUTPUTS, true);
    }
    if (task.hasListener(ExecutionListener.EVENTNAME_START)) {
      activity.getProperties().set(CHANGED_INPUTS, true);
    } else {
      makeInputsTransient(activity, task.contract().inputNames());
    }
  }

  private static void makeInputsTransient(ActivityImpl task, Set<String> ours) {
    IoMapping mapping = task.getIoMapping();
    if (mapping != null) {
      mapping.getInputParameters().stream()
          .filter(input -> ours.contains(input.getName()))
          .forEach(TransientVariablesRule::makeTransient);
    }
  }

  private static void makeTransient(InputParameter input) {
    input.setValueProvider(new Transiently(input.getValueProvider()));
  }

  private record Transiently(ParameterValueProvider original) implements ParameterValueProvider {

    @Override
    public @Nullable Object getValue(VariableScope scope) {
      Object value = original.getValue(scope);
      // It may belong to another variable, which would then become transient as well.
      return value instanceof TypedValue ? value : Variables.untypedValue(value, true);
    }

    @Override
    public boolean isDynamic() {
      return original.isDynamic();
    }
  }
}
