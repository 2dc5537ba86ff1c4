package io.remedyflow.plugin.job;

import java.time.Duration;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;

/**
 * Whether an engine takes jobs, so that a node can be emptied before it is switched off.
 *
 * <p>Once it takes none, jobs that are under way go on, also those that wait for their call; those
 * in the queue are given back instead of run. A call that is cut off nevertheless, because the
 * grace period is over and its connection is closed, costs its job no retry ({@link
 * EngineJobAttempts}).
 */
public final class JobIntake {

  private final ProcessEngineConfigurationImpl engine;
  private final JobExecutor executor;
  private final Duration calls;
  private boolean stopped;

  /**
   * The intake of that engine.
   *
   * @param calls how long calls that are under way are waited for at the most
   */
  public JobIntake(ProcessEngine engine, Duration calls) {
    this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    this.executor = this.engine.getJobExecutor();
    this.calls = calls;
  }

  /**
   * Takes no more jobs, and waits for the calls that are under way. Does nothing where the engine
   * takes none anyway.
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

  /** Takes jobs again, if it was this that stopped it. */
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
