package io.remedyflow.plugin;

import io.remedyflow.camunda.FetchAllowedRemediesException;
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.FailedJobCommandFactory;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a job that failed.
 *
 * <ul>
 *   <li>No retry is worth it: an incident at once, so that a person is told in the first minute and
 *       not after the last retry.
 *   <li>The question was turned away: the job waits for its turn and loses no retry (ADR 11).
 *   <li>Whoever failed said when to come back: retries go down as usual, but then is the due date.
 *   <li>All else, and everybody else's jobs: left to whoever decided before.
 * </ul>
 */
final class FailedRemedyJobs implements FailedJobCommandFactory {

  private final FailedJobCommandFactory others;
  private final WakeUpCalls wakeUpCalls;

  FailedRemedyJobs(FailedJobCommandFactory others, WakeUpCalls wakeUpCalls) {
    this.others = others;
    this.wakeUpCalls = wakeUpCalls;
  }

  @Override
  public Command<Object> getCommand(String jobId, Throwable exception) {
    FetchAllowedRemediesException failure = find(exception);
    if (failure == null) {
      return others.getCommand(jobId, exception);
    }
    if (!failure.retryable()) {
      return new IncidentAtOnce(jobId, exception);
    }
    Instant due = failure.notBefore().orElse(null);
    if (due == null) {
      return others.getCommand(jobId, exception);
    }
    Command<Object> command =
        failure.keepsRetries()
            ? new Parking(jobId, exception)
            : others.getCommand(jobId, exception);
    return context -> {
      Object result = command.execute(context);
      JobEntity job = context.getJobManager().findJobById(jobId);
      if (job != null && (failure.keepsRetries() || job.getRetries() > 0)) {
        job.setDuedate(Date.from(due));
        wakeAt(due, context);
      }
      return result;
    };
  }

  private void wakeAt(Instant due, CommandContext context) {
    JobExecutor executor = context.getProcessEngineConfiguration().getJobExecutor();
    context
        .getTransactionContext()
        .addTransactionListener(
            TransactionState.COMMITTED, committed -> wakeUpCalls.order(due, executor));
  }

  /** Searches the causes: the engine may have wrapped what the delegate threw. */
  private static @Nullable FetchAllowedRemediesException find(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof FetchAllowedRemediesException failure) {
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
