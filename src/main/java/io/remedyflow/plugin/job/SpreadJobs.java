package io.remedyflow.plugin.job;

import static java.time.temporal.ChronoUnit.SECONDS;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes jobs due at a fraction of a second. In the schema that Camunda has for MySQL, due dates are
 * whole seconds: fifty jobs are due together, where calls need one after another. The fraction is
 * rounded by MySQL, and cut off by MariaDB and by MySQL's driver as Camunda wants it set ({@code
 * sendFractionalSeconds=false}), so that jobs may come up to a second early.
 *
 * <p>One thread of this plugin's, which asks the database but never runs a job. What it does not
 * do, because it is late or its node has ended, the date in the job's row does. Safe for use by
 * many threads.
 */
final class SpreadJobs implements AutoCloseable {

  /** By how much the date in the row is later. */
  private static final Duration SAFETY = Duration.ofSeconds(2);

  /** By how much it may differ from what was written: rounded, or cut off. */
  private static final Duration ROUNDED = Duration.ofSeconds(1);

  /** Within which a whole second is no use: it may have begun before the job was written. */
  private static final Duration NEAR = Duration.ofSeconds(2);

  /** Beyond that, somebody else has run the job. */
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(SpreadJobs.class);

  private final WakeUps wakeUpCalls;
  private final ScheduledThreadPoolExecutor clock =
      ShortLivedScheduler.named("remedyflow-spread-jobs");
  private final AtomicBoolean warned = new AtomicBoolean();
  private final Cache<Key, Instant> waiting =
      Caches.newBuilder()
          .expireAfter(
              Expiry.creating(
                  (Key job, Instant row) -> Duration.between(DueDates.now(), row).plus(REMEMBERED)))
          .build();

  SpreadJobs(WakeUps wakeUpCalls) {
    this.wakeUpCalls = wakeUpCalls;
  }

  /**
   * Whether due dates lose their fractions there. By the type of the database: what a date looks
   * like says nothing, and neither does a column that somebody has altered, for the driver may cut
   * the fraction off before.
   */
  static boolean areNeededIn(ProcessEngineConfigurationImpl engine) {
    return DbSqlSessionFactory.MYSQL.equals(engine.getDatabaseType());
  }

  /** Whether a job that is to come then has to be made due by this node. */
  static boolean areNeededFor(Instant then, ProcessEngineConfigurationImpl engine) {
    return areNeededIn(engine)
        && engine.getJobExecutor().isActive()
        && then.isBefore(DueDates.now().plus(NEAR));
  }

  /** The date for the row of a job that is to be made due then. */
  static Instant row(Instant then) {
    return then.plus(SAFETY);
  }

  /** Makes a job due, which its row says is due later. */
  void makeDue(String jobId, Instant then, ProcessEngineConfigurationImpl engine) {
    JobExecutor executor = engine.getJobExecutor();
    waiting.put(new Key(executor, jobId), row(then));
    long wait = Duration.between(DueDates.now(), then).toMillis();
    var unused = clock.schedule(() -> makeDue(jobId, engine), wait, TimeUnit.MILLISECONDS);
    wakeUpCalls.order(row(then), executor);
  }

  /**
   * Whether this job, which runs now, has had its part of the second: it is not to be spread again,
   * however it has come.
   */
  boolean hadItsPart(String jobId, ProcessEngineConfigurationImpl engine) {
    return waiting.asMap().remove(new Key(engine.getJobExecutor(), jobId)) != null;
  }

  private void makeDue(String jobId, ProcessEngineConfigurationImpl engine) {
    JobExecutor executor = engine.getJobExecutor();
    Instant row = waiting.getIfPresent(new Key(executor, jobId));
    if (row == null || !executor.isActive()) {
      return; // it runs already, or nobody would run it here
    }
    try {
      engine.getCommandExecutorTxRequired().execute(context -> makeDue(jobId, row, context));
      wakeUpCalls.order(DueDates.now(), executor);
    } catch (OptimisticLockingException e) {
      LOG.debug("Job {} was acquired by its row: {}", jobId, e.toString());
    } catch (RuntimeException e) {
      if (warned.compareAndSet(false, true)) {
        LOG.warn(
            "Jobs cannot be made due within their second, and wait some seconds longer, until their rows say so. This is said once.",
            e);
      }
    }
  }

  /** Not null, by which no job is due on an engine with {@code ensureJobDueDateNotNull}. */
  private static Void makeDue(String jobId, Instant row, CommandContext context) {
    JobEntity job = context.getJobManager().findJobById(jobId);
    if (job != null && job.getLockOwner() == null && isStill(row, job)) {
      job.setDuedate(Date.from(DueDates.now().truncatedTo(SECONDS)));
    }
    return null;
  }

  /** Else a person has given it another date. */
  private static boolean isStill(Instant row, JobEntity job) {
    return job.getDuedate() != null
        && Duration.between(row, job.getDuedate().toInstant()).abs().compareTo(ROUNDED) <= 0;
  }

  /** Ids may be those of several engines' databases. */
  private record Key(JobExecutor executor, String jobId) {}

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
