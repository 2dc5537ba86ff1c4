package io.remedyflow.testing;

import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.testing.database.H2;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;

/**
 * Configurations of engines for tests. No job runs by itself, and what most tests do not need is
 * switched off, since it costs time: metrics and DMN.
 */
public final class TestEngine {

  private TestEngine() {}

  /** An engine with a database of its own. */
  public static ProcessEngineConfigurationImpl inMemory(
      String name, ProcessEnginePlugin... plugins) {
    return atRest(new StandaloneInMemProcessEngineConfiguration(), name, plugins);
  }

  /** An engine on a database that another engine may have used. */
  public static ProcessEngineConfigurationImpl on(
      String jdbcUrl, String name, ProcessEnginePlugin... plugins) {
    ProcessEngineConfigurationImpl configuration = inMemory(name, plugins);
    configuration.setJdbcUrl(jdbcUrl);
    configuration.setDatabaseSchemaUpdate("true");
    return configuration;
  }

  /** The same settings for a configuration of any class. */
  public static <C extends ProcessEngineConfigurationImpl> C atRest(
      C configuration, String name, ProcessEnginePlugin... plugins) {
    configuration.setProcessEngineName(name + "-" + UUID.randomUUID());
    configuration.setJdbcUrl(H2.brief());
    configuration.setJobExecutorActivate(false);
    configuration.setMetricsEnabled(false);
    configuration.setEnforceHistoryTimeToLive(false);
    configuration.setDmnEnabled(false);
    configuration.getProcessEnginePlugins().addAll(List.of(plugins));
    return configuration;
  }

  /** The plugin with these lines of configuration; it is closed with its engine. */
  public static RemedyflowPlugin plugin(String lines) {
    RemedyflowPlugin plugin = new RemedyflowPlugin();
    plugin.setConfiguration(lines);
    return plugin;
  }

  /** Deletes all that was deployed, with its instances. */
  public static void forgetModels(ProcessEngine engine) {
    engine
        .getRepositoryService()
        .createDeploymentQuery()
        .list()
        .forEach(
            deployment ->
                engine.getRepositoryService().deleteDeployment(deployment.getId(), true, true));
  }
}
