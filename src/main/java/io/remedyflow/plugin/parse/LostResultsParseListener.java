package io.remedyflow.plugin.parse;

import io.remedyflow.camunda.RemedyVariables;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns, when a model is deployed, of tasks whose results nothing in the model can see. Results are
 * variables of the task, and output parameters pass them on. Without output parameters the results
 * end with the task if the task has its own scope: input parameters or a boundary event create one.
 */
public final class LostResultsParseListener extends AbstractBpmnParseListener {

  private static final Logger LOG = LoggerFactory.getLogger(LostResultsParseListener.class);

  private static final String END_EVENT = "endEvent";

  @Override
  public void parseProcess(Element process, ProcessDefinitionEntity definition) {
    for (Element task : RemedyTasks.in(process)) {
      ActivityImpl activity = definition.findActivity(task.attribute("id"));
      if (activity != null && isLost(task, activity) && RemedyTasks.isNew(definition)) {
        LOG.warn(
            "The results of task '{}' of process '{}' (deployment {}) are lost when it ends: {}.",
            activity.getId(),
            definition.getKey(),
            definition.getDeploymentId(),
            advice(task));
      }
    }
  }

  private static boolean isLost(Element task, ActivityImpl activity) {
    IoMapping mapping = activity.getIoMapping();
    boolean isHandedOn = mapping != null && !mapping.getOutputParameters().isEmpty();
    boolean endsWithTask = activity.isScope() || task.getTagName().equals(END_EVENT);
    // A listener at the end of the task still sees its variables.
    return endsWithTask
        && !isHandedOn
        && !RemedyTasks.hasListener(task, ExecutionListener.EVENTNAME_END);
  }

  private static String advice(Element task) {
    return task.getTagName().equals(END_EVENT)
        ? "an end event cannot have output parameters. Use a service task in front of the end event"
        : "it has no output parameters. Add one for each result that the process needs, such as %1$s with the value ${%1$s}"
            .formatted(RemedyVariables.REMEDY_STATUS);
  }
}
