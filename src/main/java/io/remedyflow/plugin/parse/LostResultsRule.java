package io.remedyflow.plugin.parse;

import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns, when a model is deployed, of tasks whose results nothing in the model can see. Results are
 * variables of the task, and output parameters pass them on. Without output parameters the results
 * end with the task if the task has its own scope: input parameters or a boundary event create one.
 */
final class LostResultsRule implements ModelRule {

  private static final Logger LOG = LoggerFactory.getLogger(LostResultsRule.class);

  private static final String END_EVENT = "endEvent";

  @Override
  public void apply(ParsedProcess process) {
    for (ParsedTask task : process.tasks()) {
      if (task.activity() != null && isLost(task, task.activity()) && process.isNew()) {
        LOG.warn(
            "The results of task '{}' of process '{}' (deployment {}) are lost when it ends: {}.",
            task.id(),
            process.key(),
            process.deploymentId(),
            advice(task));
      }
    }
  }

  private static boolean isLost(ParsedTask task, ActivityImpl activity) {
    IoMapping mapping = activity.getIoMapping();
    boolean isHandedOn = mapping != null && !mapping.getOutputParameters().isEmpty();
    boolean endsWithTask = activity.isScope() || task.element().getTagName().equals(END_EVENT);
    // A listener at the end of the task still sees its variables.
    return endsWithTask && !isHandedOn && !task.hasListener(ExecutionListener.EVENTNAME_END);
  }

  private static String advice(ParsedTask task) {
    return task.element().getTagName().equals(END_EVENT)
        ? "an end event cannot have output parameters. Use a service task in front of the end event"
        : "it has no output parameters. Add one for each result that the process needs, such as %1$s with the value ${%1$s}"
            .formatted(task.contract().results().status().name());
  }
}
