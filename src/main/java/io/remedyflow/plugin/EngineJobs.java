package io.remedyflow.plugin;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler.AsyncContinuationConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.FailedJobCommandFactory;
import org.camunda.bpm.engine.impl.jobexecutor.JobHandler;
import org.jspecify.annotations.Nullable;

/**
 * All that the plugin does to the jobs of one engine, and what it knows of them. Engines that share
 * a plugin have one each; it ends with its engine.
 */
final class EngineJobs implements AutoCloseable {

  private final ProcessEngineConfigurationImpl engine;
  private final WakeUpCalls wakeUpCalls = new WakeUpCalls();
  private final SpreadJobs spreadJobs = new SpreadJobs(wakeUpCalls);
  private final JobReservations reservations = new JobReservations();
  private final RemedyJobDefinitions definitions = new RemedyJobDefinitions();
  private final TaskTurns turns;
  private final JobsWithCalls calls;
  private @Nullable ParkedJobs parkedJobs;

  /**
   * @param connections those of the plugin; null until they are opened
   */
  EngineJobs(
      ProcessEngineConfigurationImpl engine,
      Supplier<@Nullable RemedyflowConnections> connections) {
    this.engine = engine;
    turns = new TaskTurns(connections, wakeUpCalls, spreadJobs, reservations, definitions);
    calls = new JobsWithCalls(new TaskCalls(connections));
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
                        spreadJobs,
                        calls));
  }

  /** What the jobs of an engine call; null where the engine has no such plugin. */
  static @Nullable JobsWithCalls callsOf(ProcessEngineConfigurationImpl engine) {
    return engine.getJobHandlers().get(AsyncContinuationJobHandler.TYPE)
            instanceof PacedContinuations ours
        ? ours.calls()
        : null;
  }

  /** The engine is there: looks after the jobs that wait in it. */
  void start(ProcessEngine built) {
    parkedJobs = new ParkedJobs(built, wakeUpCalls, definitions, reservations);
    parkedJobs.start();
    calls.start((ProcessEngineImpl) built);
  }

  /** The engine ends, and its job executor has ended: jobs whose call is under way end here. */
  void seeCallsThrough(Duration atMost) {
    calls.finish(atMost);
  }

  /** Forgets what waits for a call, and whom it was to wake. */
  @Override
  public void close() {
    calls.close();
    if (parkedJobs != null) {
      parkedJobs.close();
    }
    wakeUpCalls.close();
    spreadJobs.close();
  }
}
