package io.remedyflow.plugin;

import io.remedyflow.camunda.FetchAllowedRemediesException;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.FailedJobCommandFactory;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a job that failed: where no retry is worth it there is an incident at
 * once, so that a person is told in the first minute and not after the last retry. All else, and
 * everybody else's jobs, are left to whoever decided before.
 */
final class FailedRemedyJobs implements FailedJobCommandFactory {

  private final FailedJobCommandFactory others;

  FailedRemedyJobs(FailedJobCommandFactory others) {
    this.others = others;
  }

  @Override
  public Command<Object> getCommand(String jobId, Throwable exception) {
    return isBeyondRetries(exception)
        ? new IncidentAtOnce(jobId, exception)
        : others.getCommand(jobId, exception);
  }

  /** Searches the causes: the engine may have wrapped what the delegate threw. */
  private static boolean isBeyondRetries(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof FetchAllowedRemediesException failure) {
        return !failure.retryable();
      }
    }
    return false;
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
