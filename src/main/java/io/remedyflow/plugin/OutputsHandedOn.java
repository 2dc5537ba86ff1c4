package io.remedyflow.plugin;

import io.remedyflow.camunda.RemedyVariables;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.core.variable.mapping.OutputParameter;
import org.camunda.bpm.engine.impl.core.variable.mapping.value.ParameterValueProvider;
import org.camunda.bpm.engine.impl.el.ElValueProvider;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.variable.value.PrimitiveValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.spin.plugin.variable.SpinValues;
import org.camunda.spin.plugin.variable.value.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Has our tasks' outputs be handed on as they are, where an output parameter does nothing but that
 * ({@code ${remedyStatus}}). The engine would evaluate an expression for each; and of the slots it
 * would parse the text, and write the same text once more.
 */
final class OutputsHandedOn extends AbstractBpmnParseListener {

  private static final Set<String> OUTPUTS =
      Set.of(
          RemedyVariables.REMEDY_STATUS,
          RemedyVariables.REMEDY_SLOTS,
          RemedyVariables.REMEDY_SLOT_COUNT,
          RemedyVariables.REMEDY_ERROR_CODE,
          RemedyVariables.REMEDY_MESSAGE,
          RemedyVariables.FEISHU_LOG_ID);

  private static final Pattern NOTHING_BUT_A_VARIABLE =
      Pattern.compile("\\s*[$#]\\{\\s*(\\w+)\\s*}\\s*");

  @Override
  public void parseProcess(Element process, ProcessDefinitionEntity definition) {
    RemedyTasks.mappings(process, definition)
        .flatMap(mapping -> mapping.getOutputParameters().stream())
        .forEach(OutputsHandedOn::asTheyAre);
  }

  private static void asTheyAre(OutputParameter output) {
    if (output.getValueProvider() instanceof ElValueProvider expression) {
      Matcher bare = NOTHING_BUT_A_VARIABLE.matcher(expression.getExpression().getExpressionText());
      if (bare.matches() && OUTPUTS.contains(bare.group(1))) {
        output.setValueProvider(new AsItIs(bare.group(1), expression));
      }
    }
  }

  private record AsItIs(String name, ParameterValueProvider original)
      implements ParameterValueProvider {

    @Override
    public @Nullable Object getValue(VariableScope task) {
      TypedValue local = task.getVariableLocalTyped(name, false);
      if (local instanceof PrimitiveValue) {
        return local.getValue();
      }
      // Whoever has had a look at the slots may have changed them.
      return name.equals(RemedyVariables.REMEDY_SLOTS)
              && local instanceof JsonValue json
              && !json.isDeserialized()
          ? SpinValues.jsonValue(json.getValueSerialized()).create()
          : original.getValue(task);
    }

    @Override
    public boolean isDynamic() {
      return original.isDynamic();
    }
  }
}
