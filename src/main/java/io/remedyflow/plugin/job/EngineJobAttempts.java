package io.remedyflow.plugin.job;

import io.remedyflow.camunda.NextStep;
import io.remedyflow.plugin.reservation.DueDates;
import io.remedyflow.plugin.reservation.OwnJobs;
import io.remedyflow.remedy.CallFailedException;
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
 * Predicts what the engine does after a failed attempt, from the running job and the retry cycle of
 * its activity.
 *
 * <p>The number of retries in the job is not enough: until its first failure a job has the engine's
 * default number, and that failure sets the cycle's number. A task without a job has one attempt.
 *
 * <p>Only a job that begins with the task itself can be rescheduled without losing a retry, and can
 * run again at the time that the failure names. If the task runs in a job that began with something
 * else, it fails like any other task.
 *
 * <p>A rate-limited call costs its job no retry while the job is young: up to an hour old if Feishu
 * sent a code, up to a day old if it sent none: then the cause is this connection's own rate limit
 * or cooldown. After that, the failure costs a retry like any other, and a limit that never ends
 * leads to an incident. The day is for backlogs: they are no failure, they shrink as fast as the
 * rate limit allows, and incidents would not make them shrink faster. A backlog that lasts longer
 * than a day does not end without help.
 *
 * <p>A call that is interrupted because this node stops costs no retry either, also up to a day: a
 * connection that stays closed would look like a stop without end.
 *
 * <p>A job's age is the age of its row, and rescheduling and failing keep the row. A modification,
 * a restart or the next instance of a loop creates a new job, whose age starts again. A job that
 * waited long for something else is old already, such as a timer job or one from before a long stop
 * of the job executor. It is retried like any failed job, at the time that Feishu named.
 */
final class EngineJobAttempts {

  /** Up to this age of a job, a rate limit with a code from Feishu costs no retry. */
  static final Duration PATIENCE_WITH_FEISHU = Duration.ofHours(1);

  /**
   * Up to this age of a job, a rate limit without a code from Feishu, or a stop, costs no retry.
   */
  static final Duration PATIENCE_WITHOUT_CODE = Duration.ofDays(1);

  private EngineJobAttempts() {}

  /** What the engine does if the current attempt fails with this exception. */
  static NextStep after(DelegateExecution execution, CallFailedException failure) {
    CommandContext context = Context.getCommandContext();
    // Not the job executor's context, which is absent when a person runs the job by hand.
    JobEntity job = context.getCurrentJob();
    return job == null
        ? end(failure, 1)
        : new Retries(job).after(context, failure, isOwn(job, execution));
  }

  private static NextStep end(CallFailedException failure, int total) {
    return failure.retryable() ? new NextStep.LastAttempt(total) : new NextStep.Stop();
  }

  /** Whether the job begins with this task, and with nothing that it would repeat. */
  private static boolean isOwn(JobEntity job, DelegateExecution execution) {
    return execution.getCurrentActivityId().equals(job.getActivityId())
        && execution.getProcessDefinitionId().equals(job.getProcessDefinitionId())
        && OwnJobs.include(job);
  }

  /** Gives access to the engine's own computation of retries. */
  private static final class Retries extends DefaultJobRetryCmd {

    private final JobEntity job;

    Retries(JobEntity job) {
      super(job.getId(), null);
      this.job = job;
    }

    NextStep after(CommandContext context, CallFailedException failure, boolean own) {
      FailedJobRetryConfiguration cycle = cycle(context);
      int left = job.getRetries();
      int usual = context.getProcessEngineConfiguration().getDefaultNumberOfRetries();
      if (cycle != null) {
        usual = cycle.getRetries();
        left = isFirstJobExecution(job) ? usual : left;
      }
      int total = Math.max(usual, Math.max(left, 1));
      int number = total - Math.max(left, 1) + 1;
      if (own && left > 0 && isFree(failure)) {
        return new NextStep.Reschedule(free(failure));
      }
      if (!failure.retryable() || left <= 1) {
        return end(failure, total);
      }
      return own && failure.retryAfter().isPresent()
          ? new NextStep.Retry(number, total, DueDates.after(failure.retryAfter().get()), false)
          : new NextStep.Retry(number, total, byCycle(cycle, left), true);
    }

    /** When a job that loses no retry runs again. */
    private static Instant free(CallFailedException failure) {
      return failure.interrupted()
          ? DueDates.after(DueDates.SHORTEST)
          : DueDates.promptlyAfter(failure.retryAfter().orElse(DueDates.UNTOLD));
    }

    private @Nullable FailedJobRetryConfiguration cycle(CommandContext context) {
      try {
        // Jobs without an activity, such as those of batches or async signals, have no cycle.
        ActivityImpl activity = getCurrentActivity(context, job);
        return activity == null ? null : getFailedJobRetryConfiguration(job, activity);
      } catch (RuntimeException e) {
        return null; // as the engine does with a cycle that it cannot evaluate
      }
    }

    private boolean isFree(CallFailedException failure) {
      if (!failure.interrupted() && !failure.rateLimited()) {
        return false;
      }
      Duration patience = failure.code() == null ? PATIENCE_WITHOUT_CODE : PATIENCE_WITH_FEISHU;
      // Jobs of an engine before 7.9 have no creation time.
      Date created = job.getCreateTime();
      return created != null && DueDates.now().isBefore(created.toInstant().plus(patience));
    }

    /**
     * The engine's own choice, for messages to people. The engine chooses again when the job has
     * failed.
     */
    private Instant byCycle(@Nullable FailedJobRetryConfiguration cycle, int left) {
      if (cycle == null) {
        // The due date stays. It is in the past, unless a person ran the job early.
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
