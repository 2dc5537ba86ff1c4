package io.remedyflow.plugin.parse;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.contract.TaskContract;
import java.util.Optional;
import org.camunda.bpm.engine.impl.core.model.PropertyKey;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * One of our tasks in a model that is being parsed.
 *
 * @param element the element of the model
 * @param task what the element runs
 * @param activity the same as an activity of the engine; null if the engine has made none of it
 */
public record ParsedTask(Element element, FeishuTask<?, ?> task, @Nullable ActivityImpl activity) {

  private static final PropertyKey<FeishuTask<?, ?>> TASK = new PropertyKey<>("io.remedyflow.task");

  /** Makes the activity known as this task. */
  public ParsedTask {
    if (activity != null) {
      activity.getProperties().set(TASK, task);
    }
  }

  /** The task that an activity runs; empty for activities of others. */
  public static Optional<FeishuTask<?, ?>> of(ActivityImpl activity) {
    return Optional.ofNullable(activity.getProperties().get(TASK));
  }

  String id() {
    return element.attribute("id");
  }

  TaskContract contract() {
    return task.contract();
  }

  /** Whether the model has an execution listener at the task, for that event. */
  boolean hasListener(String event) {
    return Extensions.of(element, "executionListener")
        .anyMatch(listener -> event.equals(listener.attribute("event")));
  }

  /** The text of an input parameter. The value of an expression is not known here. */
  Optional<String> input(String name) {
    return Extensions.parameters(element, "inputParameter")
        .filter(parameter -> name.equals(parameter.attribute("name")))
        .map(parameter -> parameter.getText().strip())
        .findFirst();
  }
}
