package io.remedyflow.plugin.parse;

import java.util.List;
import org.camunda.bpm.engine.BpmnParseException;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Fails the deployment of a model that puts a multi-instance marker on our task: the task's inputs
 * cannot see the element variable, and the engine allows no output parameters there.
 */
public final class MultiInstanceParseListener extends AbstractBpmnParseListener {

  @Override
  public void parseProcess(Element process, ProcessDefinitionEntity definition) {
    List<Element> offenders =
        RemedyTasks.in(process).stream()
            .filter(task -> task.element("multiInstanceLoopCharacteristics") != null)
            .toList();
    if (!offenders.isEmpty() && RemedyTasks.isNew(definition)) {
      String ids = String.join(", ", offenders.stream().map(task -> task.attribute("id")).toList());
      throw new BpmnParseException(
          "A task that fetches allowed remedy times cannot be multi-instance itself: "
              + ids
              + ". Put it into a subprocess and mark that as multi-instance, with an empty input parameter for each"
              + " output, so that every instance keeps its own results.",
          offenders.get(0));
    }
  }
}
