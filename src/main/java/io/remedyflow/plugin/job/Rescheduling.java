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
 * Puts the job that runs back as the same job, due later: the same row with the same id, by one
 * UPDATE. What is not copied cannot be lost: suspension, priority, age, and the batches that know
 * the job by its id.
 *
 * <p>The engine repeats a job that says so, but as a new one: it resets its retries, forgets its
 * failure and logs a success. This takes that back before anything is written. The stack trace of
 * an earlier failure is then found in the job log only.
 */
final class Rescheduling implements CommandContextListener {

  /** Any text makes the engine keep the job; it forgets the text at once. */
  private static final String KEEP = "remedyflow";

  private final JobEntity job;
  private final int retries;
  private final @Nullable String exceptionMessage;

  private Rescheduling(JobEntity job) {
    this.job = job;
    this.retries = job.getRetries();
    this.exceptionMessage = job.getExceptionMessage();
  }

  /** To be called by the handler of a job that is run, which then returns. */
  static void putBack(MessageEntity job, Instant due, CommandContext context) {
    keep(job, context);
    job.unlock();
    job.setDuedate(Date.from(due));
  }

  /** The same for a job that another node may run as soon as it likes. */
  static void giveBack(MessageEntity job, CommandContext context) {
    keep(job, context);
    job.unlock();
  }

  /**
   * The same for a job that stays locked, since what it waits for is under way on this node:
   * nothing is written at all, unless its lock would expire before that time.
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
