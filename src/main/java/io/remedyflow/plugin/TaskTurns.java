package io.remedyflow.plugin;

import com.github.benmanes.caffeine.cache.Ticker;
import io.remedyflow.camunda.RemedyVariables;
import io.remedyflow.feishu.FeishuRemedyLookup;
import io.remedyflow.feishu.Turn;
import io.remedyflow.feishu.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.cfg.TransactionContext;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.core.variable.mapping.InputParameter;
import org.camunda.bpm.engine.impl.core.variable.mapping.IoMapping;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Gives jobs of our tasks their turns in the calls of their connection, as due dates, and has the
 * job executor woken for them.
 *
 * <p>Runs in the thread and the transaction of whoever creates or runs the job. A transaction that
 * is rolled back gives the turn back; who waits in it holds no lock of ours.
 */
final class TaskTurns {

  /** Above the default of 0, and not above anything that a model says. */
  static final long PRIORITY_OF_PEOPLE = 1;

  private final Supplier<@Nullable RemedyflowConnections> connections;
  private final WakeUpCalls wakeUpCalls;
  private final PeopleAtScreens people = new PeopleAtScreens(Ticker.systemTicker());

  TaskTurns(Supplier<@Nullable RemedyflowConnections> connections, WakeUpCalls wakeUpCalls) {
    this.connections = connections;
    this.wakeUpCalls = wakeUpCalls;
  }

  /**
   * Gives a job that is being created its turn. Where that is now, or not known, it stays as is.
   *
   * <p>A job that a person waits for gets a priority for it, where nobody has given it another: so
   * it stays ahead of a burst also when it is postponed, and for an executor that acquires by
   * priority.
   */
  void assign(JobEntity job, ExecutionEntity execution, ActivityImpl task) {
    connection(execution, task)
        .ifPresent(
            connection -> {
              if (job.getPriority() == 0 && people.includes(authenticatedUser())) {
                job.setPriority(PRIORITY_OF_PEOPLE);
              }
              Turn turn = connection.reserve(urgency(job));
              giveBackOnRollback(turn, connection);
              if (turn.delay().compareTo(WakeUpCalls.TICK) >= 0) {
                due(job, turn);
              }
            });
  }

  /**
   * The turn of a job that was to run now and had better not, because its call would have to wait;
   * empty where it may run.
   */
  Optional<Turn> postponed(JobEntity job, ExecutionEntity execution, ActivityImpl task) {
    return turn(job, execution, task, FeishuRemedyLookup::postpone);
  }

  /**
   * The same where a call would take one of the last threads: as long as calls queue for their
   * turns, those threads are for others. A person's call may have them.
   */
  Optional<Turn> yielded(JobEntity job, ExecutionEntity execution, ActivityImpl task) {
    return turn(
        job,
        execution,
        task,
        (connection, urgency) ->
            urgency == Urgency.HIGH || connection.backlog().isZero()
                ? connection.postpone(urgency)
                : Optional.of(connection.reserve(urgency, Bulkhead.YIELDED_FOR)));
  }

  /** The turn of a job that was to run now and must not before that time has passed. */
  Optional<Turn> later(
      JobEntity job, ExecutionEntity execution, ActivityImpl task, Duration notWithin) {
    return turn(
        job,
        execution,
        task,
        (connection, urgency) -> Optional.of(connection.reserve(urgency, notWithin)));
  }

  /**
   * How long a job that came in a crowd has to stay away, so that its call is made in its part of
   * the second; empty where it may run now. It is known by a due date of whole seconds, which is
   * what MySQL and MariaDB make of all of them. A person's job does not queue in it.
   */
  Optional<Duration> spread(JobEntity job, ExecutionEntity execution, ActivityImpl task) {
    Date due = job.getDuedate();
    if (due == null || !DueDates.isWholeSecond(due.toInstant()) || urgency(job) == Urgency.HIGH) {
      return Optional.empty();
    }
    return connection(execution, task)
        .map(connection -> connection.spread(urgency(job)))
        .filter(wait -> wait.compareTo(WakeUpCalls.TICK) >= 0);
  }

  private Optional<Turn> turn(
      JobEntity job,
      ExecutionEntity execution,
      ActivityImpl task,
      BiFunction<FeishuRemedyLookup, Urgency, Optional<Turn>> reservation) {
    return connection(execution, task)
        .flatMap(
            connection -> {
              Optional<Turn> turn = reservation.apply(connection, urgency(job));
              turn.ifPresent(reserved -> giveBackOnRollback(reserved, connection));
              return turn;
            });
  }

  /** The job will run at its turn. */
  void due(JobEntity job, Turn turn) {
    Instant due = DueDates.now().plus(turn.delay());
    job.setDuedate(Date.from(due));
    JobExecutor executor = Context.getProcessEngineConfiguration().getJobExecutor();
    transaction()
        .addTransactionListener(
            TransactionState.COMMITTED, committed -> wakeUpCalls.order(due, executor));
  }

  private static void giveBackOnRollback(Turn turn, FeishuRemedyLookup connection) {
    // Not ROLLINGBACK, which Spring also tells of a transaction that commits.
    transaction()
        .addTransactionListener(
            TransactionState.ROLLED_BACK, rolledBack -> connection.giveBack(turn));
  }

  private static @Nullable String authenticatedUser() {
    return Context.getCommandContext().getAuthenticatedUserId();
  }

  private static TransactionContext transaction() {
    return Context.getCommandContext().getTransactionContext();
  }

  private static Urgency urgency(JobEntity job) {
    return Urgency.ofJobPriority(job.getPriority());
  }

  /**
   * The connection that the task will ask for, as far as it can be known before its inputs are
   * mapped. Whatever is wrong with it is for the task to say.
   */
  private Optional<FeishuRemedyLookup> connection(ExecutionEntity execution, ActivityImpl task) {
    RemedyflowConnections opened = connections.get();
    if (opened == null) {
      return Optional.empty();
    }
    try {
      String asked = asked(execution, task);
      String name = opened.connections().forTask(asked, execution.getTenantId()).name();
      return Optional.ofNullable(opened.lookups().get(name));
    } catch (RuntimeException e) {
      // No such connection, or an expression that needs what is not there yet. Neither must keep
      // the instance from going on to where it is told.
      return Optional.empty();
    }
  }

  private static @Nullable String asked(VariableScope scope, ActivityImpl task) {
    IoMapping mapping = task.getIoMapping();
    if (mapping == null) {
      return null;
    }
    for (InputParameter input : mapping.getInputParameters()) {
      if (input.getName().equals(RemedyVariables.FEISHU_CONNECTION)) {
        Object given = input.getValueProvider().getValue(scope);
        Object value = given instanceof TypedValue typed ? typed.getValue() : given;
        return value == null ? null : value.toString();
      }
    }
    return null;
  }
}
