package io.remedyflow.plugin.job;

import io.remedyflow.camunda.Attempt;
import io.remedyflow.camunda.Attempt.Pace;
import io.remedyflow.camunda.JobAttempts;
import io.remedyflow.remedy.RemedyLookupException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.bpmn.parser.FailedJobRetryConfiguration;
import org.camunda.bpm.engine.impl.calendar.DurationHelper;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.jspecify.annotations.Nullable;

/**
 * Foretells what becomes of a failed attempt from the job that runs, and from the retry cycle of
 * its activity.
 *
 * <p>The job's own number is not enough: until its first failure a job holds the engine's default
 * retries, and that failure sets the cycle's. A task without a job has one attempt.
 *
 * <p>Only a job that begins with the task itself is rescheduled without losing a retry, and at the
 * time that was named. Where the task runs in a job that began with something else, it fails as any
 * other task would.
 *
 * <p>A call that was turned away costs its job no retry, for as long as the job is young: an hour
 * where Feishu said so, a day where no code of Feishu's came, which is this connection's own budget
 * or pause. From then on it is an attempt like any other, so that a limit that never ends reaches a
 * person. The day is for backlogs: they are no fault and shrink as fast as the budget allows, and
 * incidents would not make them shrink faster; but one that outlives a day will not end of itself.
 *
 * <p>Nor does a call cost a retry that was given up because this node stops, for a day as well: a
 * connection that stays closed would be a stop without end.
 *
 * <p>A job's age is that of its row: parking and failing keep it. Whatever makes a new job (a
 * modification, a restart, the next instance of a loop) starts anew. A job that waited long for
 * something else, such as a timer's or one from before a long stop of the job executor, is old
 * already: it is retried like any failed job, at the time that Feishu named.
 */
public final class EngineJobAttempts implements JobAttempts {

  /** How old a job may be for a rate limit of Feishu's to cost it no retry. */
  static final Duration PATIENCE_WITH_FEISHU = Duration.ofHours(1);

  /**
   * How old a job may be for a limit without a code of Feishu's, or a stop, to cost it no retry.
   */
  static final Duration PATIENCE_WITHOUT_CODE = Duration.ofDays(1);

  @Override
  public Attempt failing(DelegateExecution execution, RemedyLookupException trouble) {
    CommandContext context = Context.getCommandContext();
    // Not the job executor's context, which is absent when a person runs the job by hand.
    JobEntity job = context.getCurrentJob();
    return job == null
        ? Attempt.last(1, 1)
        : new Retries(job).after(context, trouble, isOwn(job, execution));
  }

  /** Whether the job begins with this very task, and with nothing that it would do again. */
  private static boolean isOwn(JobEntity job, DelegateExecution execution) {
    return execution.getCurrentActivityId().equals(job.getActivityId())
        && execution.getProcessDefinitionId().equals(job.getProcessDefinitionId())
        && OwnJobs.include(job);
  }

  /** Opens the engine's own arithmetic. */
  private static final class Retries extends DefaultJobRetryCmd {

    private final JobEntity job;

    Retries(JobEntity job) {
      super(job.getId(), null);
      this.job = job;
    }

    Attempt after(CommandContext context, RemedyLookupException trouble, boolean own) {
      FailedJobRetryConfiguration cycle = cycle(context);
      int left = job.getRetries();
      int usual = context.getProcessEngineConfiguration().getDefaultNumberOfRetries();
      if (cycle != null) {
        usual = cycle.getRetries();
        left = isFirstJobExecution(job) ? usual : left;
      }
      int total = Math.max(usual, Math.max(left, 1));
      int number = total - Math.max(left, 1) + 1;
      if (own && left > 0 && isFree(trouble)) {
        return new Attempt(number, total, free(trouble), Pace.FOR_FREE);
      }
      if (!trouble.retryable() || left <= 1) {
        return Attempt.last(number, total);
      }
      return own && trouble.retryAfter().isPresent()
          ? new Attempt(number, total, DueDates.after(trouble.retryAfter().get()), Pace.AS_ASKED)
          : new Attempt(number, total, byCycle(cycle, left), Pace.CYCLE);
    }

    /** When a job comes back that loses no retry. */
    private static Instant free(RemedyLookupException trouble) {
      return trouble.interrupted()
          ? DueDates.after(DueDates.SHORTEST)
          : DueDates.promptlyAfter(trouble.retryAfter().orElse(DueDates.UNTOLD));
    }

    private @Nullable FailedJobRetryConfiguration cycle(CommandContext context) {
      try {
        // Jobs of no activity, such as a batch's or an asynchronous signal's, have no cycle.
        ActivityImpl activity = getCurrentActivity(context, job);
        return activity == null ? null : getFailedJobRetryConfiguration(job, activity);
      } catch (RuntimeException e) {
        return null; // As the engine does with a cycle that it cannot evaluate.
      }
    }

    private boolean isFree(RemedyLookupException trouble) {
      if (!trouble.interrupted() && !trouble.rateLimited()) {
        return false;
      }
      Duration patience = trouble.code() == null ? PATIENCE_WITHOUT_CODE : PATIENCE_WITH_FEISHU;
      // Jobs of an engine before 7.9 hold no time.
      Date created = job.getCreateTime();
      return created != null && DueDates.now().isBefore(created.toInstant().plus(patience));
    }

    /** The engine's own choice, for people to read: it is made again when the job has failed. */
    private Instant byCycle(@Nullable FailedJobRetryConfiguration cycle, int left) {
      if (cycle == null) {
        // The due date stays, which is over unless a person ran the job before its time.
        Date due = job.getDuedate();
        Instant now = DueDates.now();
        return due == null || due.toInstant().isBefore(now) ? now : due.toInstant();
      }
      List<String> waits = cycle.getRetryIntervals();
      int chosen = Math.max(0, Math.min(waits.size() - 1, waits.size() - (left - 1)));
      try {
        return new DurationHelper(waits.get(chosen)).getDateAfter().toInstant();
      } catch (Exception e) {
        return DueDates.now();
      }
    }
  }
}
