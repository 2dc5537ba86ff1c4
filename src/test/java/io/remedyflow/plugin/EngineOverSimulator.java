package io.remedyflow.plugin;

import io.remedyflow.simulator.FeishuSimulator;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;

/** An engine without Spring, with the plugin and a job executor of its own, which rests. */
final class EngineOverSimulator {

  private EngineOverSimulator() {}

  static ProcessEngineConfigurationImpl configuration(FeishuSimulator feishu) {
    return configuration(feishu, "");
  }

  /**
   * @param more lines of the plugin's configuration
   */
  static ProcessEngineConfigurationImpl configuration(FeishuSimulator feishu, String more) {
    var configuration = new StandaloneInMemProcessEngineConfiguration();
    configuration.setProcessEngineName("engine-" + UUID.randomUUID());
    configuration.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID());
    configuration.setEnforceHistoryTimeToLive(false);
    configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL); // with the log of jobs
    configuration.setJobExecutor(new DefaultJobExecutor());
    configuration.setJobExecutorActivate(false);
    RemedyflowPlugin plugin = new RemedyflowPlugin();
    plugin.setConfiguration(SimulatedConnection.to(feishu) + more);
    configuration.getProcessEnginePlugins().add(plugin);
    return configuration;
  }

  /** So many threads, no more and no less. */
  static void threads(JobExecutor executor, int threads) {
    ((DefaultJobExecutor) executor).setCorePoolSize(threads);
    ((DefaultJobExecutor) executor).setMaxPoolSize(threads);
  }
}
