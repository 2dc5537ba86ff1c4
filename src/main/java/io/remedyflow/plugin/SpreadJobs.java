package io.remedyflow.plugin;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes jobs due at a fraction of a second. MySQL and MariaDB keep due dates of Camunda's jobs to
 * the second, so that fifty of them are due together; one after another is what calls need.
 *
 * <p>One thread of this plugin's, which asks the database but never runs a job. What it forgets,
 * because its node ends, is due by the date that the database has.
 */
final class SpreadJobs implements AutoCloseable {

  /** By how much the date in the database is later: only for jobs that this was to make due. */
  static final Duration SAFETY = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(SpreadJobs.class);

  private final ScheduledThreadPoolExecutor clock;

  SpreadJobs() {
    clock =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "remedyflow-spread-jobs");
              thread.setDaemon(true);
              return thread;
            },
            new DiscardPolicy());
    // No thread while nobody waits, which is always so on other databases.
    clock.setKeepAliveTime(10, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** The job is due then, whatever its row says. */
  void makeDue(String jobId, Instant then, ManagementService management, JobExecutor executor) {
    long wait = Duration.between(DueDates.now(), then).toMillis();
    var unused =
        clock.schedule(() -> makeDue(jobId, management, executor), wait, TimeUnit.MILLISECONDS);
  }

  private static void makeDue(String jobId, ManagementService management, JobExecutor executor) {
    try {
      management.setJobDuedate(jobId, null);
      executor.jobWasAdded();
    } catch (RuntimeException e) {
      // It is gone, or somebody has it already, or the database is away: then its date serves.
      LOG.debug("Cannot make job {} due: {}", jobId, e.toString());
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
