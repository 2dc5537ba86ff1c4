package io.remedyflow.camunda;

import io.remedyflow.camunda.contract.FaultAction;
import io.remedyflow.remedy.CallFailedException;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.RemedyConnections;
import io.remedyflow.remedy.Request;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.UnusableConnectionException;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.VariableMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task: makes its call, and writes the answer for the gateways behind the task. Models use
 * it under the task's bean name, such as {@code ${fetchAllowedRemedies}}.
 *
 * <p>One instance serves all job threads and has no state of its own.
 *
 * <table>
 *   <caption>Outcomes of a task</caption>
 *   <tr><th>what happened</th><th>outcome</th></tr>
 *   <tr><td>Feishu answered, a denial included</td><td>outputs, the task is complete</td></tr>
 *   <tr><td>the request is at fault</td><td>{@code onRejection}, at once</td></tr>
 *   <tr><td>the call is rate limited</td><td>the job is rescheduled and loses no retry</td></tr>
 *   <tr><td>transient failure, retries are left</td><td>the job fails and is retried</td></tr>
 *   <tr><td>any other failure</td><td>{@code onFailure}</td></tr>
 *   <tr><td>the model names an action that does not exist</td><td>an incident that names the value</td></tr>
 * </table>
 */
public final class FeishuTaskDelegate implements JavaDelegate {

  private final FeishuTask<?, ?> task;
  private final RemedyConnections connections;
  private final EngineView engine;
  private final CallInvoker invoker;

  /**
   * A delegate whose thread waits for each call.
   *
   * @param task what it runs
   * @param connections the connections that tasks can use
   * @param engine tells what the engine knows about the running task
   */
  public FeishuTaskDelegate(
      FeishuTask<?, ?> task, RemedyConnections connections, EngineView engine) {
    this(task, connections, engine, CallInvoker.WAITING);
  }

  /**
   * A delegate that makes its calls through {@code invoker}.
   *
   * @param task what it runs
   * @param connections the connections that tasks can use
   * @param engine tells what the engine knows about the running task
   * @param invoker makes the calls
   */
  public FeishuTaskDelegate(
      FeishuTask<?, ?> task,
      RemedyConnections connections,
      EngineView engine,
      CallInvoker invoker) {
    this.task = task;
    this.connections = connections;
    this.engine = engine;
    this.invoker = invoker;
  }

  /**
   * Runs the task.
   *
   * @throws TaskFailedException if the task cannot continue now, or at all
   * @throws BpmnError if the model asks for one and catches it
   */
  @Override
  public void execute(DelegateExecution execution) {
    TaskInputs inputs = new TaskInputs(execution);
    String tenant = execution.getTenantId();
    TaskOutputs outputs = new TaskOutputs(task.contract().results(), engine.mapsOutputs(execution));
    Circumstances circumstances =
        Circumstances.of(execution.getCurrentActivityId(), connections.language(tenant));
    Instructions instructions = instructions(inputs, execution, outputs);
    try {
      RemedyConnection connection = connections.forTask(instructions.connection(), tenant);
      circumstances = circumstances.over(connection);
      Run<?, ?> run = run(task, inputs, connection);
      circumstances = circumstances.about(run.request());
      execution.setVariablesLocal(outputs.of(run.result(invoker), connection.language()));
    } catch (RequestRejectedException e) {
      VariableMap written = outputs.of(e, circumstances.language());
      Fault fault = Fault.of(e, circumstances);
      handle(
          execution,
          instructions.onRejection(),
          task.contract().errors().rejected(),
          written,
          fault);
    } catch (CallFailedException e) {
      VariableMap written = outputs.of(e, circumstances.language());
      NextStep next = engine.after(execution, e);
      Fault fault = Fault.of(e, circumstances, next);
      FaultAction action = next.isEnd() ? instructions.onFailure() : FaultAction.INCIDENT;
      handle(execution, action, task.contract().errors().unavailable(), written, fault);
    }
  }

  /**
   * The day that a variable holds, in the one format for forms, business keys and people. For
   * expressions, such as {@code ${execution.setVariable('remedyDate',
   * fetchAllowedRemedies.day(execution, 'remedyDate'))}}. Uses the zone of the tenant's connection,
   * or else of {@code default}.
   *
   * @param execution where the variable is visible
   * @param variable its name
   * @return as {@link #day(DelegateExecution, String, String)}
   */
  public @Nullable String day(DelegateExecution execution, String variable) {
    return day(execution, variable, null);
  }

  /**
   * The day that a variable holds, for tasks that name a connection.
   *
   * @param execution where the variable is visible
   * @param variable its name
   * @param connection the connection whose zone converts an instant to a day, as the tasks' {@code
   *     feishuConnection}
   * @return {@code yyyy-MM-dd}; a value that is not a day as a short text, for a person to correct;
   *     an instant as ISO text if the connection is not usable; null if the variable is absent or
   *     null
   */
  public @Nullable String day(
      DelegateExecution execution, String variable, @Nullable String connection) {
    Object value = TaskInputs.visible(execution, variable);
    if (value == null) {
      return null;
    }
    String tenant = execution.getTenantId();
    try {
      return RemedyDates.read(value, () -> connections.forTask(connection, tenant).zone())
          .toString();
    } catch (RequestRejectedException | UnusableConnectionException e) {
      return RemedyDates.unread(value); // the task that uses the value reports what is wrong
    }
  }

  /** The model's settings for the task, apart from the request. */
  private record Instructions(
      FaultAction onRejection, FaultAction onFailure, @Nullable String connection) {}

  private static Instructions instructions(
      TaskInputs inputs, DelegateExecution execution, TaskOutputs outputs) {
    try {
      return new Instructions(inputs.onRejection(), inputs.onFailure(), inputs.connection());
    } catch (TaskFailedException e) {
      throw after(outputs.of(e), execution, e);
    }
  }

  private static <Q extends Request<A>, A> Run<Q, A> run(
      FeishuTask<Q, A> task, TaskInputs inputs, RemedyConnection connection) {
    return new Run<>(task, task.request(inputs, connection.zone()), connection);
  }

  /** One run of a task, with its request. */
  private record Run<Q extends Request<A>, A>(
      FeishuTask<Q, A> task, Q request, RemedyConnection connection) {

    TaskResult result(CallInvoker invoker) {
      return task.result(answer(invoker), connection.language());
    }

    private A answer(CallInvoker invoker) {
      try {
        return invoker.invoke(connection, request);
      } catch (RequestRejectedException | CallFailedException e) {
        throw e;
      } catch (RuntimeException e) {
        // Otherwise it would bypass onFailure.
        throw new UnforeseenException(e);
      }
    }
  }

  private void handle(
      DelegateExecution execution,
      FaultAction action,
      String errorCode,
      VariableMap outputs,
      Fault fault) {
    switch (action) {
      case INCIDENT -> throw after(outputs, execution, fault.incident());
      case CONTINUE -> execution.setVariablesLocal(outputs);
      case BPMN_ERROR -> {
        if (!engine.catches(execution, errorCode)) {
          throw after(outputs, execution, fault.uncaught(errorCode));
        }
        execution.setVariablesLocal(outputs);
        throw new BpmnError(errorCode, fault.text(), fault.cause());
      }
    }
  }

  /**
   * Writes the outputs before the exception is thrown: an error boundary event may name its class,
   * and the engine then maps the outputs. If they cannot be written, such as on an engine without
   * JSON, the exception still reports the original fault.
   */
  private static TaskFailedException after(
      VariableMap outputs, DelegateExecution execution, TaskFailedException thrown) {
    try {
      execution.setVariablesLocal(outputs);
    } catch (RuntimeException e) {
      thrown.addSuppressed(e);
    }
    return thrown;
  }
}
