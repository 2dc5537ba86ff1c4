package io.remedyflow.plugin.job;

import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManager;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ByteArrayEntity;
import org.camunda.bpm.engine.impl.persistence.entity.HistoricJobLogEventEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.jspecify.annotations.Nullable;

/**
 * Unlocks a job as if it had not run. Its retries stay. No exception is stored: by that the engine
 * knows a job that never failed. The row that the engine has just added to the history is removed.
 * Nothing failed, and a job may be rescheduled hundreds of times.
 */
final class RescheduledJobRetryCmd extends DefaultJobRetryCmd {

  RescheduledJobRetryCmd(String jobId, Throwable exception) {
    super(jobId, exception);
  }

  @Override
  public @Nullable Object execute(CommandContext context) {
    JobEntity job = getJob();
    if (job != null) {
      job.unlock();
      forgetFailure(job, context.getDbEntityManager());
    }
    return null;
  }

  /** A log that is not in the cache was not written to this database, or not just now. */
  private static void forgetFailure(JobEntity job, DbEntityManager database) {
    String logId = job.getLastFailureLogId();
    if (logId == null) {
      return;
    }
    HistoricJobLogEventEntity log =
        database.getCachedEntity(HistoricJobLogEventEntity.class, logId);
    if (log == null) {
      return;
    }
    String stackId = log.getExceptionByteArrayId();
    ByteArrayEntity stack =
        stackId == null ? null : database.getCachedEntity(ByteArrayEntity.class, stackId);
    if (stack != null) {
      database.delete(stack);
    }
    database.delete(log);
    job.setLastFailureLogId(null);
  }
}
