package io.remedyflow.plugin.parse;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.camunda.bpm.engine.BpmnParseException;

/**
 * Fails the deployment of a model that puts a multi-instance marker on our task: the task's inputs
 * cannot see the element variable, and the engine allows no output parameters there.
 */
final class MultiInstanceRule implements ModelRule {

  @Override
  public void apply(ParsedProcess process) {
    List<ParsedTask> offenders =
        process.tasks().stream()
            .filter(task -> task.element().element("multiInstanceLoopCharacteristics") != null)
            .toList();
    if (!offenders.isEmpty() && process.isNew()) {
      throw new BpmnParseException(
          "A task with ${%s} cannot be multi-instance itself: %s. Put it into a subprocess and mark that as multi-instance, with an empty input parameter for each output, so that every instance keeps its own results."
              .formatted(
                  offenders.get(0).task().beanName(),
                  offenders.stream().map(ParsedTask::id).collect(joining(", "))),
          offenders.get(0).element());
    }
  }
}
