package io.remedyflow.plugin;

import io.remedyflow.camunda.JobAttempts;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.bpmn.parser.FailedJobRetryConfiguration;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;

/**
 * Tells the last attempt from the job that runs, and from the retry cycle of its activity.
 *
 * <p>The job's own number is not enough: until its first failure a job holds the engine's default
 * retries, and that failure sets the cycle's. A task without a job has one attempt.
 */
public final class EngineJobAttempts implements JobAttempts {

  @Override
  public boolean isLast(DelegateExecution execution) {
    CommandContext context = Context.getCommandContext();
    // Not the job executor's context, which is absent when a person runs the job by hand.
    JobEntity job = context.getCurrentJob();
    return job == null || new Attempts(job).left(context) <= 1;
  }

  /** Opens the engine's own arithmetic. */
  private static final class Attempts extends DefaultJobRetryCmd {

    private final JobEntity job;

    Attempts(JobEntity job) {
      super(job.getId(), null);
      this.job = job;
    }

    int left(CommandContext context) {
      // Jobs of no activity, such as a batch's or an asynchronous signal's, have no cycle.
      ActivityImpl activity = getCurrentActivity(context, job);
      if (activity != null && isFirstJobExecution(job)) {
        FailedJobRetryConfiguration cycle = getFailedJobRetryConfiguration(job, activity);
        if (cycle != null) {
          return cycle.getRetries();
        }
      }
      return job.getRetries();
    }
  }
}
