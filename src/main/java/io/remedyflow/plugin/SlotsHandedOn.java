package io.remedyflow.plugin;

import io.remedyflow.camunda.RemedyVariables;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.core.variable.mapping.OutputParameter;
import org.camunda.bpm.engine.impl.core.variable.mapping.value.ParameterValueProvider;
import org.camunda.bpm.engine.impl.el.ElValueProvider;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.spin.plugin.variable.SpinValues;
import org.camunda.spin.plugin.variable.value.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Has our tasks' slots be handed on as the text that they are, where an output parameter does
 * nothing but that ({@code ${remedySlots}}). The engine would parse it, and write the same text
 * once more.
 */
final class SlotsHandedOn extends AbstractBpmnParseListener {

  private static final Pattern NOTHING_BUT_THE_SLOTS =
      Pattern.compile("\\s*[$#]\\{\\s*" + RemedyVariables.REMEDY_SLOTS + "\\s*}\\s*");

  @Override
  public void parseProcess(Element process, ProcessDefinitionEntity definition) {
    RemedyTasks.mappings(process, definition)
        .flatMap(mapping -> mapping.getOutputParameters().stream())
        .forEach(SlotsHandedOn::asText);
  }

  private static void asText(OutputParameter output) {
    if (output.getValueProvider() instanceof ElValueProvider expression
        && NOTHING_BUT_THE_SLOTS
            .matcher(expression.getExpression().getExpressionText())
            .matches()) {
      output.setValueProvider(new AsText(expression));
    }
  }

  private record AsText(ParameterValueProvider original) implements ParameterValueProvider {

    @Override
    public @Nullable Object getValue(VariableScope task) {
      TypedValue slots = task.getVariableLocalTyped(RemedyVariables.REMEDY_SLOTS, false);
      // Whoever has had a look at the slots may have changed them.
      return slots instanceof JsonValue json && !json.isDeserialized()
          ? SpinValues.jsonValue(json.getValueSerialized()).create()
          : original.getValue(task);
    }

    @Override
    public boolean isDynamic() {
      return original.isDynamic();
    }
  }
}
