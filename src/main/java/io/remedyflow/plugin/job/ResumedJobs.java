package io.remedyflow.plugin.job;

import com.github.benmanes.caffeine.cache.Cache;
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
 * Has jobs run again whose call has ended. While it was under way the job kept its lock, as a job
 * that runs does: no other node takes it, and should this node die, another one does once the lock
 * has expired. So the job is given to the engine's job executor as the acquisition would give it,
 * and nothing is written for it.
 *
 * <p>Where the executor has no room for it for some time, or where other jobs of its process
 * instance must not run beside it, it is unlocked and left to the acquisition.
 *
 * <p>One thread of this plugin's, which may ask the database, but runs no job; except for those
 * that are under way when their engine ends, whose executor is gone.
 */
final class ResumedJobs implements RejectedJobsHandler, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ResumedJobs.class);

  /** Until an executor without room may have some: twice as long each time, up to 160 ms. */
  private static final Duration AGAIN = Duration.ofMillis(5);

  /** In some two seconds; then it is busy for longer. */
  private static final int TRIES_AT_MOST = 15;

  /** What the executor drops is heard of by nobody. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private static final Duration GIVEN_AT_MOST = Duration.ofMinutes(1);

  /** Set while this thread gives the executor a job. */
  private static final ThreadScope<ResumedJobs> GIVING = new ThreadScope<>();

  private final ProcessEngineImpl engine;
  private final JobExecutor executor;
  private final @Nullable RejectedJobsHandler others;
  private final ScheduledThreadPoolExecutor thread =
      ShortLivedScheduler.named("remedyflow-resumed-jobs");
  private final Set<String> calling = ConcurrentHashMap.newKeySet();
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();

  /** By the executor, which may drop them: a job may be gone when it comes to it. */
  private final Cache<String, Boolean> given =
      Caches.newBuilder().expireAfterWrite(GIVEN_AT_MOST).build();

  private final Map<String, Integer> rejections = new ConcurrentHashMap<>();
  private final Object monitor = new Object();

  /** Whether the job was that is being given; of this object's thread. */
  private boolean rejected;

  private volatile boolean draining;
  private volatile boolean finishing;

  ResumedJobs(ProcessEngineImpl engine) {
    this.engine = engine;
    executor = engine.getProcessEngineConfiguration().getJobExecutor();
    others = executor.getRejectedJobsHandler();
    executor.setRejectedJobsHandler(this);
  }

  /** A job that runs has begun its call. */
  void calls(String jobId) {
    calling.add(jobId);
  }

  /** A job has let go of its thread until its call has ended. */
  void waits(String jobId) {
    waiting.add(jobId);
    calling.remove(jobId);
  }

  /**
   * Its call has ended.
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

  /** The executor's own are handled as before. */
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
   * There is room in the executor once another job has ended. To leave the job to the acquisition
   * at once would cost two statements more, just when there is much to do.
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

  /** Unless another node has taken it since. */
  private @Nullable Void unlock(String jobId, CommandContext context) {
    JobEntity job = context.getJobManager().findJobById(jobId);
    if (job != null && executor.getLockOwner().equals(job.getLockOwner())) {
      job.unlock();
    }
    return null;
  }

  /** A job does not wait any more: it runs, or is gone. */
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
   * Lets the jobs come back that wait for their call, but takes no others; to be followed by the
   * shutdown of the executor.
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
        Thread.currentThread().interrupt(); // whoever stops has no more time
      }
    }
  }

  /** The executor has ended: the jobs run in this object's thread, one after the other. */
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

  /** Gives those back that still wait: other nodes take them, or this one once it is back. */
  void giveBack() {
    waiting.forEach(this::leaveToAcquisition);
  }

  /** Gives back what waits, and leaves the executor as it was. */
  @Override
  public void close() {
    thread.shutdownNow();
    giveBack();
    if (executor.getRejectedJobsHandler() == this) {
      executor.setRejectedJobsHandler(others);
    }
  }
}
