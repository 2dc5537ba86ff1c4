package io.remedyflow.plugin.reservation;

import static java.util.stream.Collectors.toSet;

import io.remedyflow.feishu.DaemonThreads;
import io.remedyflow.plugin.reservation.JobReservations.JobReservation;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.JobQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the jobs of our tasks that wait for a due date, every few seconds, in its own thread.
 *
 * <ul>
 *   <li>It wakes the executor for jobs without a wake-up on this node: those from before a restart,
 *       and those of other nodes, which may have died since. It queries them by their job
 *       definitions, with an index. In an engine without our tasks there is no such query.
 *   <li>It releases reservations whose job is gone or waits for another time, because another node
 *       deleted the job, or a person gave it another due date.
 * </ul>
 */
public final class WaitingJobs implements AutoCloseable {

  static final Duration EVERY = Duration.ofSeconds(5);

  /** The engine's job executor starts once the engine is built. */
  private static final Duration AT_FIRST = Duration.ofSeconds(1);

  /** From one check to after the next check. */
  private static final Duration HORIZON = EVERY.plusSeconds(1);

  /**
   * About ten seconds at Feishu's 50 calls a second; with so many jobs the executor does not sleep.
   */
  private static final int AT_MOST = 500;

  /** Databases keep due dates to the millisecond, or round them to the second. */
  private static final Duration ROUNDED = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(WaitingJobs.class);

  private final ProcessEngine engine;
  private final JobExecutor executor;
  private final WakeUps wakeUps;
  private final TaskJobDefinitions definitions;
  private final JobReservations reservations;
  private final ScheduledThreadPoolExecutor clock;
  private boolean foundFormer;
  private int looked;

  public WaitingJobs(
      ProcessEngine engine,
      WakeUps wakeUps,
      TaskJobDefinitions definitions,
      JobReservations reservations) {
    this.engine = engine;
    this.wakeUps = wakeUps;
    this.definitions = definitions;
    this.reservations = reservations;
    executor = configuration(engine).getJobExecutor();
    clock = new DaemonThreads("remedyflow-waiting-jobs-" + engine.getName()).scheduler();
  }

  public void start() {
    var unused =
        clock.scheduleWithFixedDelay(
            this::look, AT_FIRST.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs one check. */
  void look() {
    try {
      releaseUnused();
      if (executor.isActive()) {
        findFormerJobs();
        definitions.ids().forEach(this::wakeForUpcoming);
      }
    } catch (RuntimeException | Error e) {
      // The database is unavailable, the engine is being closed, or memory is short. Jobs still
      // run, only later. An exception thrown from here would end all further checks.
      LOG.debug("Cannot look for jobs that wait: {}", e.toString());
    }
  }

  private void wakeForUpcoming(String jobDefinitionId) {
    Instant now = DueDates.now();
    List<Job> upcoming =
        jobs()
            .jobDefinitionId(jobDefinitionId)
            .duedateHigherThan(Date.from(now.minus(EVERY))) // missed, as after a crash
            .duedateLowerThan(Date.from(now.plus(HORIZON)))
            .orderByJobDuedate()
            .asc()
            .listPage(0, AT_MOST);
    upcoming.forEach(job -> wakeUps.order(job.getDuedate().toInstant(), executor));
    if (!upcoming.isEmpty()) {
      definitions.note(jobDefinitionId);
    }
  }

  /**
   * Finds once, when this node begins to run jobs, which waiting jobs are of our tasks. The engine
   * has to load their models for that, as it does to run them.
   */
  private void findFormerJobs() {
    if (foundFormer) {
      return;
    }
    List<Job> waiting =
        jobs()
            .messages()
            .duedateHigherThan(Date.from(DueDates.now().minus(EVERY)))
            .orderByJobDuedate()
            .asc()
            .listPage(0, AT_MOST);
    Map<String, String> jobByDefinition = new HashMap<>();
    waiting.stream()
        .filter(job -> job.getJobDefinitionId() != null)
        .forEach(job -> jobByDefinition.put(job.getJobDefinitionId(), job.getId()));
    jobByDefinition.forEach(this::noteIfOurs);
    foundFormer = true;
  }

  private void noteIfOurs(String jobDefinitionId, String jobId) {
    try {
      if (inCommand(context -> isOurs(jobId, context))) {
        definitions.note(jobDefinitionId);
      }
    } catch (RuntimeException e) {
      LOG.debug("Cannot look at job {}: {}", jobId, e.toString()); // such as for a broken model
    }
  }

  private static boolean isOurs(String jobId, CommandContext context) {
    JobEntity job = context.getJobManager().findJobById(jobId);
    return job != null && OwnJobs.include(job);
  }

  private void releaseUnused() {
    Map<String, JobReservation> waiting = new HashMap<>();
    looked = looked < reservations.waiting().size() ? looked : 0;
    reservations.waiting().entrySet().stream()
        .skip(looked) // the next ones, if there are too many for one query
        .limit(AT_MOST)
        .filter(entry -> entry.getValue().isAhead())
        .forEach(entry -> waiting.put(entry.getKey(), entry.getValue()));
    looked += AT_MOST;
    if (waiting.isEmpty()) {
      return;
    }
    Set<String> asReserved =
        jobs().jobIds(waiting.keySet()).list().stream()
            .filter(job -> isDueAsReserved(job, waiting.get(job.getId())))
            .map(Job::getId)
            .collect(toSet());
    waiting.keySet().removeAll(asReserved);
    waiting.forEach(reservations::release);
  }

  private static boolean isDueAsReserved(Job job, @Nullable JobReservation reservation) {
    if (reservation == null || job.getDuedate() == null) {
      return false;
    }
    Instant due = job.getDuedate().toInstant();
    // Near due dates are later in the row if the database keeps whole seconds.
    return !due.isBefore(reservation.due().minus(ROUNDED))
        && !due.isAfter(SpreadJobs.row(reservation.due()).plus(ROUNDED));
  }

  private JobQuery jobs() {
    return engine.getManagementService().createJobQuery();
  }

  private <T> T inCommand(Command<T> command) {
    return configuration(engine).getCommandExecutorTxRequired().execute(command);
  }

  private static ProcessEngineConfigurationImpl configuration(ProcessEngine engine) {
    return (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
