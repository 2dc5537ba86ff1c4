package io.remedyflow.plugin.job;

import io.remedyflow.plugin.config.RemedyflowConnections;
import io.remedyflow.plugin.parse.DeadEndParseListener;
import io.remedyflow.plugin.parse.DeploymentWarningsParseListener;
import io.remedyflow.plugin.parse.LostResultsParseListener;
import io.remedyflow.plugin.parse.MultiInstanceParseListener;
import io.remedyflow.plugin.parse.OverwrittenResultsParseListener;
import io.remedyflow.plugin.parse.RetryCycleParseListener;
import io.remedyflow.plugin.parse.TransientVariablesParseListener;
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
public final class EngineJobs implements AutoCloseable {

  private final ProcessEngineConfigurationImpl engine;
  private final WakeUps wakeUpCalls = new WakeUps();
  private final SpreadJobs spreadJobs = new SpreadJobs(wakeUpCalls);
  private final JobReservations reservations = new JobReservations();
  private final TaskJobDefinitions definitions = new TaskJobDefinitions();
  private final TaskReservations turns;
  private final JobCalls calls;
  private @Nullable WaitingJobs parkedJobs;

  /**
   * @param connections those of the plugin; null until they are opened
   */
  public EngineJobs(
      ProcessEngineConfigurationImpl engine,
      Supplier<@Nullable RemedyflowConnections> connections) {
    this.engine = engine;
    turns = new TaskReservations(connections, wakeUpCalls, spreadJobs, reservations, definitions);
    calls = new JobCalls(new TaskCalls(connections));
  }

  /** What reads our tasks from models. */
  public List<BpmnParseListener> parseListeners() {
    return List.of(
        new MultiInstanceParseListener(),
        new DeadEndParseListener(),
        new RetryCycleParseListener(),
        new DeploymentWarningsParseListener(),
        new LostResultsParseListener(),
        new OverwrittenResultsParseListener(),
        new ReservationParseListener(turns),
        new TransientVariablesParseListener());
  }

  /**
   * Puts our handlers in front of the engine's, where they are not there yet. Another plugin may
   * have put its own in their place, so that this is done again once the engine is built.
   */
  public void handle() {
    handleFailedJobs();
    handleContinuations();
  }

  private void handleFailedJobs() {
    FailedJobCommandFactory factory = engine.getFailedJobCommandFactory();
    if (!(factory instanceof TaskFailedJobCommandFactory)) {
      engine.setFailedJobCommandFactory(new TaskFailedJobCommandFactory(factory, wakeUpCalls));
    }
  }

  @SuppressWarnings("unchecked") // as the engine has put it there
  private void handleContinuations() {
    engine
        .getJobHandlers()
        .computeIfPresent(
            AsyncContinuationJobHandler.TYPE,
            (type, handler) ->
                handler instanceof TaskContinuationJobHandler
                    ? handler
                    : new TaskContinuationJobHandler(
                        (JobHandler<AsyncContinuationConfiguration>) handler,
                        turns,
                        spreadJobs,
                        calls));
  }

  /** What the jobs of an engine call; null where the engine has no such plugin. */
  static @Nullable JobCalls callsOf(ProcessEngineConfigurationImpl engine) {
    return engine.getJobHandlers().get(AsyncContinuationJobHandler.TYPE)
            instanceof TaskContinuationJobHandler ours
        ? ours.calls()
        : null;
  }

  /** The engine is there: looks after the jobs that wait in it. */
  public void start(ProcessEngine built) {
    parkedJobs = new WaitingJobs(built, wakeUpCalls, definitions, reservations);
    parkedJobs.start();
    calls.start((ProcessEngineImpl) built);
  }

  /** The engine ends, and its job executor has ended: jobs whose call is under way end here. */
  public void seeCallsThrough(Duration atMost) {
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
