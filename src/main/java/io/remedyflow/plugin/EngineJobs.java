package io.remedyflow.plugin;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler.AsyncContinuationConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.FailedJobCommandFactory;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.JobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.ThreadPoolJobExecutor;
import org.jspecify.annotations.Nullable;

/**
 * All that the plugin does to the jobs of one engine, and what it knows of them. Engines that share
 * a plugin have one each; it ends with its engine.
 */
final class EngineJobs implements AutoCloseable {

  private final ProcessEngineConfigurationImpl engine;
  private final IntSupplier jobThreads;
  private final WakeUpCalls wakeUpCalls = new WakeUpCalls();
  private final SpreadJobs spreadJobs = new SpreadJobs(wakeUpCalls);
  private final Reservations reservations = new Reservations();
  private final RemedyJobDefinitions definitions = new RemedyJobDefinitions();
  private final TaskTurns turns;
  private @Nullable ParkedJobs parkedJobs;

  /**
   * @param connections those of the plugin; null until they are opened
   * @param jobThreads how many jobs run at once, where the executor does not tell
   */
  EngineJobs(
      ProcessEngineConfigurationImpl engine,
      Supplier<@Nullable RemedyflowConnections> connections,
      IntSupplier jobThreads) {
    this.engine = engine;
    this.jobThreads = jobThreads;
    turns = new TaskTurns(connections, wakeUpCalls, spreadJobs, reservations, definitions);
  }

  /** What reads our tasks from models. */
  List<BpmnParseListener> parseListeners() {
    return List.of(
        new MultiInstanceRefusal(),
        new DeadEndRefusal(),
        new RetryCycles(),
        new DeploymentWarnings(),
        new LostResults(),
        new OverwrittenResults(),
        new PacedTasks(turns),
        new TransientVariables());
  }

  /**
   * Puts our handlers in front of the engine's, where they are not there yet. Another plugin may
   * have put its own in their place, so that this is done again once the engine is built.
   */
  void handle() {
    handleFailedJobs();
    handleContinuations();
  }

  private void handleFailedJobs() {
    FailedJobCommandFactory factory = engine.getFailedJobCommandFactory();
    if (!(factory instanceof FailedRemedyJobs)) {
      engine.setFailedJobCommandFactory(new FailedRemedyJobs(factory, wakeUpCalls));
    }
  }

  @SuppressWarnings("unchecked") // as the engine has put it there
  private void handleContinuations() {
    engine
        .getJobHandlers()
        .computeIfPresent(
            AsyncContinuationJobHandler.TYPE,
            (type, handler) ->
                handler instanceof PacedContinuations
                    ? handler
                    : new PacedContinuations(
                        (JobHandler<AsyncContinuationConfiguration>) handler,
                        turns,
                        new Bulkhead(() -> threads(engine.getJobExecutor()), System::nanoTime),
                        spreadJobs));
  }

  /** How many jobs run at once. */
  private int threads(JobExecutor executor) {
    if (executor instanceof ThreadPoolJobExecutor pooled
        && pooled.getThreadPoolExecutor() != null) {
      return pooled.getThreadPoolExecutor().getMaximumPoolSize();
    }
    return jobThreads.getAsInt();
  }

  /** The engine is there: looks after the jobs that wait in it. */
  void start(ProcessEngine built) {
    parkedJobs = new ParkedJobs(built, wakeUpCalls, definitions, reservations);
    parkedJobs.start();
  }

  /** Forgets whom it was to wake. */
  @Override
  public void close() {
    if (parkedJobs != null) {
      parkedJobs.close();
    }
    wakeUpCalls.close();
    spreadJobs.close();
  }
}
