package io.remedyflow.plugin.job;

import io.remedyflow.plugin.reservation.DueDates;
import io.remedyflow.plugin.reservation.OwnJobs;
import io.remedyflow.plugin.reservation.SpreadJobs;
import io.remedyflow.plugin.reservation.TaskReservations;
import io.remedyflow.plugin.reservation.TaskReservations.Caller;
import io.remedyflow.ratelimit.Reservation;
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
 * Runs continuations like the handler that it wraps, except for jobs of our tasks (ADR 16).
 *
 * <ul>
 *   <li>A job that comes too early is put back, and waits for a later reservation.
 *   <li>The connection's threads make the call of a job before the task begins. If the answer does
 *       not come at once, the job frees its thread, and runs again when the call has ended.
 * </ul>
 *
 * <p>There is no exception, no lost retry and no failure in the history.
 */
final class TaskContinuationJobHandler extends AsyncContinuationJobHandler {

  /**
   * The job that one of these handlers runs now: a handler nested inside it does not check it
   * again.
   */
  private static final ThreadScope<JobEntity> RUNNING = new ThreadScope<>();

  private final JobHandler<AsyncContinuationConfiguration> engines;
  private final TaskReservations taskReservations;
  private final SpreadJobs spreadJobs;
  private final JobCalls calls;

  TaskContinuationJobHandler(
      JobHandler<AsyncContinuationConfiguration> engines,
      TaskReservations taskReservations,
      SpreadJobs spreadJobs,
      JobCalls calls) {
    this.engines = engines;
    this.taskReservations = taskReservations;
    this.spreadJobs = spreadJobs;
    this.calls = calls;
  }

  /** The calls of the engine's jobs, for code that stops the engine. */
  JobCalls calls() {
    return calls;
  }

  @Override
  public String getType() {
    return engines.getType();
  }

  @Override
  public AsyncContinuationConfiguration newConfiguration(String canonicalString) {
    return engines.newConfiguration(canonicalString);
  }

  /**
   * Skips the current job: the engine also calls this for a job that has run or is put back, and
   * that job has already used its reservation.
   */
  @Override
  public void onDelete(AsyncContinuationConfiguration configuration, JobEntity job) {
    engines.onDelete(configuration, job);
    if (!job.equals(Context.getCommandContext().getCurrentJob())) {
      taskReservations.deleted(job);
      calls.deleted(job);
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
    Optional<PendingCall<?>> made = calls.of(job);
    Optional<Caller> caller =
        made.isPresent() ? Optional.empty() : taskReservations.begin(job, execution, task);
    // A person who runs a job by hand wants it to run now.
    if (Context.getJobExecutorContext() != null) {
      if (made.isPresent()
          ? isSuspendedSince(job, context)
          : caller.isPresent() && isPutBack(job, caller.get(), context)) {
        return;
      }
      made = made.isPresent() ? made : calls.begin(job, execution, task);
      if (made.isPresent() && !made.get().isAnsweredBriefly()) {
        calls.awaitEnd(job, made.get(), context);
        return;
      }
    }
    run(
        job,
        task,
        made.orElse(null),
        () -> engines.execute(configuration, execution, context, tenantId));
  }

  private void run(
      JobEntity job, ActivityImpl task, @Nullable PendingCall<?> made, Runnable continuation) {
    boolean ran = false;
    try {
      RUNNING.run(job, () -> JobCallInvoker.with(made, continuation));
      ran = true;
    } finally {
      if (made != null && ran) {
        calls.used(job, task, made);
      } else if (made != null) {
        calls.failed(job, made);
      }
    }
  }

  /** Our task, if this handler has to check its job; else null. */
  private static @Nullable ActivityImpl ours(
      @Nullable JobEntity job,
      AsyncContinuationConfiguration configuration,
      ExecutionEntity execution) {
    return job == null || job.equals(RUNNING.get())
        ? null
        : OwnJobs.task(job, configuration, execution);
  }

  /** Puts a job back that was suspended while its call was under way. */
  private static boolean isSuspendedSince(MessageEntity job, CommandContext context) {
    if (job.isSuspended()) {
      Rescheduling.giveBack(job, context);
    }
    return job.isSuspended();
  }

  /** Puts the job back if its call would have to wait. */
  private boolean isPutBack(MessageEntity job, Caller caller, CommandContext context) {
    if (calls.acceptsNoCalls()) {
      Rescheduling.giveBack(job, context);
      return true;
    }
    Optional<Duration> spread = spread(job, caller);
    if (spread.isPresent()) {
      putBack(job, spread.get(), context);
      return true;
    }
    Optional<Reservation> reservation = taskReservations.later(caller);
    reservation.ifPresent(
        reserved ->
            Rescheduling.putBack(
                job, taskReservations.due(job, reserved, caller.limit()), context));
    return reservation.isPresent();
  }

  /** How long a job that came together with many others has to wait, once; empty if it may run. */
  private Optional<Duration> spread(JobEntity job, Caller caller) {
    boolean hadItsPart =
        spreadJobs.hadItsPart(job.getId(), Context.getProcessEngineConfiguration());
    return hadItsPart ? Optional.empty() : taskReservations.spread(job, caller);
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
