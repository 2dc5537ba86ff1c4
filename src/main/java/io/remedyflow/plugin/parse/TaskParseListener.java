package io.remedyflow.plugin.parse;

import io.remedyflow.camunda.FeishuTask;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Applies the rules for models to each process that has our tasks, when the engine parses it. Other
 * processes stay as they are.
 *
 * <p>It acts when the whole process is parsed: the engine's own listener for retry cycles runs
 * after ours at each task and would undo what a rule sets there.
 */
public final class TaskParseListener extends AbstractBpmnParseListener {

  private final TaskFinder finder;
  private final List<ModelRule> rules;

  /**
   * A listener for these tasks.
   *
   * @param last rules that are applied after all others
   */
  public TaskParseListener(Collection<FeishuTask<?, ?>> tasks, ModelRule... last) {
    finder = new TaskFinder(tasks);
    rules =
        Stream.concat(
                Stream.of(
                    new MultiInstanceRule(),
                    new DeadEndRule(),
                    new CompensationResultsRule(),
                    new RetryCycleRule(),
                    new DeploymentWarningsRule(),
                    new LostResultsRule(),
                    new OverwrittenResultsRule(),
                    new TransientVariablesRule()),
                Stream.of(last))
            .toList();
  }

  @Override
  public void parseProcess(Element element, ProcessDefinitionEntity definition) {
    ParsedProcess process = finder.find(element, definition);
    if (!process.isForeign()) {
      rules.forEach(rule -> rule.apply(process));
    }
  }
}
