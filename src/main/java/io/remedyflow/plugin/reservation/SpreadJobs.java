package io.remedyflow.plugin.reservation;

import static java.time.temporal.ChronoUnit.SECONDS;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Expiry;
import io.remedyflow.feishu.DaemonThreads;
import io.remedyflow.remedy.LogThrottle;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes jobs due at a fraction of a second. In Camunda's schema for MySQL, due dates are whole
 * seconds: fifty jobs are due together, but their calls must be made one after another. MySQL
 * rounds the fraction. MariaDB cuts it off, and so does MySQL's driver with the setting that
 * Camunda requires ({@code sendFractionalSeconds=false}). So jobs may come up to a second early.
 *
 * <p>It uses one thread of this plugin, which queries the database but never runs a job. If that
 * thread is late or its node has ended, the date in the job's row makes the job due. Safe for use
 * by many threads.
 */
public final class SpreadJobs implements AutoCloseable {

  /** How much later the date in the row is. */
  private static final Duration SAFETY = Duration.ofSeconds(2);

  /** How much the stored date may differ from the written date: it is rounded or cut off. */
  private static final Duration ROUNDED = Duration.ofSeconds(1);

  /**
   * Within this time a whole second is too coarse: it may have begun before the job was written.
   */
  private static final Duration NEAR = Duration.ofSeconds(2);

  /** After this time, another node or a person has run the job. */
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(SpreadJobs.class);

  private final WakeUps wakeUps;
  private final ScheduledThreadPoolExecutor clock =
      new DaemonThreads("remedyflow-spread-jobs").scheduler();
  private final LogThrottle warnings = LogThrottle.once();
  private final Cache<Key, Instant> waiting =
      Caches.newBuilder()
          .expireAfter(
              Expiry.creating(
                  (Key job, Instant row) -> Duration.between(DueDates.now(), row).plus(REMEMBERED)))
          .build();

  public SpreadJobs(WakeUps wakeUps) {
    this.wakeUps = wakeUps;
  }

  /**
   * Whether due dates lose their fractions in this engine. Only the type of the database tells: the
   * value of a date does not, and an altered column does not, because the driver may cut off the
   * fraction before.
   */
  static boolean areNeededIn(ProcessEngineConfigurationImpl engine) {
    return DbSqlSessionFactory.MYSQL.equals(engine.getDatabaseType());
  }

  /** Whether this node has to make a job due that is planned for that time. */
  static boolean areNeededFor(Instant then, ProcessEngineConfigurationImpl engine) {
    return areNeededIn(engine)
        && engine.getJobExecutor().isActive()
        && then.isBefore(DueDates.now().plus(NEAR));
  }

  /** The date for the row of a job that this node makes due at that time. */
  public static Instant row(Instant then) {
    return then.plus(SAFETY);
  }

  /** Makes a job due at that time; its row has a later date. */
  public void makeDue(String jobId, Instant then, ProcessEngineConfigurationImpl engine) {
    JobExecutor executor = engine.getJobExecutor();
    waiting.put(new Key(executor, jobId), row(then));
    long wait = Duration.between(DueDates.now(), then).toMillis();
    var unused = clock.schedule(() -> makeDue(jobId, engine), wait, TimeUnit.MILLISECONDS);
    wakeUps.order(row(then), executor);
  }

  /**
   * Whether this running job has been spread already: it is not spread again, however it was
   * started.
   */
  public boolean hadItsPart(String jobId, ProcessEngineConfigurationImpl engine) {
    return waiting.asMap().remove(new Key(engine.getJobExecutor(), jobId)) != null;
  }

  private void makeDue(String jobId, ProcessEngineConfigurationImpl engine) {
    JobExecutor executor = engine.getJobExecutor();
    Instant row = waiting.getIfPresent(new Key(executor, jobId));
    if (row == null || !executor.isActive()) {
      return; // it runs already, or this node runs no jobs
    }
    try {
      engine.getCommandExecutorTxRequired().execute(context -> makeDue(jobId, row, context));
      wakeUps.order(DueDates.now(), executor);
    } catch (OptimisticLockingException e) {
      LOG.debug("Job {} was acquired by its row: {}", jobId, e.toString());
    } catch (RuntimeException e) {
      if (warnings.permits()) {
        LOG.warn(
            "Jobs cannot be made due within their second, so they run some seconds later. Logged once.",
            e);
      }
    }
  }

  /**
   * Sets the date to now and not to null: with {@code ensureJobDueDateNotNull} a job without a due
   * date is never due.
   */
  private static Void makeDue(String jobId, Instant row, CommandContext context) {
    JobEntity job = context.getJobManager().findJobById(jobId);
    if (job != null && job.getLockOwner() == null && isStill(row, job)) {
      job.setDuedate(Date.from(DueDates.now().truncatedTo(SECONDS)));
    }
    return null;
  }

  /** Whether the job still has our date; if not, a person has given it another one. */
  private static boolean isStill(Instant row, JobEntity job) {
    return job.getDuedate() != null
        && Duration.between(row, job.getDuedate().toInstant()).abs().compareTo(ROUNDED) <= 0;
  }

  /** Contains the executor, because ids may come from the databases of several engines. */
  private record Key(JobExecutor executor, String jobId) {}

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
