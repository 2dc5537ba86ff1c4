package io.remedyflow.plugin.job;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManager;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandContextListener;
import org.camunda.bpm.engine.impl.persistence.entity.HistoricJobLogEventEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.MessageEntity;
import org.jspecify.annotations.Nullable;

/**
 * Reschedules the running job as the same job with a later due date: the same row with the same id,
 * by one UPDATE. Nothing is copied, so nothing is lost: suspension, priority, age, and the batches
 * that refer to the job by its id.
 *
 * <p>The engine keeps a job that is marked to repeat, but treats it as a new job: it resets its
 * retries, removes its failure and logs a success. This class undoes that before anything is
 * written. The stack trace of an earlier failure is then only in the job log.
 */
final class Rescheduling implements CommandContextListener {

  /** Any text makes the engine keep the job; the engine clears the text at once. */
  private static final String KEEP = "remedyflow";

  private final JobEntity job;
  private final int retries;
  private final @Nullable String exceptionMessage;

  private Rescheduling(JobEntity job) {
    this.job = job;
    this.retries = job.getRetries();
    this.exceptionMessage = job.getExceptionMessage();
  }

  /** Puts the running job back with this due date. The job's handler calls it and then returns. */
  static void putBack(MessageEntity job, Instant due, CommandContext context) {
    keep(job, context);
    job.unlock();
    job.setDuedate(Date.from(due));
  }

  /** The same for a job that another node may run at once. */
  static void giveBack(MessageEntity job, CommandContext context) {
    keep(job, context);
    job.unlock();
  }

  /**
   * The same for a job that stays locked, because its call is under way on this node. Nothing is
   * written, unless the lock would expire before that time.
   */
  static void keepLocked(MessageEntity job, Instant atLeastUntil, CommandContext context) {
    keep(job, context);
    Date expires = job.getLockExpirationTime();
    if (expires != null && expires.toInstant().isBefore(atLeastUntil)) {
      job.setLockExpirationTime(Date.from(atLeastUntil));
    }
  }

  private static void keep(MessageEntity job, CommandContext context) {
    context.registerCommandContextListener(new Rescheduling(job));
    job.setRepeat(KEEP);
  }

  @Override
  public void onCommandContextClose(CommandContext context) {
    job.setRetries(retries);
    job.setExceptionMessage(exceptionMessage);
    forgetSuccess(context.getDbEntityManager());
  }

  @Override
  public void onCommandFailed(CommandContext context, Throwable failure) {
    // The transaction is rolled back, and the row is as it was.
  }

  private void forgetSuccess(DbEntityManager database) {
    List<HistoricJobLogEventEntity> logs =
        database.getCachedEntitiesByType(HistoricJobLogEventEntity.class);
    logs.stream()
        .filter(log -> log.isSuccessLog() && job.getId().equals(log.getJobId()))
        .toList()
        .forEach(database::delete);
  }
}
