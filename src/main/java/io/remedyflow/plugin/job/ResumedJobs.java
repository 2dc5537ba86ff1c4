package io.remedyflow.plugin.job;

import com.github.benmanes.caffeine.cache.Cache;
import io.remedyflow.feishu.DaemonThreads;
import io.remedyflow.plugin.reservation.Caches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.AcquireJobsRunnable;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobHelper;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutorContext;
import org.camunda.bpm.engine.impl.jobexecutor.RejectedJobsHandler;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.util.ClassLoaderUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs again whose call has ended. While the call is under way, the job keeps its lock, like a
 * running job: no other node takes it, and if this node dies, another node takes it once the lock
 * has expired. So this class gives the job to the engine's job executor as the acquisition would,
 * and writes nothing to the database for it.
 *
 * <p>If the executor has no room for the job for some time, or if other jobs of its process
 * instance must not run beside it, the job is unlocked and left to the acquisition.
 *
 * <p>It uses one thread of this plugin, which may query the database but runs no job. The exception
 * is jobs that are under way when their engine ends, because the executor is gone.
 */
final class ResumedJobs implements RejectedJobsHandler, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ResumedJobs.class);

  /**
   * The base of the pause before a full executor is tried again: 10 ms at first, twice as long each
   * time, up to 160 ms.
   */
  private static final Duration AGAIN = Duration.ofMillis(5);

  /** Takes about two seconds; after that, the executor is busy for longer. */
  private static final int TRIES_AT_MOST = 15;

  /** How often to look again: the executor does not report the jobs that it drops. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private static final Duration GIVEN_AT_MOST = Duration.ofMinutes(1);

  /** Set while this thread gives the executor a job. */
  private static final ThreadScope<ResumedJobs> GIVING = new ThreadScope<>();

  private final ProcessEngineImpl engine;
  private final JobExecutor executor;
  private final @Nullable RejectedJobsHandler others;
  private final ScheduledThreadPoolExecutor thread =
      new DaemonThreads("remedyflow-resumed-jobs").scheduler();
  private final Set<String> calling = ConcurrentHashMap.newKeySet();
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();

  /**
   * Jobs given to the executor. It may drop them: a job may be gone when the executor comes to it.
   */
  private final Cache<String, Boolean> given =
      Caches.newBuilder().expireAfterWrite(GIVEN_AT_MOST).build();

  private final Map<String, Integer> rejections = new ConcurrentHashMap<>();
  private final Object monitor = new Object();

  /** Whether the executor rejected the job being given; used only in this object's thread. */
  private boolean rejected;

  private volatile boolean draining;
  private volatile boolean finishing;

  ResumedJobs(ProcessEngineImpl engine) {
    this.engine = engine;
    executor = engine.getProcessEngineConfiguration().getJobExecutor();
    others = executor.getRejectedJobsHandler();
    executor.setRejectedJobsHandler(this);
  }

  /** Notes that a running job has begun its call. */
  void calls(String jobId) {
    calling.add(jobId);
  }

  /** Notes that a job waits for its call without a thread. */
  void waits(String jobId) {
    waiting.add(jobId);
    calling.remove(jobId);
  }

  /**
   * Runs a job again whose call has ended.
   *
   * @param beside whether it may run beside other jobs of its process instance, or there are none
   */
  void resume(String jobId, boolean beside) {
    thread.execute(
        () -> {
          if (finishing) {
            run(jobId);
          } else if (beside && executor.isActive()) {
            give(jobId);
          } else {
            leaveToAcquisition(jobId);
          }
        });
  }

  private void give(String jobId) {
    given.put(jobId, true);
    waiting.remove(jobId);
    rejected = false;
    try {
      GIVING.run(this, () -> executor.executeJobs(new ArrayList<>(List.of(jobId)), engine));
      if (!rejected) {
        rejections.remove(jobId);
      }
    } catch (RuntimeException e) {
      LOG.debug("Job {} cannot be given to the job executor: {}", jobId, e.toString());
      leaveToAcquisition(jobId);
    }
  }

  /** Handles our own rejected jobs; all others are handled as before. */
  @Override
  public void jobsRejected(
      List<String> jobIds, ProcessEngineImpl rejectedBy, JobExecutor jobExecutor) {
    if (GIVING.get() == this) {
      rejected = true;
      jobIds.forEach(this::giveAgain);
    } else if (others != null) {
      others.jobsRejected(jobIds, rejectedBy, jobExecutor);
    }
  }

  /**
   * Gives the job again later: the executor has room once another job has ended. Leaving the job to
   * the acquisition at once would cost two more statements, just when the load is high.
   */
  private void giveAgain(String jobId) {
    given.invalidate(jobId);
    int tries = rejections.merge(jobId, 1, Integer::sum);
    if (tries > TRIES_AT_MOST && !draining) {
      leaveToAcquisition(jobId);
      return;
    }
    waiting.add(jobId);
    long pause = AGAIN.toMillis() << Math.min(tries, 5);
    var unused = thread.schedule(() -> resume(jobId, true), pause, TimeUnit.MILLISECONDS);
  }

  private void leaveToAcquisition(String jobId) {
    forget(jobId);
    try {
      engine
          .getProcessEngineConfiguration()
          .getCommandExecutorTxRequired()
          .execute(context -> unlock(jobId, context));
      executor.jobWasAdded();
    } catch (OptimisticLockingException e) {
      LOG.debug("Job {} was changed meanwhile: {}", jobId, e.toString());
    } catch (RuntimeException e) {
      LOG.warn(
          "Job {} cannot be unlocked, and comes back when its lock expires: {}",
          jobId,
          e.toString());
    }
  }

  /** Unlocks the job, unless another node has taken it since. */
  private @Nullable Void unlock(String jobId, CommandContext context) {
    JobEntity job = context.getJobManager().findJobById(jobId);
    if (job != null && executor.getLockOwner().equals(job.getLockOwner())) {
      job.unlock();
    }
    return null;
  }

  /** Notes that a job no longer waits: it runs, or is gone. */
  void begun(String jobId) {
    if (!finishing) {
      forget(jobId);
    }
  }

  private void forget(String jobId) {
    rejections.remove(jobId);
    boolean called = calling.remove(jobId);
    boolean waited = waiting.remove(jobId);
    if (given.asMap().remove(jobId) != null || waited || called) {
      synchronized (monitor) {
        monitor.notifyAll();
      }
    }
  }

  /**
   * Lets jobs that wait for their call finish, and takes no others. The shutdown of the executor
   * follows.
   */
  void drain(Duration atMost) {
    AcquireJobsRunnable acquisition = executor.getAcquireJobsRunnable();
    if (acquisition == null || isEmpty()) {
      return;
    }
    draining = true;
    acquisition.stop();
    awaitEmpty(atMost);
    draining = false;
  }

  private void awaitEmpty(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (monitor) {
      try {
        for (long left = atMost.toNanos(); left > 0 && !isEmpty(); left = end - System.nanoTime()) {
          monitor.wait(Math.min(left / 1_000_000 + 1, LOOK_AGAIN.toMillis()));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the caller has no more time
      }
    }
  }

  /** Runs the jobs in this object's thread, one after the other, because the executor has ended. */
  void finish(Duration atMost) {
    finishing = true;
    awaitEmpty(atMost);
    giveBack();
  }

  private void run(String jobId) {
    ClassLoader before = ClassLoaderUtil.switchToProcessEngineClassloader();
    Context.setJobExecutorContext(new JobExecutorContext());
    try {
      ExecuteJobHelper.executeJob(
          jobId, engine.getProcessEngineConfiguration().getCommandExecutorTxRequired());
    } catch (RuntimeException e) {
      LOG.warn("Job {} failed while its engine ended.", jobId, e);
    } finally {
      Context.removeJobExecutorContext();
      ClassLoaderUtil.setContextClassloader(before);
      forget(jobId);
    }
  }

  private boolean isEmpty() {
    given.cleanUp();
    return calling.isEmpty() && waiting.isEmpty() && given.asMap().isEmpty();
  }

  /** Gives back the jobs that still wait: other nodes take them, or this node after its restart. */
  void giveBack() {
    waiting.forEach(this::leaveToAcquisition);
  }

  /** Gives back the waiting jobs, and restores the executor's handler of rejected jobs. */
  @Override
  public void close() {
    thread.shutdownNow();
    giveBack();
    if (executor.getRejectedJobsHandler() == this) {
      executor.setRejectedJobsHandler(others);
    }
  }
}
