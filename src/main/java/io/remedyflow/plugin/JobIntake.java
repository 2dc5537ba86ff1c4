package io.remedyflow.plugin;

import io.remedyflow.camunda.FetchAllowedRemediesException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.jobexecutor.FailedJobCommandFactory;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;

/**
 * Whether an engine takes jobs, so that a node can be emptied before it is switched off.
 *
 * <p>Once it takes none, jobs that are under way go on, and those in the queue are given back
 * instead of run. A fetch of ours that fails from then on, because the grace period is over and its
 * connection is closed, is given back too: it costs the job no retry.
 */
public final class JobIntake {

  private final ProcessEngineConfigurationImpl engine;
  private FailedJobCommandFactory usual;
  private boolean stopped;

  /** The intake of that engine. */
  public JobIntake(ProcessEngine engine) {
    this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    this.usual = this.engine.getFailedJobCommandFactory();
  }

  /** Takes no more jobs. Does nothing where the engine takes none anyway. */
  public synchronized void stop() {
    if (!stopped && engine.getJobExecutor().isActive()) {
      stopped = true;
      usual = engine.getFailedJobCommandFactory();
      engine.setFailedJobCommandFactory(this::givenBack);
      engine.getJobExecutor().shutdown();
    }
  }

  /** Takes jobs again, if it was this that stopped it. */
  public synchronized void resume() {
    if (stopped) {
      stopped = false;
      engine.setFailedJobCommandFactory(usual);
      engine.getJobExecutor().start();
    }
  }

  private Command<Object> givenBack(String jobId, Throwable exception) {
    return mayPass(exception)
        ? context -> {
          JobEntity job = context.getJobManager().findJobById(jobId);
          if (job != null) {
            job.unlock();
          }
          return jobId;
        }
        : usual.getCommand(jobId, exception);
  }

  /** Searches the causes: the engine may have wrapped what the delegate threw. */
  private static boolean mayPass(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof FetchAllowedRemediesException failure) {
        return failure.retryable();
      }
    }
    return false;
  }
}
