package io.remedyflow.plugin.job;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.plugin.config.RemedyflowConnections;
import io.remedyflow.plugin.parse.TaskParseListener;
import io.remedyflow.plugin.reservation.JobReservations;
import io.remedyflow.plugin.reservation.ReservationRule;
import io.remedyflow.plugin.reservation.SpreadJobs;
import io.remedyflow.plugin.reservation.TaskJobDefinitions;
import io.remedyflow.plugin.reservation.TaskReservations;
import io.remedyflow.plugin.reservation.WaitingJobs;
import io.remedyflow.plugin.reservation.WakeUps;
import java.time.Duration;
import java.util.Collection;
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
 * Everything that the plugin does with the jobs of one engine, and knows about them. Engines that
 * share a plugin have one instance each; it closes with its engine.
 */
public final class EngineJobs implements AutoCloseable {

  private final ProcessEngineConfigurationImpl engine;
  private final WakeUps wakeUps = new WakeUps();
  private final SpreadJobs spreadJobs = new SpreadJobs(wakeUps);
  private final JobReservations reservations = new JobReservations();
  private final TaskJobDefinitions definitions = new TaskJobDefinitions();
  private final TaskReservations taskReservations;
  private final JobCalls calls;
  private @Nullable WaitingJobs waitingJobs;

  /**
   * @param connections the plugin's connections; null until they are opened
   */
  public EngineJobs(
      ProcessEngineConfigurationImpl engine,
      Supplier<@Nullable RemedyflowConnections> connections) {
    this.engine = engine;
    taskReservations =
        new TaskReservations(connections, wakeUps, spreadJobs, reservations, definitions);
    calls = new JobCalls(new TaskCalls(connections));
  }

  /** The listener that reads these tasks from models. */
  public BpmnParseListener parseListener(Collection<FeishuTask<?, ?>> tasks) {
    return new TaskParseListener(tasks, new ReservationRule(taskReservations));
  }

  /**
   * Puts our handlers in front of the engine's, if they are not there yet. It is called again once
   * the engine is built, because another plugin may have replaced our handlers.
   */
  public void handle() {
    handleFailedJobs();
    handleContinuations();
  }

  private void handleFailedJobs() {
    FailedJobCommandFactory factory = engine.getFailedJobCommandFactory();
    if (!(factory instanceof TaskFailedJobCommandFactory)) {
      engine.setFailedJobCommandFactory(new TaskFailedJobCommandFactory(factory, wakeUps));
    }
  }

  @SuppressWarnings("unchecked") // the engine registers this type
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
                        taskReservations,
                        spreadJobs,
                        calls));
  }

  /** The calls of an engine's jobs; null if the engine does not have this plugin. */
  static @Nullable JobCalls callsOf(ProcessEngineConfigurationImpl engine) {
    return engine.getJobHandlers().get(AsyncContinuationJobHandler.TYPE)
            instanceof TaskContinuationJobHandler ours
        ? ours.calls()
        : null;
  }

  /** Starts to look after the waiting jobs, once the engine is built. */
  public void start(ProcessEngine built) {
    waitingJobs = new WaitingJobs(built, wakeUps, definitions, reservations);
    waitingJobs.start();
    calls.start((ProcessEngineImpl) built);
  }

  /** Finishes the jobs whose call is under way, after the job executor has ended. */
  public void finishCalls(Duration atMost) {
    calls.finish(atMost);
  }

  /** Gives back the jobs that wait for a call, and drops the planned wake-ups. */
  @Override
  public void close() {
    calls.close();
    if (waitingJobs != null) {
      waitingJobs.close();
    }
    wakeUps.close();
    spreadJobs.close();
  }
}
