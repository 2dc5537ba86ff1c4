package io.remedyflow.plugin.job;

import java.time.Duration;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;

/**
 * Stops and resumes an engine's intake of jobs, to drain a node before it is switched off.
 *
 * <p>After a stop, running jobs continue, and so do jobs that wait for their call. Queued jobs are
 * given back and do not run. A call that is interrupted because the grace period is over and its
 * connection is closed costs its job no retry ({@link EngineJobAttempts}).
 */
public final class JobIntake {

  private final ProcessEngineConfigurationImpl engine;
  private final JobExecutor executor;
  private final Duration calls;
  private boolean stopped;

  /**
   * The intake of this engine.
   *
   * @param calls the longest time to wait for calls under way
   */
  public JobIntake(ProcessEngine engine, Duration calls) {
    this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    this.executor = this.engine.getJobExecutor();
    this.calls = calls;
  }

  /**
   * Stops taking jobs, and waits for the calls under way. Does nothing if the engine takes no jobs.
   */
  public synchronized void stop() {
    if (executor.isActive()) {
      stopped = true;
      JobCalls ours = EngineJobs.callsOf(engine);
      if (ours != null) {
        ours.drain(calls);
      }
      executor.shutdown();
      if (ours != null) {
        ours.giveBack();
      }
    }
  }

  /** Takes jobs again, if this object stopped the intake. */
  public synchronized void resume() {
    if (stopped) {
      stopped = false;
      JobCalls ours = EngineJobs.callsOf(engine);
      if (ours != null) {
        ours.takeAgain();
      }
      executor.start();
    }
  }
}
