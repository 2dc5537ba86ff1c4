package io.remedyflow.crash;

import com.zaxxer.hikari.HikariDataSource;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.testing.TestEngine;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;

/** An engine over a database server with the plugin, as an application without Spring has it. */
final class NodeEngine implements AutoCloseable {

  /** Short, to free a dead node's jobs soon; above the call deadline, as it must be. */
  static final Duration LOCK_TIME = Duration.ofSeconds(4);

  static final Duration CALL_DEADLINE = Duration.ofSeconds(3);

  private static final int THREADS = 3;

  private final RemedyflowPlugin plugin = new RemedyflowPlugin();
  private final HikariDataSource connections = new HikariDataSource();
  private final ProcessEngineConfigurationImpl configuration;
  private ProcessEngine engine;

  NodeEngine(String name, String jdbcUrl, String remedyflow, int gate) {
    connections.setJdbcUrl(jdbcUrl);
    connections.setMaximumPoolSize(8);
    connections.setMinimumIdle(1);
    connections.setConnectionTimeout(2_000);
    plugin.setConfiguration(remedyflow);
    configuration = TestEngine.atRest(new StandaloneProcessEngineConfiguration(), name, plugin);
    configuration.setDataSource(connections);
    configuration.setDatabaseSchemaUpdate("true");
    // What Camunda requires of clusters: the usual generator collides with itself.
    configuration.setIdGenerator(new StrongUuidGenerator());
    configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
    configuration.setBeans(new HashMap<>(Map.of("gate", Gate.passing(gate))));
    configuration.setJobExecutor(jobExecutor());
  }

  private static DefaultJobExecutor jobExecutor() {
    DefaultJobExecutor executor = new DefaultJobExecutor();
    executor.setCorePoolSize(THREADS);
    executor.setMaxPoolSize(THREADS);
    executor.setLockTimeInMillis((int) LOCK_TIME.toMillis());
    executor.setWaitTimeInMillis(200);
    executor.setMaxWait(500);
    return executor;
  }

  ProcessEngineConfigurationImpl configuration() {
    return configuration;
  }

  /** As many as a call needs that takes long, and a connection for each of them. */
  NodeEngine withThreads(int threads) {
    DefaultJobExecutor executor = (DefaultJobExecutor) configuration.getJobExecutor();
    executor.setCorePoolSize(threads);
    executor.setMaxPoolSize(threads);
    connections.setMaximumPoolSize(threads + 5);
    return this;
  }

  NodeEngine thatRunsJobs() {
    configuration.setJobExecutorActivate(true);
    return this;
  }

  NodeEngine build() {
    engine = configuration.buildProcessEngine();
    return this;
  }

  ProcessEngine engine() {
    return engine;
  }

  /** What happens to calls that a shutdown does not wait for. */
  void closeConnections() {
    plugin.close();
  }

  /** In the order that the plugin needs. */
  @Override
  public void close() {
    if (engine != null) {
      engine.close();
    }
    plugin.close();
    connections.close();
  }
}
