package io.remedyflow.plugin;

import io.remedyflow.feishu.Turn;
import io.remedyflow.plugin.TaskTurns.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
import org.jspecify.annotations.Nullable;

/**
 * Runs continuations as the handler before it does, but for a job of ours that comes too early, or
 * while calls hold too many threads: that one is put back, and waits for a later reservation. No
 * exception, no retry lost, no failure in the history (ADR 14).
 */
final class PacedContinuations extends AsyncContinuationJobHandler {

  /** The job that one of these handlers lets run: another one inside of it does not judge again. */
  private static final ThreadLocal<@Nullable JobEntity> RUNNING = new ThreadLocal<>();

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
  public String getType() {
    return engines.getType();
  }

  @Override
  public AsyncContinuationConfiguration newConfiguration(String canonicalString) {
    return engines.newConfiguration(canonicalString);
  }

  /** Also told of a job that has run, or that is put back: those have nothing reserved any more. */
  @Override
  public void onDelete(AsyncContinuationConfiguration configuration, JobEntity job) {
    engines.onDelete(configuration, job);
    if (!job.equals(Context.getCommandContext().getCurrentJob())) {
      turns.deleted(job);
    }
  }

  @Override
  public void execute(
      AsyncContinuationConfiguration configuration,
      ExecutionEntity execution,
      CommandContext context,
      @Nullable String tenantId) {
    ActivityImpl task = ours(context.getCurrentJob(), configuration, execution);
    if (task == null || !(context.getCurrentJob() instanceof MessageEntity job)) {
      engines.execute(configuration, execution, context, tenantId);
      return;
    }
    Optional<Caller> caller = turns.begin(job, execution, task);
    // A person who runs a job by hand wants it to run now.
    boolean byExecutor = Context.getJobExecutorContext() != null;
    JobEntity outer = RUNNING.get();
    RUNNING.set(job);
    try (Bulkhead.Place place = byExecutor ? bulkhead.enter() : null) {
      if (place == null || caller.isEmpty() || !isPutBack(place, job, caller.get(), context)) {
        engines.execute(configuration, execution, context, tenantId);
      }
    } finally {
      restore(outer);
    }
  }

  private static void restore(@Nullable JobEntity outer) {
    if (outer == null) {
      RUNNING.remove();
    } else {
      RUNNING.set(outer);
    }
  }

  /** Our task, where this handler has to judge its job; else null. */
  private static @Nullable ActivityImpl ours(
      @Nullable JobEntity job,
      AsyncContinuationConfiguration configuration,
      ExecutionEntity execution) {
    return job == null || job.equals(RUNNING.get())
        ? null
        : OwnJobs.task(job, configuration, execution);
  }

  /** Puts the job back if it had better not run now. */
  private boolean isPutBack(
      Bulkhead.Place place, MessageEntity job, Caller caller, CommandContext context) {
    Optional<Duration> spread = spread(job, caller);
    if (spread.isPresent()) {
      putBack(job, spread.get(), context);
      return true;
    }
    Optional<Turn> turn = later(place, caller);
    turn.ifPresent(
        reserved ->
            Rescheduling.putBack(job, turns.due(job, reserved, caller.connection()), context));
    return turn.isPresent();
  }

  /** How long a job that came in a crowd has to stay away, once; empty where it may run. */
  private Optional<Duration> spread(JobEntity job, Caller caller) {
    boolean hadItsPart =
        spreadJobs.hadItsPart(job.getId(), Context.getProcessEngineConfiguration());
    return hadItsPart ? Optional.empty() : turns.spread(job, caller);
  }

  /** The turn of a job that had better not run now; empty where it may. */
  private Optional<Turn> later(Bulkhead.Place place, Caller caller) {
    if (place.isOneTooManySlow()) {
      return turns.later(caller, Bulkhead.SLOW);
    }
    return place.isAmongTheLast() ? turns.yielded(caller) : turns.postponed(caller);
  }

  private void putBack(MessageEntity job, Duration spread, CommandContext context) {
    Instant then = DueDates.now().plus(spread);
    Rescheduling.putBack(job, SpreadJobs.row(then), context);
    ProcessEngineConfigurationImpl engine = Context.getProcessEngineConfiguration();
    context
        .getTransactionContext()
        .addTransactionListener(
            TransactionState.COMMITTED, committed -> spreadJobs.makeDue(job.getId(), then, engine));
  }
}
