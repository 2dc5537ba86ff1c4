package io.remedyflow.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.simulator.RecordedRequest;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobHelper;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutorContext;
import org.camunda.bpm.engine.management.Metrics;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;

/** An engine without Spring, with the plugin and a job executor of its own, which rests. */
public final class EngineOverSimulator {

  private EngineOverSimulator() {}

  public static ProcessEngineConfigurationImpl configuration(FeishuSimulator feishu) {
    return configuration(feishu, "");
  }

  /**
   * The same with more of the plugin's configuration.
   *
   * @param more lines of the plugin's configuration
   */
  public static ProcessEngineConfigurationImpl configuration(FeishuSimulator feishu, String more) {
    ProcessEngineConfigurationImpl configuration =
        TestEngine.inMemory("simulated", TestEngine.plugin(SimulatedConnection.to(feishu) + more));
    configuration.setMetricsEnabled(true);
    configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL); // with the log of jobs
    configuration.setJobExecutor(new DefaultJobExecutor());
    return configuration;
  }

  /** So many threads, no more and no less. */
  public static void threads(JobExecutor executor, int threads) {
    ((DefaultJobExecutor) executor).setCorePoolSize(threads);
    ((DefaultJobExecutor) executor).setMaxPoolSize(threads);
  }

  public static JobExecutor jobExecutor(ProcessEngine engine) {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getJobExecutor();
  }

  /**
   * A process that makes a call for the employee {@code userId} in a job of its own, then waits.
   */
  public static BpmnModelInstance calling(String process) {
    return calling(Bpmn.createExecutableProcess(process).startEvent().serviceTask("fetch"))
        .userTask()
        .done();
  }

  /** A task that makes a call for the employee {@code userId} in a job of its own. */
  public static ServiceTaskBuilder calling(ServiceTaskBuilder task) {
    return task.camundaDelegateExpression("${fetchAllowedRemedies}")
        .camundaInputParameter("userId", "${userId}")
        .camundaInputParameter("remedyDate", "2024-01-05")
        .camundaAsyncBefore();
  }

  /** How often jobs ran, those included that went back. */
  public static long runs(ProcessEngine engine) {
    return counted(engine, Metrics.JOB_SUCCESSFUL);
  }

  /** What the engine counted of that metric, and may not have written to the database yet. */
  public static long counted(ProcessEngine engine, String metric) {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getMetricsRegistry()
        .getDbMeterByName(metric)
        .get();
  }

  /** When the calls arrived, in that order. */
  public static List<Instant> callTimes(FeishuSimulator feishu) {
    return feishu.remedyRequests().stream().map(RecordedRequest::receivedAt).sorted().toList();
  }

  /** Runs a job as the job executor does that has just acquired it. */
  public static void runAsExecutor(ProcessEngine engine, String jobId) {
    var configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    Context.setJobExecutorContext(new JobExecutorContext());
    try {
      ExecuteJobHelper.executeJob(jobId, configuration.getCommandExecutorTxRequired());
    } finally {
      Context.removeJobExecutorContext();
    }
  }

  public static void deploy(ProcessEngine engine, BpmnModelInstance model) {
    engine.getRepositoryService().createDeployment().addModelInstance("p.bpmn", model).deploy();
  }

  /** No incident, and no failure in the log of jobs either. */
  public static void noneFailed(ProcessEngine engine) {
    assertThat(engine.getRuntimeService().createIncidentQuery().count()).isZero();
    assertThat(engine.getHistoryService().createHistoricJobLogQuery().failureLog().count())
        .isZero();
  }
}
