package io.remedyflow.autoconfigure;

import io.remedyflow.plugin.job.JobIntake;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/**
 * Stops the engines from taking jobs at the start of a shutdown.
 *
 * <p>Camunda's starter does so only when its beans are destroyed. Until then, Spring waits until
 * the threads of the job executor are idle, but the engine still gives them jobs. If more jobs wait
 * than the threads can run, the whole grace period passes ({@code
 * spring.lifecycle.timeout-per-shutdown-phase}, 30 seconds), and jobs that are still running are
 * interrupted.
 */
final class JobsBeforeShutdown implements SmartLifecycle {

  private final List<JobIntake> intakes;
  private volatile boolean running;

  JobsBeforeShutdown(List<JobIntake> intakes) {
    this.intakes = intakes;
  }

  /** Stops before everything else, including the threads of the job executor. */
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
