package io.remedyflow.plugin;

import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.core.variable.mapping.InputParameter;
import org.camunda.bpm.engine.impl.core.variable.mapping.value.ParameterValueProvider;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Has the inputs of our tasks be variables that nobody stores. They live from the beginning of a
 * task to its end, within one transaction, and say what the process knows already; stored, they
 * would be two rows each in the history, and one copy more of who asked for what.
 */
final class TransientInputs extends AbstractBpmnParseListener {

  @Override
  public void parseProcess(Element process, ProcessDefinitionEntity definition) {
    RemedyTasks.mappings(process, definition)
        .flatMap(mapping -> mapping.getInputParameters().stream())
        .forEach(TransientInputs::makeTransient);
  }

  private static void makeTransient(InputParameter input) {
    input.setValueProvider(new Transiently(input.getValueProvider()));
  }

  private record Transiently(ParameterValueProvider original) implements ParameterValueProvider {

    @Override
    public @Nullable Object getValue(VariableScope scope) {
      Object value = original.getValue(scope);
      // It may belong to another variable, which would become transient with it.
      return value instanceof TypedValue ? value : Variables.untypedValue(value, true);
    }

    @Override
    public boolean isDynamic() {
      return original.isDynamic();
    }
  }
}
