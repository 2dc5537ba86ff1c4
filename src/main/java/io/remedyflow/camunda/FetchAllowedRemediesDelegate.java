package io.remedyflow.camunda;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.InvalidRemedyRequestException;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.RemedyConnections;
import io.remedyflow.remedy.RemedyLookupException;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.VariableMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks which punches an employee may remedy, and writes the answer for the gateways behind the
 * task. Models use it as {@code ${fetchAllowedRemedies}}.
 *
 * <p>One instance serves all job threads, and keeps no state of its own.
 *
 * <table>
 *   <caption>What becomes of a task</caption>
 *   <tr><th>what happened</th><th>outcome</th></tr>
 *   <tr><td>Feishu answered, be it "no"</td><td>outputs, the task is done</td></tr>
 *   <tr><td>the request is at fault</td><td>{@code onRejection}, at once</td></tr>
 *   <tr><td>trouble that may pass, and retries are left</td><td>the job fails and is retried</td></tr>
 *   <tr><td>any other trouble</td><td>{@code onFailure}</td></tr>
 *   <tr><td>the model names an action that does not exist</td><td>an incident that names the value</td></tr>
 * </table>
 */
public final class FetchAllowedRemediesDelegate implements JavaDelegate {

  /** The name under which models find the delegate. */
  public static final String BEAN_NAME = "fetchAllowedRemedies";

  private final RemedyConnections connections;
  private final JobAttempts attempts;
  private final ErrorCatchers catchers;

  /**
   * The delegate.
   *
   * @param connections what tasks may choose from
   * @param attempts tells the last attempt of a job
   * @param catchers tells whether a BPMN error would be caught
   */
  public FetchAllowedRemediesDelegate(
      RemedyConnections connections, JobAttempts attempts, ErrorCatchers catchers) {
    this.connections = connections;
    this.attempts = attempts;
    this.catchers = catchers;
  }

  /**
   * Runs the task.
   *
   * @throws FetchAllowedRemediesException if the task cannot go on now, or at all
   * @throws BpmnError if the model asked for one and catches it
   */
  @Override
  public void execute(DelegateExecution execution) {
    TaskInputs inputs = new TaskInputs(execution);
    FaultAction onRejection = inputs.onRejection();
    FaultAction onFailure = inputs.onFailure();
    String asked = inputs.connection();
    @Nullable RemedyConnection connection = null;
    Language language = connections.language(execution.getTenantId());
    try {
      connection = connections.forTask(asked, execution.getTenantId());
      language = connection.language();
      var outcome = connection.lookup().allowedRemedies(inputs.query(connection.zone()));
      write(execution, TaskOutputs.of(outcome, language));
    } catch (InvalidRemedyRequestException e) {
      Fault fault = new Fault(e.explanation(), e.code(), e.logId(), false, e, connection, language);
      handle(execution, onRejection, RemedyErrors.REJECTED, TaskOutputs.of(e, language), fault);
    } catch (RemedyLookupException e) {
      Fault fault =
          new Fault(e.explanation(), e.code(), e.logId(), e.retryable(), e, connection, language);
      FaultAction action =
          e.retryable() && !attempts.isLast(execution) ? FaultAction.INCIDENT : onFailure;
      handle(execution, action, RemedyErrors.UNAVAILABLE, TaskOutputs.of(e, language), fault);
    }
  }

  private void handle(
      DelegateExecution execution,
      FaultAction action,
      String errorCode,
      VariableMap outputs,
      Fault fault) {
    switch (action) {
      case INCIDENT -> throw fault.incident(execution);
      case CONTINUE -> write(execution, outputs);
      case BPMN_ERROR -> {
        if (!catchers.exist(execution, errorCode)) {
          throw fault.uncaught(execution, errorCode);
        }
        // Before the error: the engine maps the outputs on the way to the boundary event.
        write(execution, outputs);
        throw new BpmnError(errorCode, fault.text(), fault.cause());
      }
    }
  }

  private static void write(DelegateExecution execution, VariableMap outputs) {
    execution.setVariablesLocal(outputs);
  }

  /** What a person will read about a fault. */
  private record Fault(
      BilingualText explanation,
      @Nullable Integer code,
      @Nullable String logId,
      boolean retryable,
      RuntimeException cause,
      @Nullable RemedyConnection connection,
      Language language) {

    /**
     * The engine keeps 666 characters of a message: the reference at its end must be among them.
     */
    private static final int TEXT_AT_MOST = 500;

    private static final int CAUSE_AT_MOST = 300;

    String text() {
      return explanation.in(language);
    }

    FetchAllowedRemediesException incident(DelegateExecution execution) {
      return new FetchAllowedRemediesException(
          CleanText.of(text(), TEXT_AT_MOST) + reference(execution), retryable, cause);
    }

    FetchAllowedRemediesException uncaught(DelegateExecution execution, String errorCode) {
      BilingualText advice =
          new BilingualText(
              "No event catches the BPMN error %s of task '%s', so that the instance would have ended silently. Add a boundary event, or choose another onRejection or onFailure. Cause: "
                  .formatted(errorCode, execution.getCurrentActivityId()),
              "没有事件捕获任务“%2$s”的 BPMN 错误 %1$s，否则流程实例会悄然结束。请添加边界事件，或修改 onRejection / onFailure。原因："
                  .formatted(errorCode, execution.getCurrentActivityId()));
      return new FetchAllowedRemediesException(
          advice.in(language) + CleanText.of(text(), CAUSE_AT_MOST) + reference(execution),
          false,
          cause);
    }

    private String reference(DelegateExecution execution) {
      return " [task %s, connection %s, code %s, log id %s]"
          .formatted(
              execution.getCurrentActivityId(),
              connection == null ? "-" : connection.name(),
              Optional.ofNullable(code).map(String::valueOf).orElse("-"),
              Optional.ofNullable(logId).orElse("-"));
    }
  }
}
