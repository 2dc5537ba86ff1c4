package io.remedyflow.plugin.parse;

import java.util.List;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * A process that is being parsed, and what it has of our tasks.
 *
 * @param element the element of the model
 * @param definition what the engine has read from it
 * @param tasks our tasks
 * @param misused elements that name a task and do not run it as one
 */
public record ParsedProcess(
    Element element,
    ProcessDefinitionEntity definition,
    List<ParsedTask> tasks,
    List<MisusedTask> misused) {

  /**
   * An element that names a task and does not run it as one.
   *
   * @param element the element of the model: a listener, or a task that only evaluates the bean
   * @param id the id of the element, or of the element around a listener
   * @param beanName the task that it names
   */
  record MisusedTask(Element element, String id, String beanName) {}

  /** Whether the process has nothing of our tasks. */
  boolean isForeign() {
    return tasks.isEmpty() && misused.isEmpty();
  }

  /**
   * Whether the model is being deployed. A definition is parsed again when the cache has lost it: a
   * model that runs already must continue to run, even if we find a fault in it.
   */
  boolean isNew() {
    return Context.getCommandContext()
        .getDeploymentManager()
        .findDeploymentById(definition.getDeploymentId())
        .isNew();
  }

  String key() {
    return definition.getKey();
  }

  String deploymentId() {
    return definition.getDeploymentId();
  }
}
