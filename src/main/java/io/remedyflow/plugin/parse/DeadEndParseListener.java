package io.remedyflow.plugin.parse;

import java.util.List;
import org.camunda.bpm.engine.BpmnParseException;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.camunda.bpm.engine.impl.core.variable.scope.AbstractVariableScope;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Handles tasks of ours that nothing follows. When such a task ends the process instance, Camunda 7
 * maps its outputs a second time, in the instance itself, and fails there each time, after Feishu
 * has answered.
 *
 * <p>A new model whose process can only end like that fails to deploy: an end event is missing. If
 * paths split, the task may be the last one or not, and the model does not tell. There, and in
 * models that run already, the second mapping is skipped.
 */
public final class DeadEndParseListener extends AbstractBpmnParseListener {

  @Override
  public void parseProcess(Element process, ProcessDefinitionEntity definition) {
    List<Element> deadEnds =
        RemedyTasks.in(process).stream().filter(task -> isDeadEnd(task, definition)).toList();
    if (deadEnds.isEmpty()) {
      return;
    }
    if (!new ParallelPaths(process).part() && RemedyTasks.isNew(definition)) {
      String ids = String.join(", ", deadEnds.stream().map(task -> task.attribute("id")).toList());
      throw new BpmnParseException(
          "Nothing follows the task that fetches allowed remedy times: "
              + ids
              + ". Camunda cannot hand its results on and would fail after Feishu has answered."
              + " Draw a flow from it to an end event.",
          deadEnds.get(0));
    }
    deadEnds.stream()
        .map(task -> definition.findActivity(task.attribute("id")))
        .forEach(task -> task.setIoMapping(new MappedOnce(task.getIoMapping())));
  }

  /**
   * Whether the second mapping of the task's outputs would fail. It does not fail in a subprocess:
   * the results go to the process, which still exists. The same holds for a compensation handler.
   * An element that is not an activity for the engine ends nothing.
   */
  private static boolean isDeadEnd(Element element, ProcessDefinitionEntity definition) {
    ActivityImpl task = definition.findActivity(element.attribute("id"));
    if (task == null || task.isCompensationHandler()) {
      return false;
    }
    IoMapping mapping = task.getIoMapping();
    return task.getOutgoingTransitions().isEmpty()
        && task.getFlowScope() == definition
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
