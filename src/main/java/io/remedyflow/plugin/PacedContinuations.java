package io.remedyflow.plugin;

import io.remedyflow.feishu.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.JobHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.MessageEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.runtime.operation.PvmAtomicOperation;
import org.jspecify.annotations.Nullable;

/**
 * Runs continuations as the engine does, but for a job of ours that comes too early, or while calls
 * hold too many threads: that one is ended, and a follow-up job waits in its place for a new turn.
 * No exception, no retry lost, no failure in the history (ADR 14).
 */
final class PacedContinuations extends AsyncContinuationJobHandler {

  private static final Set<String> BEFORE_ACTIVITY =
      Set.of(
          PvmAtomicOperation.TRANSITION_CREATE_SCOPE.getCanonicalName(),
          PvmAtomicOperation.ACTIVITY_START_CREATE_SCOPE.getCanonicalName());

  private final JobHandler<AsyncContinuationConfiguration> engines;
  private final TaskTurns turns;
  private final Bulkhead bulkhead;
  private final SpreadJobs spreadJobs;

  PacedContinuations(
      JobHandler<AsyncContinuationConfiguration> engines,
      TaskTurns turns,
      Bulkhead bulkhead,
      SpreadJobs spreadJobs) {
    this.engines = engines;
    this.turns = turns;
    this.bulkhead = bulkhead;
    this.spreadJobs = spreadJobs;
  }

  @Override
  public void execute(
      AsyncContinuationConfiguration configuration,
      ExecutionEntity execution,
      CommandContext context,
      @Nullable String tenantId) {
    JobEntity job = context.getCurrentJob();
    // A person who runs a job by hand wants it to run now.
    boolean byExecutor = Context.getJobExecutorContext() != null;
    if (byExecutor && job != null && isBeforeActivity(configuration)) {
      ActivityImpl task = execution.getProcessDefinition().findActivity(job.getActivityId());
      if (task != null && PacedTasks.include(task)) {
        try (Bulkhead.Place place = bulkhead.enter()) {
          if (!wentBack(place, job, execution, task, context)) {
            engines.execute(configuration, execution, context, tenantId);
          }
        }
        return;
      }
    }
    engines.execute(configuration, execution, context, tenantId);
  }

  /** Whether the job had better not run now, and another one waits in its place. */
  private boolean wentBack(
      Bulkhead.Place place,
      JobEntity job,
      ExecutionEntity execution,
      ActivityImpl task,
      CommandContext context) {
    Optional<Duration> spread = spread(job, execution, task);
    if (spread.isPresent()) {
      comeBack(job, spread.get(), context);
      return true;
    }
    Optional<Turn> turn = later(place, job, execution, task);
    turn.ifPresent(reserved -> comeBack(job, reserved, context));
    return turn.isPresent();
  }

  /** How long a job that came in a crowd has to stay away, once; empty where it may run. */
  private Optional<Duration> spread(JobEntity job, ExecutionEntity execution, ActivityImpl task) {
    boolean hadItsPart =
        spreadJobs.hadItsPart(job.getId(), Context.getProcessEngineConfiguration());
    return hadItsPart ? Optional.empty() : turns.spread(job, execution, task);
  }

  /** The turn of a job that had better not run now; empty where it may. */
  private Optional<Turn> later(
      Bulkhead.Place place, JobEntity job, ExecutionEntity execution, ActivityImpl task) {
    if (place.isOneTooManySlow()) {
      return turns.later(job, execution, task, Bulkhead.SLOW);
    }
    return place.isAmongTheLast()
        ? turns.yielded(job, execution, task)
        : turns.postponed(job, execution, task);
  }

  /** Null is what jobs of very old engines hold. */
  private static boolean isBeforeActivity(AsyncContinuationConfiguration configuration) {
    String operation = configuration.getAtomicOperation();
    return operation == null || BEFORE_ACTIVITY.contains(operation);
  }

  private void comeBack(JobEntity job, Turn turn, CommandContext context) {
    MessageEntity followUp = followUp(job);
    turns.due(followUp, turn);
    send(followUp, job, context);
  }

  private void comeBack(JobEntity job, Duration spread, CommandContext context) {
    MessageEntity followUp = followUp(job);
    Instant then = DueDates.now().plus(spread);
    followUp.setDuedate(Date.from(SpreadJobs.row(then)));
    send(followUp, job, context);
    ProcessEngineConfigurationImpl engine = Context.getProcessEngineConfiguration();
    context
        .getTransactionContext()
        .addTransactionListener(
            TransactionState.COMMITTED,
            committed -> spreadJobs.makeDue(followUp.getId(), then, engine));
  }

  private static MessageEntity followUp(JobEntity job) {
    MessageEntity followUp = new MessageEntity();
    followUp.setExecution(job.getExecution());
    followUp.setJobDefinitionId(job.getJobDefinitionId());
    followUp.setProcessDefinitionId(job.getProcessDefinitionId());
    followUp.setProcessDefinitionKey(job.getProcessDefinitionKey());
    followUp.setDeploymentId(job.getDeploymentId());
    followUp.setTenantId(job.getTenantId());
    followUp.setJobHandlerType(job.getJobHandlerType());
    followUp.setJobHandlerConfigurationRaw(job.getJobHandlerConfigurationRaw());
    followUp.setExclusive(job.isExclusive());
    followUp.setPriority(job.getPriority());
    followUp.setRetries(job.getRetries());
    if (job.getExceptionMessage() != null) {
      // By this the engine knows a job that has failed before, whose retries count on.
      followUp.setExceptionMessage(job.getExceptionMessage());
    }
    return followUp;
  }

  private static void send(MessageEntity followUp, JobEntity job, CommandContext context) {
    context.getJobManager().send(followUp);
    // How long it has been waiting is part of what it is: see EngineJobAttempts.
    followUp.setCreateTime(job.getCreateTime());
  }
}
