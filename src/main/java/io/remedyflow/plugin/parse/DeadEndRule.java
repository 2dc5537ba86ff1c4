package io.remedyflow.plugin.parse;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BpmnParseException;
import org.camunda.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.camunda.bpm.engine.impl.core.variable.scope.AbstractVariableScope;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;

/**
 * Handles tasks of ours that nothing follows. When such a task ends the process instance, Camunda 7
 * maps its outputs a second time, in the instance itself, and fails there each time, after Feishu
 * has answered.
 *
 * <p>A new model whose process can only end like that fails to deploy: an end event is missing. If
 * paths split, the task may be the last one or not, and the model does not tell. There, and in
 * models that run already, the second mapping is skipped.
 */
final class DeadEndRule implements ModelRule {

  @Override
  public void apply(ParsedProcess process) {
    List<ParsedTask> deadEnds =
        process.tasks().stream().filter(task -> isDeadEnd(task, process)).toList();
    if (deadEnds.isEmpty()) {
      return;
    }
    if (!new ParallelPaths(process.element()).part() && process.isNew()) {
      throw new BpmnParseException(
          "Nothing follows the task with ${%s}: %s. Camunda cannot hand its results on and would fail after Feishu has answered. Draw a flow from it to an end event."
              .formatted(
                  deadEnds.get(0).task().beanName(),
                  deadEnds.stream().map(ParsedTask::id).collect(joining(", "))),
          deadEnds.get(0).element());
    }
    deadEnds.stream()
        .flatMap(task -> Stream.ofNullable(task.activity()))
        .forEach(task -> task.setIoMapping(new MappedOnce(task.getIoMapping())));
  }

  /**
   * Whether the second mapping of the task's outputs would fail. It does not fail in a subprocess:
   * the results go to the process, which still exists. A compensation handler ends nothing either.
   * An element that is not an activity for the engine ends nothing.
   */
  private static boolean isDeadEnd(ParsedTask parsed, ParsedProcess process) {
    ActivityImpl task = parsed.activity();
    if (task == null || task.isCompensationHandler()) {
      return false;
    }
    IoMapping mapping = task.getIoMapping();
    return task.getOutgoingTransitions().isEmpty()
        && task.getFlowScope() == process.definition()
        && mapping != null
        && !mapping.getOutputParameters().isEmpty();
  }

  /** Maps a task's outputs to the scope around it; maps nothing if there is no such scope. */
  private static final class MappedOnce extends IoMapping {

    MappedOnce(IoMapping original) {
      original.getInputParameters().forEach(this::addInputParameter);
      original.getOutputParameters().forEach(this::addOutputParameter);
    }

    @Override
    public void executeOutputParameters(AbstractVariableScope scope) {
      if (scope.getParentVariableScope() != null) {
        super.executeOutputParameters(scope);
      }
    }
  }
}
