package io.remedyflow.plugin.job;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.TaskInputs;
import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.feishu.client.Operation;
import io.remedyflow.plugin.config.RemedyflowConnections;
import io.remedyflow.plugin.parse.ParsedTask;
import io.remedyflow.plugin.parse.TransientVariablesRule;
import io.remedyflow.plugin.reservation.TaskRateLimit;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.Request;
import io.remedyflow.remedy.RequestRejectedException;
import java.time.temporal.Temporal;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.camunda.bpm.application.InvocationContext;
import org.camunda.bpm.application.ProcessApplicationReference;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.context.ProcessApplicationContextUtil;
import org.camunda.bpm.engine.impl.core.variable.mapping.InputParameter;
import org.camunda.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.camunda.bpm.engine.impl.core.variable.mapping.value.ConstantValueProvider;
import org.camunda.bpm.engine.impl.core.variable.mapping.value.NullValueProvider;
import org.camunda.bpm.engine.impl.core.variable.mapping.value.ParameterValueProvider;
import org.camunda.bpm.engine.impl.el.ElValueProvider;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.variable.value.PrimitiveValue;
import org.camunda.spin.json.SpinJsonNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out from a task's inputs which call the task will make, before the engine begins the task.
 * At that point nothing has happened that would have to be undone while the job waits for Feishu.
 *
 * <p>The input expressions are evaluated again when the task begins. So scripts are not evaluated
 * here, and neither are inputs that a listener of the task may change: such tasks make their calls
 * while they run. If an input cannot be evaluated yet, the task itself reports it.
 */
final class TaskCalls {

  private static final Logger LOG = LoggerFactory.getLogger(TaskCalls.class);

  private final Supplier<@Nullable RemedyflowConnections> connections;

  TaskCalls(Supplier<@Nullable RemedyflowConnections> connections) {
    this.connections = connections;
  }

  /**
   * A call that a task will make.
   *
   * @param limit the connection for the call, and its rate limit
   * @param request what is asked for
   * @param begin begins the call
   */
  record TaskCall<A>(
      TaskRateLimit limit, Request<A> request, Supplier<CompletableFuture<A>> begin) {}

  /** The call of this task, if it can be known. Reads variables and changes nothing. */
  Optional<TaskCall<?>> of(ExecutionEntity execution, ActivityImpl activity) {
    RemedyflowConnections opened = connections.get();
    IoMapping mapping = activity.getIoMapping();
    FeishuTask<?, ?> task = ParsedTask.of(activity).orElse(null);
    if (opened == null
        || task == null
        || mapping == null
        || !TransientVariablesRule.inputsStayAsMapped(activity)) {
      return Optional.empty();
    }
    try {
      Map<String, @Nullable Object> inputs =
          inApplicationOf(execution, () -> inputs(execution, mapping, task.contract()));
      return call(task, inputs, opened, execution.getTenantId());
    } catch (RequestRejectedException e) {
      return Optional.empty(); // the task itself reports the details
    } catch (Exception e) {
      // No such connection, an expression whose variables are not set yet, or no plain value.
      LOG.debug(
          "The call of task {} is not known before it runs: {}", activity.getId(), e.toString());
      return Optional.empty();
    }
  }

  private static <Q extends Request<A>, A> Optional<TaskCall<?>> call(
      FeishuTask<Q, A> task,
      Map<String, @Nullable Object> inputs,
      RemedyflowConnections opened,
      @Nullable String tenantId) {
    Object asked = inputs.get(CommonFields.FEISHU_CONNECTION);
    if (asked != null && !(asked instanceof String)) {
      return Optional.empty();
    }
    RemedyConnection connection = opened.connections().forTask((String) asked, tenantId);
    FeishuConnection found = opened.byName().get(connection.name());
    if (found == null) {
      return Optional.empty();
    }
    Request<A> request = task.request(new TaskInputs(inputs::get), connection.zone());
    Operation<Request<A>, A> operation = opened.operations().of(request);
    return Optional.of(
        new TaskCall<>(
            new TaskRateLimit(found, operation), request, () -> found.begin(operation, request)));
  }

  private static Map<String, @Nullable Object> inputs(
      ExecutionEntity execution, IoMapping mapping, TaskContract contract) {
    Map<String, @Nullable Object> values = new HashMap<>();
    for (InputParameter input : mapping.getInputParameters()) {
      if (contract.decidesTheCall(input.getName())) {
        values.put(input.getName(), value(TransientVariablesRule.original(input), execution));
      }
    }
    return values;
  }

  private static @Nullable Object value(
      ParameterValueProvider provider, ExecutionEntity execution) {
    if (!(provider instanceof ElValueProvider
        || provider instanceof ConstantValueProvider
        || provider instanceof NullValueProvider)) {
      throw new NotForeseeableException();
    }
    Object given = provider.getValue(execution);
    Object value = given instanceof PrimitiveValue<?> primitive ? primitive.getValue() : given;
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof SpinJsonNode
        || value instanceof Boolean
        || value instanceof Date
        || value instanceof Temporal) {
      return value;
    }
    throw new NotForeseeableException();
  }

  /** Evaluates in the context of the process application of the execution, as the engine does. */
  private static <T> T inApplicationOf(ExecutionEntity execution, Callable<T> evaluation)
      throws Exception {
    ProcessApplicationReference application =
        ProcessApplicationContextUtil.getTargetProcessApplication(execution);
    if (ProcessApplicationContextUtil.requiresContextSwitch(application)) {
      return Context.executeWithinProcessApplication(
          evaluation, application, new InvocationContext(execution));
    }
    Context.setExecutionContext(execution);
    try {
      return evaluation.call();
    } finally {
      Context.removeExecutionContext();
    }
  }

  private static final class NotForeseeableException extends RuntimeException {

    NotForeseeableException() {
      super("not to be known before the task runs", null, false, false);
    }
  }
}
