package io.remedyflow.plugin.job;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.remedyflow.feishu.DaemonThreads;
import io.remedyflow.plugin.job.TaskCalls.TaskCall;
import io.remedyflow.plugin.reservation.Caches;
import io.remedyflow.plugin.reservation.DueDates;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.cfg.TransactionContext;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.ProcessDataContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.MessageEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one engine's jobs on their connections' threads: begins a call, runs the job
 * again when the call has ended, and then gives it the answer.
 *
 * <p>Work that belongs to a job's transaction happens in the job's thread, or after the transaction
 * has ended: a job is resumed only after the run that began the call has ended.
 */
final class JobCalls implements AutoCloseable {

  /** How much longer than its call a job stays locked, for the next steps of the process. */
  private static final Duration LOCK_BEYOND_CALL = Duration.ofSeconds(5);

  /**
   * How long a task makes its calls while it runs, after its inputs changed between two
   * evaluations.
   */
  private static final Duration NOT_ANTICIPATED_FOR = Duration.ofHours(1);

  private final TaskCalls taskCalls;
  private final ScheduledThreadPoolExecutor clock =
      new DaemonThreads("remedyflow-pending-calls").scheduler();
  private final PendingCalls pending = new PendingCalls(clock, Ticker.systemTicker());
  private final Cache<String, Boolean> notAnticipated =
      Caches.newBuilder().maximumSize(1_000).expireAfterWrite(NOT_ANTICIPATED_FOR).build();
  private volatile @Nullable ResumedJobs resumed;
  private volatile boolean acceptsNoCalls;
  private volatile boolean drained;

  JobCalls(TaskCalls taskCalls) {
    this.taskCalls = taskCalls;
  }

  /** Starts once the engine is built. */
  void start(ProcessEngineImpl built) {
    resumed = new ResumedJobs(built);
  }

  /** The call that this job began in an earlier run. */
  Optional<PendingCall<?>> of(JobEntity job) {
    ended(job.getId());
    return pending.of(job.getId());
  }

  /** Begins the call of a running job; empty if the call cannot be known before the task. */
  Optional<PendingCall<?>> begin(JobEntity job, ExecutionEntity execution, ActivityImpl task) {
    return resumed == null || notAnticipated.getIfPresent(key(task)) != null
        ? Optional.empty()
        : taskCalls.of(execution, task).map(call -> begin(job, execution, call));
  }

  /** Begins the call with the engine's logging context, which names the process instance. */
  private PendingCall<?> begin(JobEntity job, ExecutionEntity execution, TaskCall<?> call) {
    ProcessDataContext logged = Context.getCommandInvocationContext().getProcessDataContext();
    boolean more = logged.pushSection(execution);
    try {
      ResumedJobs jobs = resumed;
      if (jobs != null) {
        jobs.calls(job.getId());
      }
      return pending.begin(job.getId(), call);
    } finally {
      if (more) {
        logged.popSection();
      }
    }
  }

  /** Lets the job wait for the end of its call without a thread; the job's handler returns next. */
  void awaitEnd(MessageEntity job, PendingCall<?> call, CommandContext context) {
    String id = job.getId();
    ResumedJobs jobs = Objects.requireNonNull(resumed, "no call is begun before");
    if (drained) { // too late for this node
      Rescheduling.giveBack(job, context);
      jobs.begun(id);
      return;
    }
    // The queue of this thread holds other jobs of the same process instance, run in sequence.
    boolean beside =
        !job.isExclusive()
            || Context.getJobExecutorContext().getCurrentProcessorJobQueue().isEmpty();
    Rescheduling.keepLocked(
        job, DueDates.now().plus(call.atMost()).plus(LOCK_BEYOND_CALL), context);
    TransactionContext transaction = context.getTransactionContext();
    transaction.addTransactionListener(
        TransactionState.COMMITTED,
        committed -> {
          jobs.waits(id);
          var unused = call.answer().whenComplete((answer, failure) -> jobs.resume(id, beside));
        });
    transaction.addTransactionListener(TransactionState.ROLLED_BACK, rolledBack -> jobs.begun(id));
  }

  /**
   * Notes that the task has run. An answer is kept until the transaction commits, for the next run
   * after a rollback; a failure is not kept.
   */
  void used(JobEntity job, ActivityImpl task, PendingCall<?> call) {
    if (call.wasUnused()) {
      notAnticipated.put(key(task), true);
    }
    String id = job.getId();
    ended(id);
    if (call.isAnswered()) {
      Context.getCommandContext()
          .getTransactionContext()
          .addTransactionListener(TransactionState.COMMITTED, committed -> pending.forget(id));
    } else {
      pending.forget(id);
    }
  }

  /** Notes that the task has failed, perhaps with the call's failure. */
  void failed(JobEntity job, PendingCall<?> call) {
    ended(job.getId());
    if (!call.isAnswered()) {
      pending.forget(job.getId());
    }
  }

  private void ended(String jobId) {
    ResumedJobs jobs = resumed;
    if (jobs != null) {
      jobs.begun(jobId);
    }
  }

  /** Notes that the job is being deleted. */
  void deleted(JobEntity job) {
    String id = job.getId();
    if (id != null && pending.of(id).isPresent()) {
      Context.getCommandContext()
          .getTransactionContext()
          .addTransactionListener(
              TransactionState.COMMITTED,
              committed -> {
                pending.forget(id);
                ended(id);
              });
    }
  }

  private static String key(ActivityImpl task) {
    return task.getProcessDefinition().getId() + "/" + task.getId();
  }

  /** Whether no more calls are begun, because this node is being drained. */
  boolean acceptsNoCalls() {
    return acceptsNoCalls;
  }

  /** Waits for the calls under way and their jobs, and begins no more calls. */
  void drain(Duration atMost) {
    acceptsNoCalls = true;
    ResumedJobs jobs = resumed;
    if (jobs != null) {
      jobs.drain(atMost);
    }
    drained = true;
  }

  /**
   * Waits for the calls under way, and runs their jobs although the job executor has ended; gives
   * back the jobs that take longer.
   */
  void finish(Duration atMost) {
    acceptsNoCalls = true;
    ResumedJobs jobs = resumed;
    if (jobs != null) {
      jobs.finish(drained ? Duration.ZERO : atMost);
    }
  }

  /** Gives back the jobs that still wait. */
  void giveBack() {
    ResumedJobs jobs = resumed;
    if (jobs != null) {
      jobs.giveBack();
    }
  }

  /** Begins calls again. */
  void takeAgain() {
    acceptsNoCalls = false;
    drained = false;
  }

  @Override
  public void close() {
    ResumedJobs jobs = resumed;
    if (jobs != null) {
      jobs.close();
    }
    pending.close();
    clock.shutdownNow();
  }
}
