package io.remedyflow.plugin.reservation;

import com.github.benmanes.caffeine.cache.Ticker;
import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.plugin.config.RemedyflowConnections;
import io.remedyflow.plugin.parse.ParsedTask;
import io.remedyflow.plugin.reservation.JobReservations.JobReservation;
import io.remedyflow.ratelimit.Reservation;
import io.remedyflow.ratelimit.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.function.Supplier;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.TransactionContext;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.core.variable.mapping.InputParameter;
import org.camunda.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Reserves permits of their connection for jobs of our tasks, sets the due dates, and has the job
 * executor woken for them. One instance for each engine.
 *
 * <p>Runs in the thread and the transaction that creates, runs or deletes the job. A reservation is
 * released if its transaction is rolled back or its job is deleted. The thread holds no lock of
 * ours meanwhile.
 */
public final class TaskReservations {

  private final Supplier<@Nullable RemedyflowConnections> connections;
  private final WakeUps wakeUps;
  private final SpreadJobs spreadJobs;
  private final JobReservations reservations;
  private final TaskJobDefinitions definitions;
  private final InteractiveUsers people = new InteractiveUsers(Ticker.systemTicker());

  public TaskReservations(
      Supplier<@Nullable RemedyflowConnections> connections,
      WakeUps wakeUps,
      SpreadJobs spreadJobs,
      JobReservations reservations,
      TaskJobDefinitions definitions) {
    this.connections = connections;
    this.wakeUps = wakeUps;
    this.spreadJobs = spreadJobs;
    this.reservations = reservations;
    this.definitions = definitions;
  }

  /**
   * The rate limit of a running job's call, and the urgency of the call.
   *
   * @param limit the rate limit of the call
   * @param urgency the urgency of the job's reservation, else of its priority
   */
  public record Caller(TaskRateLimit limit, Urgency urgency) {}

  /**
   * Gives a job that is being created its reservation. If that is now, or the connection is not
   * known, the due date stays as it is.
   *
   * <p>The urgency follows the job's priority. A job of the default priority that a person waits
   * for is urgent, too. Only the reservation stores this, because the model sets the job's
   * priority.
   */
  void assign(JobEntity job, ExecutionEntity execution, ActivityImpl task) {
    definitions.note(job);
    limit(execution, task)
        .ifPresent(
            limit -> {
              Urgency urgency =
                  job.getPriority() == 0 && people.includes(authenticatedUser())
                      ? Urgency.HIGH
                      : urgency(job);
              Reservation reservation = limit.reserve(urgency);
              releaseOnRollback(reservation, limit);
              if (reservation.delay().compareTo(WakeUps.TICK) >= 0) {
                due(job, reservation, limit);
              } else {
                keep(job, new JobReservation(limit, reservation, DueDates.now()));
              }
            });
  }

  /** Uses the reservation of a job that runs. Empty if the job's connection is not known. */
  public Optional<Caller> begin(JobEntity job, ExecutionEntity execution, ActivityImpl task) {
    definitions.note(job);
    Optional<JobReservation> reservation = reservations.used(job.getId());
    return reservation.isPresent()
        ? reservation.map(reserved -> new Caller(reserved.limit(), reserved.urgency()))
        : limit(execution, task).map(found -> new Caller(found, urgency(job)));
  }

  /** Releases the reservation of a job that is being deleted, once the transaction commits. */
  public void deleted(JobEntity job) {
    String id = job.getId();
    if (id != null && reservations.exist(id)) {
      transaction()
          .addTransactionListener(
              TransactionState.COMMITTED, committed -> reservations.release(id));
    }
  }

  /**
   * A later reservation for a job that should not run now, because its call would have to wait;
   * empty if it may run.
   */
  public Optional<Reservation> later(Caller caller) {
    return released(caller, caller.limit().laterReservation(caller.urgency()));
  }

  /**
   * How long a job that came together with many others has to wait, to make its call in its part of
   * the second; empty if it may run now. A job of high urgency does not wait.
   */
  public Optional<Duration> spread(JobEntity job, Caller caller) {
    if (!SpreadJobs.areNeededIn(Context.getProcessEngineConfiguration())
        || job.getDuedate() == null
        || caller.urgency() == Urgency.HIGH) {
      return Optional.empty();
    }
    return Optional.of(caller.limit().spread(caller.urgency()))
        .filter(wait -> wait.compareTo(WakeUps.TICK) >= 0);
  }

  /**
   * Sets the job's due date to its reservation. Returns the date for its row, by the engine's
   * clock.
   */
  public Instant due(JobEntity job, Reservation reservation, TaskRateLimit limit) {
    Instant due = DueDates.now().plus(limit.until(reservation));
    ProcessEngineConfigurationImpl engine = Context.getProcessEngineConfiguration();
    boolean madeDue = SpreadJobs.areNeededFor(due, engine);
    Instant row = madeDue ? SpreadJobs.row(due) : due;
    job.setDuedate(Date.from(row));
    keep(job, new JobReservation(limit, reservation, due));
    transaction()
        .addTransactionListener(
            TransactionState.COMMITTED,
            committed -> {
              if (madeDue && job.getId() != null) {
                spreadJobs.makeDue(job.getId(), due, engine);
              } else {
                wakeUps.order(due, engine.getJobExecutor());
              }
            });
    return row;
  }

  /** Stores the reservation after the commit: a job that is being created has no id yet. */
  private void keep(JobEntity job, JobReservation reservation) {
    transaction()
        .addTransactionListener(
            TransactionState.COMMITTED,
            committed -> {
              if (job.getId() != null) {
                reservations.made(job.getId(), reservation);
              }
            });
  }

  private static Optional<Reservation> released(Caller caller, Optional<Reservation> reservation) {
    reservation.ifPresent(reserved -> releaseOnRollback(reserved, caller.limit()));
    return reservation;
  }

  private static void releaseOnRollback(Reservation reservation, TaskRateLimit limit) {
    // Not ROLLINGBACK: Spring also reports it for a transaction that commits.
    transaction()
        .addTransactionListener(
            TransactionState.ROLLED_BACK, rolledBack -> limit.release(reservation));
  }

  /** A job's priority is 0 by default. */
  private static Urgency urgency(JobEntity job) {
    long priority = job.getPriority();
    return priority > 0 ? Urgency.HIGH : priority < 0 ? Urgency.LOW : Urgency.NORMAL;
  }

  private static @Nullable String authenticatedUser() {
    return Context.getCommandContext().getAuthenticatedUserId();
  }

  private static TransactionContext transaction() {
    return Context.getCommandContext().getTransactionContext();
  }

  /**
   * The rate limit of the connection that the task will use, if it can be known before its inputs
   * are mapped. The task itself reports what is wrong with it.
   */
  private Optional<TaskRateLimit> limit(ExecutionEntity execution, ActivityImpl activity) {
    RemedyflowConnections opened = connections.get();
    FeishuTask<?, ?> task = ParsedTask.of(activity).orElse(null);
    if (opened == null || task == null) {
      return Optional.empty();
    }
    try {
      String asked = asked(execution, activity);
      String name = opened.connections().forTask(asked, execution.getTenantId()).name();
      return Optional.ofNullable(opened.byName().get(name))
          .map(found -> new TaskRateLimit(found, opened.operations().of(task.requestType())));
    } catch (RuntimeException e) {
      // No such connection, or an expression whose variables are not set yet. The instance must
      // still continue to the task, which reports the error.
      return Optional.empty();
    }
  }

  private static @Nullable String asked(VariableScope scope, ActivityImpl task) {
    IoMapping mapping = task.getIoMapping();
    if (mapping == null) {
      return null;
    }
    for (InputParameter input : mapping.getInputParameters()) {
      if (input.getName().equals(CommonFields.FEISHU_CONNECTION)) {
        Object given = input.getValueProvider().getValue(scope);
        Object value = given instanceof TypedValue typed ? typed.getValue() : given;
        return value == null ? null : value.toString();
      }
    }
    return null;
  }
}
