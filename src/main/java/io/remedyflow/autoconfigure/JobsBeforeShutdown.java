package io.remedyflow.autoconfigure;

import io.remedyflow.plugin.job.JobIntake;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/**
 * Stops the engines from taking jobs as the first thing of a shutdown.
 *
 * <p>Camunda's starter does so only when its beans are destroyed. Until then Spring waits for the
 * job executor's threads to have nothing to do, and the engine gives them jobs: where more jobs
 * wait than threads can do, the whole grace period passes ({@code
 * spring.lifecycle.timeout-per-shutdown-phase}, 30 seconds), and what is then under way is cut off.
 */
final class JobsBeforeShutdown implements SmartLifecycle {

  private final List<JobIntake> intakes;
  private volatile boolean running;

  JobsBeforeShutdown(List<JobIntake> intakes) {
    this.intakes = intakes;
  }

  /** Before everything else, the threads of the job executor among it. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE;
  }

  @Override
  public void start() {
    intakes.forEach(JobIntake::resume);
    running = true;
  }

  @Override
  public void stop() {
    intakes.forEach(JobIntake::stop);
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
