package io.remedyflow.plugin.job;

import io.remedyflow.camunda.NextStep;
import io.remedyflow.camunda.NextStep.Reschedule;
import io.remedyflow.camunda.NextStep.Retry;
import io.remedyflow.camunda.NextStep.Stop;
import io.remedyflow.camunda.TaskFailedException;
import io.remedyflow.plugin.reservation.DueDates;
import io.remedyflow.plugin.reservation.OwnJobs;
import io.remedyflow.plugin.reservation.WakeUps;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.FailedJobCommandFactory;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to a job that failed.
 *
 * <ul>
 *   <li>A retry would not help: an incident is created at once, and a person learns of it in the
 *       first minute and not after the last retry.
 *   <li>The call was rate limited or interrupted, and the job is our task's own: it is rescheduled
 *       and loses no retry (ADR 11).
 *   <li>The failure says when to retry, and the job is our task's own: it loses a retry as usual,
 *       and that time is its due date.
 *   <li>All other failures, and jobs of other tasks, are left to the factory that this one wraps.
 * </ul>
 *
 * <p>A job of ours without retries left is due at once. The engine gives it the due date of a retry
 * that will not come, and a person who grants new retries would have to wait for that date.
 */
final class TaskFailedJobCommandFactory implements FailedJobCommandFactory {

  private final FailedJobCommandFactory others;
  private final WakeUps wakeUps;

  TaskFailedJobCommandFactory(FailedJobCommandFactory others, WakeUps wakeUps) {
    this.others = others;
    this.wakeUps = wakeUps;
  }

  @Override
  public Command<Object> getCommand(String jobId, Throwable exception) {
    TaskFailedException failure = find(exception);
    return context -> {
      JobEntity job = context.getJobManager().findJobById(jobId);
      boolean own = job != null && OwnJobs.include(job);
      Object result = command(jobId, exception, failure, own).execute(context);
      if (own && job.getRetries() == 0) {
        dueAtOnce(job, context);
      } else if (own && failure != null) {
        due(failure.next()).ifPresent(due -> dueAt(due, job, context));
      }
      return result;
    };
  }

  private Command<Object> command(
      String jobId, Throwable exception, @Nullable TaskFailedException failure, boolean own) {
    NextStep next = failure == null ? null : failure.next();
    if (next instanceof Stop) {
      return new IncidentAtOnce(jobId, exception);
    }
    return own && next instanceof Reschedule
        ? new RescheduledJobRetryCmd(jobId, exception)
        : others.getCommand(jobId, exception);
  }

  /** When to run the job again; empty if the retry cycle decides, or it does not run again. */
  private static Optional<Instant> due(NextStep next) {
    if (next instanceof Reschedule reschedule) {
      return Optional.of(reschedule.at());
    }
    return next instanceof Retry retry && !retry.byCycle()
        ? Optional.of(retry.at())
        : Optional.empty();
  }

  /** Null means due at once, except in engines that compare due dates. */
  private static void dueAtOnce(JobEntity job, CommandContext context) {
    boolean needsDate = context.getProcessEngineConfiguration().isEnsureJobDueDateNotNull();
    job.setDuedate(needsDate ? Date.from(DueDates.now()) : null);
  }

  private void dueAt(Instant due, JobEntity job, CommandContext context) {
    job.setDuedate(Date.from(due));
    JobExecutor executor = context.getProcessEngineConfiguration().getJobExecutor();
    context
        .getTransactionContext()
        .addTransactionListener(
            TransactionState.COMMITTED, committed -> wakeUps.order(due, executor));
  }

  /** Searches the causes: the engine may have wrapped what the delegate threw. */
  private static @Nullable TaskFailedException find(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof TaskFailedException failure) {
        return failure;
      }
    }
    return null;
  }

  private static final class IncidentAtOnce extends DefaultJobRetryCmd {

    IncidentAtOnce(String jobId, Throwable exception) {
      super(jobId, exception);
    }

    @Override
    public @Nullable Object execute(CommandContext context) {
      JobEntity job = getJob();
      if (job != null) {
        job.unlock();
        logException(job);
        job.setRetries(0);
      }
      return null;
    }
  }
}
