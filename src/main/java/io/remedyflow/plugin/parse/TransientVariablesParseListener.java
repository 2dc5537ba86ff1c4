package io.remedyflow.plugin.parse;

import io.remedyflow.camunda.RemedyVariables;
import java.util.Set;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.core.model.PropertyKey;
import org.camunda.bpm.engine.impl.core.variable.mapping.InputParameter;
import org.camunda.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.camunda.bpm.engine.impl.core.variable.mapping.value.ParameterValueProvider;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
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
public final class TransientVariablesParseListener extends AbstractBpmnParseListener {

  private static final Set<String> OUR_INPUTS =
      Set.of(
          RemedyVariables.FEISHU_CONNECTION,
          RemedyVariables.EMPLOYEE_TYPE,
          RemedyVariables.USER_ID,
          RemedyVariables.REMEDY_DATE,
          RemedyVariables.ON_REJECTION,
          RemedyVariables.ON_FAILURE);

  private static final PropertyKey<Boolean> CHANGED_INPUTS =
      new PropertyKey<>("io.remedyflow.changedInputs");

  private static final PropertyKey<Boolean> STORED_OUTPUTS =
      new PropertyKey<>("io.remedyflow.storedOutputs");

  /** Whether the outputs of that task may be transient, because only its mapping reads them. */
  static boolean mayBeOutputsOf(ActivityImpl task) {
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
  public void parseProcess(Element process, ProcessDefinitionEntity definition) {
    for (Element element : RemedyTasks.in(process)) {
      ActivityImpl task = definition.findActivity(element.attribute("id"));
      if (task == null) {
        continue;
      }
      if (RemedyTasks.hasListener(element, ExecutionListener.EVENTNAME_END)) {
        task.getProperties().set(STORED_OUTPUTS, true);
      }
      if (RemedyTasks.hasListener(element, ExecutionListener.EVENTNAME_START)) {
        task.getProperties().set(CHANGED_INPUTS, true);
      } else {
        makeInputsTransient(task);
      }
    }
  }

  private static void makeInputsTransient(ActivityImpl task) {
    IoMapping mapping = task.getIoMapping();
    if (mapping != null) {
      mapping.getInputParameters().stream()
          .filter(input -> OUR_INPUTS.contains(input.getName()))
          .forEach(TransientVariablesParseListener::makeTransient);
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
