package io.remedyflow.plugin;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.runtime.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for jobs that wait for a due date and that nobody on this node will be woken for: those
 * that were there before a restart, and those of other nodes, which may have died since. One query
 * every few seconds, in a thread of its own, for what is due until the next one.
 *
 * <p>It does not ask whose jobs they are: whoever's they are, they had better run on time.
 */
final class ParkedJobs implements AutoCloseable {

  static final Duration EVERY = Duration.ofSeconds(5);

  /** From one look to beyond the next. */
  private static final Duration HORIZON = EVERY.plusSeconds(1);

  /** Some ten seconds of Feishu's fifty a second; while so many run, nobody sleeps anyway. */
  private static final int AT_MOST = 500;

  private static final Logger LOG = LoggerFactory.getLogger(ParkedJobs.class);

  private final ProcessEngine engine;
  private final JobExecutor executor;
  private final WakeUpCalls wakeUpCalls;
  private final ScheduledThreadPoolExecutor clock;

  ParkedJobs(ProcessEngine engine, WakeUpCalls wakeUpCalls) {
    this.engine = engine;
    this.wakeUpCalls = wakeUpCalls;
    executor =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getJobExecutor();
    clock =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "remedyflow-parked-jobs-" + engine.getName());
              thread.setDaemon(true);
              return thread;
            });
  }

  void start() {
    var unused =
        clock.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      if (executor.isActive()) {
        upcoming().forEach(job -> wakeUpCalls.order(job.getDuedate().toInstant(), executor));
      }
    } catch (RuntimeException e) {
      // The database is away, or the engine is being closed. Jobs run all the same, if later.
      LOG.debug("Cannot look for jobs that wait: {}", e.toString());
    }
  }

  private List<Job> upcoming() {
    Instant now = DueDates.now();
    return engine
        .getManagementService()
        .createJobQuery()
        .messages()
        .duedateHigherThan(Date.from(now.minus(EVERY))) // slept through, as after a crash
        .duedateLowerThan(Date.from(now.plus(HORIZON)))
        .orderByJobDuedate()
        .asc()
        .listPage(0, AT_MOST);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
