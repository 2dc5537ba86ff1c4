package io.remedyflow.plugin;

import java.util.List;
import org.camunda.bpm.engine.BpmnParseException;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Refuses to deploy a model whose process ends with our task, and not with an end event: Camunda 7
 * cannot hand the results on then. It maps them when the process instance is gone already, and
 * fails with a NullPointerException, each time, after Feishu has answered.
 */
final class DeadEndRefusal extends AbstractBpmnParseListener {

  @Override
  public void parseProcess(Element process, ProcessDefinitionEntity definition) {
    List<Element> offenders =
        RemedyTasks.in(process).stream().filter(task -> isDeadEnd(task, definition)).toList();
    if (!offenders.isEmpty() && RemedyTasks.isNew(definition)) {
      String ids = String.join(", ", offenders.stream().map(task -> task.attribute("id")).toList());
      throw new BpmnParseException(
          "Nothing follows the task that fetches allowed remedy times: "
              + ids
              + ". Camunda cannot hand its results on and would fail after Feishu has answered."
              + " Draw a flow from it to an end event.",
          offenders.get(0));
    }
  }

  /**
   * Within a subprocess all is well: its results go to the process, which is still there, as it is
   * for a compensation handler. What the engine does not know as an activity ends nothing.
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
}
