package io.remedyflow.plugin;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;

/**
 * Whether an engine takes jobs, so that a node can be emptied before it is switched off.
 *
 * <p>Once it takes none, jobs that are under way go on, and those in the queue are given back
 * instead of run. A call that is cut off nevertheless, because the grace period is over and its
 * connection is closed, costs its job no retry ({@link EngineJobAttempts}).
 */
public final class JobIntake {

  private final JobExecutor executor;
  private boolean stopped;

  /** The intake of that engine. */
  public JobIntake(ProcessEngine engine) {
    this.executor =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getJobExecutor();
  }

  /** Takes no more jobs. Does nothing where the engine takes none anyway. */
  public synchronized void stop() {
    if (executor.isActive()) {
      stopped = true;
      executor.shutdown();
    }
  }

  /** Takes jobs again, if it was this that stopped it. */
  public synchronized void resume() {
    if (stopped) {
      stopped = false;
      executor.start();
    }
  }
}
