package io.remedyflow.plugin.parse;

import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.camunda.contract.FaultAction;
import io.remedyflow.camunda.contract.TaskErrors;
import io.remedyflow.plugin.parse.ParsedProcess.MisusedTask;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of models that probably do not do what their designers meant. It never fails a deployment:
 * a calling process may catch the error, and a task may be synchronous on purpose. It warns only
 * when a model is deployed, not each time that it is parsed.
 */
final class DeploymentWarningsRule implements ModelRule {

  private static final Logger LOG = LoggerFactory.getLogger(DeploymentWarningsRule.class);

  @Override
  public void apply(ParsedProcess process) {
    if (!process.isNew()) {
      return;
    }
    for (ParsedTask task : process.tasks()) {
      if (task.activity() != null) {
        warnIfSynchronous(task, task.activity(), process);
        warnIfUncaught(task, task.activity(), process);
      }
    }
    process.misused().forEach(misused -> warn(misused, process));
  }

  private static void warn(MisusedTask misused, ParsedProcess process) {
    String tag = misused.element().getTagName();
    if (!tag.endsWith("Listener")) {
      LOG.warn(
          "Task '{}' of process '{}' (deployment {}) has {} as camunda:expression: the engine only evaluates it, and makes no call. Use camunda:delegateExpression.",
          misused.id(),
          process.key(),
          process.deploymentId(),
          misused.beanName());
      return;
    }
    String consequence =
        tag.equals("taskListener")
            ? "a task listener cannot run it, and the engine will fail there each time"
            : "it runs in the transaction of the step around it, without a job, a retry cycle or a reservation of its own";
    LOG.warn(
        "'{}' in process '{}' (deployment {}) has {} as {}, which is not a task: {}. Use a service task.",
        misused.id(),
        process.key(),
        process.deploymentId(),
        misused.beanName(),
        tag,
        consequence);
  }

  private static void warnIfSynchronous(
      ParsedTask task, ActivityImpl activity, ParsedProcess process) {
    if (activity.isCompensationHandler()) {
      LOG.info(
          "Task '{}' of process '{}' (deployment {}) is a compensation handler: it runs in the transaction of the event that throws the compensation, and Camunda ignores its asyncBefore. Set camunda:asyncBefore=\"true\" on that event.",
          task.id(),
          process.key(),
          process.deploymentId());
    } else if (!activity.isAsyncBefore()) {
      LOG.warn(
          "Task '{}' of process '{}' (deployment {}) is not asynchronous: the user who starts the instance or completes the step before it waits for Feishu, failures are not retried, and the error goes to that user and not into an incident. Set camunda:asyncBefore=\"true\".",
          task.id(),
          process.key(),
          process.deploymentId());
    }
  }

  private static void warnIfUncaught(
      ParsedTask task, ActivityImpl activity, ParsedProcess process) {
    TaskErrors errors = task.contract().errors();
    warnIfUncaught(CommonFields.ON_REJECTION, errors.rejected(), task, activity, process);
    warnIfUncaught(CommonFields.ON_FAILURE, errors.unavailable(), task, activity, process);
  }

  private static void warnIfUncaught(
      String input, String error, ParsedTask task, ActivityImpl activity, ParsedProcess process) {
    boolean throwsError =
        task.input(input).filter(FaultAction.BPMN_ERROR.word()::equals).isPresent();
    if (throwsError && !ErrorsInModel.areCaught(error, activity)) {
      LOG.warn(
          "Task '{}' of process '{}' (deployment {}) sets {} to bpmnError, and nothing in this model catches {}: unless a calling process catches it at its call activity, there will be an incident instead. Add an error boundary event to the task or to a subprocess around it, or set {} to incident or continue.",
          task.id(),
          process.key(),
          process.deploymentId(),
          input,
          error,
          input);
    }
  }
}
