package io.remedyflow.plugin.parse;

import io.remedyflow.camunda.FaultAction;
import io.remedyflow.camunda.RemedyErrors;
import io.remedyflow.camunda.RemedyVariables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of models that probably do not do what their designers meant. It never fails a deployment:
 * a calling process may catch the error, and a task may be synchronous on purpose. It warns only
 * when a model is deployed, not each time that it is parsed.
 */
public final class DeploymentWarningsParseListener extends AbstractBpmnParseListener {

  private static final Logger LOG = LoggerFactory.getLogger(DeploymentWarningsParseListener.class);

  /** The error that the task throws for each input with the value {@code bpmnError}. */
  private static final Map<String, String> ERRORS =
      Map.of(
          RemedyVariables.ON_REJECTION, RemedyErrors.REJECTED,
          RemedyVariables.ON_FAILURE, RemedyErrors.UNAVAILABLE);

  @Override
  public void parseProcess(Element process, ProcessDefinitionEntity definition) {
    List<Element> tasks = RemedyTasks.in(process);
    List<Element> notRun = RemedyTasks.notRun(process);
    Map<Element, String> listeners = new LinkedHashMap<>();
    findListeners(process, definition.getKey(), listeners);
    boolean isSilent = tasks.isEmpty() && notRun.isEmpty() && listeners.isEmpty();
    if (isSilent || !RemedyTasks.isNew(definition)) {
      return;
    }
    for (Element task : tasks) {
      ActivityImpl activity = definition.findActivity(task.attribute("id"));
      if (activity != null) {
        warnIfSynchronous(activity, definition);
        warnIfUncaught(task, activity, definition);
      }
    }
    notRun.forEach(task -> warnOfExpression(task, definition));
    listeners.forEach((listener, id) -> warnOfListener(listener, id, definition));
  }

  private static void findListeners(Element element, String id, Map<Element, String> found) {
    if (RemedyTasks.isListener(element)) {
      found.put(element, id);
    }
    String own = element.attribute("id");
    element.elements().forEach(inner -> findListeners(inner, own == null ? id : own, found));
  }

  private static void warnOfListener(
      Element listener, String id, ProcessDefinitionEntity definition) {
    String consequence =
        listener.getTagName().equals("taskListener")
            ? "a task listener cannot run it, and the engine will fail there each time"
            : "it runs in the transaction of the step around it, without a job, a retry cycle or a reservation of its own";
    LOG.warn(
        "'{}' in process '{}' (deployment {}) has fetchAllowedRemedies as {}, which is not a task: {}. Use a service task.",
        id,
        definition.getKey(),
        definition.getDeploymentId(),
        listener.getTagName(),
        consequence);
  }

  private static void warnOfExpression(Element task, ProcessDefinitionEntity definition) {
    LOG.warn(
        "Task '{}' of process '{}' (deployment {}) has fetchAllowedRemedies as camunda:expression: the engine evaluates it and asks Feishu nothing. Use camunda:delegateExpression.",
        task.attribute("id"),
        definition.getKey(),
        definition.getDeploymentId());
  }

  private static void warnIfSynchronous(ActivityImpl task, ProcessDefinitionEntity definition) {
    if (!task.isAsyncBefore()) {
      LOG.warn(
          "Task '{}' of process '{}' (deployment {}) is not asynchronous: whoever starts the instance or completes the step before it waits for Feishu, trouble is not retried, and the error goes to them and not into an incident. Set camunda:asyncBefore=\"true\".",
          task.getId(),
          definition.getKey(),
          definition.getDeploymentId());
    }
  }

  private static void warnIfUncaught(
      Element task, ActivityImpl activity, ProcessDefinitionEntity definition) {
    ERRORS.forEach(
        (input, error) -> {
          boolean throwsError =
              RemedyTasks.input(task, input)
                  .filter(FaultAction.BPMN_ERROR.word()::equals)
                  .isPresent();
          if (throwsError && !ErrorsInModel.areCaught(error, activity)) {
            LOG.warn(
                "Task '{}' of process '{}' (deployment {}) sets {} to bpmnError, and nothing in this model catches {}: unless a calling process catches it at its call activity, there will be an incident instead. Add an error boundary event to the task or to a subprocess around it, or set {} to incident or continue.",
                activity.getId(),
                definition.getKey(),
                definition.getDeploymentId(),
                input,
                error,
                input);
          }
        });
  }
}
