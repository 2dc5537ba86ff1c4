package io.remedyflow.plugin;

import io.remedyflow.camunda.FetchAllowedRemediesDelegate;
import io.remedyflow.plugin.config.InvalidConfigurationException;
import io.remedyflow.plugin.config.PlainConfiguration;
import io.remedyflow.plugin.config.RemedyflowConnections;
import io.remedyflow.plugin.config.StartupCheck;
import io.remedyflow.plugin.job.EngineJobAttempts;
import io.remedyflow.plugin.job.EngineJobs;
import io.remedyflow.plugin.job.JobCallInvoker;
import io.remedyflow.plugin.parse.EngineErrorCatchers;
import io.remedyflow.plugin.parse.EngineOutputParameters;
import io.remedyflow.ratelimit.postgres.EngineDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.camunda.spin.plugin.impl.SpinProcessEnginePlugin;
import org.jspecify.annotations.Nullable;

/**
 * Brings the task into an engine.
 *
 * <p>Without Spring, list it among the engine's plugins in {@code camunda.cfg.xml} or {@code
 * bpm-platform.xml}; its property {@code configuration} takes lines of {@code remedyflow.*}
 * properties, and environment variables such as {@code REMEDYFLOW_CONNECTIONS_DEFAULT_APPSECRET}
 * win over them. {@code ${fetchAllowedRemedies}} is then known to every model, and Spin's JSON is
 * switched on unless it is already. Its property {@code checkOnStartup} has each connection checked
 * and logged. With Spring Boot none of this is needed.
 *
 * <p>It is closed with its engine; one that several engines share, with the last of them.
 */
public final class RemedyflowPlugin extends AbstractProcessEnginePlugin implements AutoCloseable {

  private final boolean bringsItsOwnBeans;
  private final Map<ProcessEngineConfigurationImpl, EngineJobs> engines =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private String configuration = "";
  private boolean checksOnStartup;
  private @Nullable StartupCheck startupCheck;
  private volatile @Nullable RemedyflowConnections connections;
  private @Nullable SpinProcessEnginePlugin spin;

  /** For engines without Spring. */
  public RemedyflowPlugin() {
    this(true, null);
  }

  private RemedyflowPlugin(boolean bringsItsOwnBeans, @Nullable RemedyflowConnections connections) {
    this.bringsItsOwnBeans = bringsItsOwnBeans;
    this.connections = connections;
  }

  /**
   * For engines whose beans are Spring's: a Spring engine ignores beans that a plugin sets.
   *
   * @param connections what the application opened, and closes; null if it brings its own
   */
  public static RemedyflowPlugin forSpring(@Nullable RemedyflowConnections connections) {
    return new RemedyflowPlugin(false, connections);
  }

  /**
   * Sets the configuration.
   *
   * @param configuration lines such as {@code remedyflow.connections.default.app-id=cli_a1b2c3}
   */
  public void setConfiguration(String configuration) {
    this.configuration = configuration;
  }

  /** Whether to log of each connection, once the engine is built, if it works; false by default. */
  public void setCheckOnStartup(boolean checkOnStartup) {
    this.checksOnStartup = checkOnStartup;
  }

  /**
   * Reads the configuration and registers the task.
   *
   * @throws IllegalArgumentException if the configuration is at fault; the message names the
   *     property
   */
  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    refuseConfigurationOfSprings();
    List<BpmnParseListener> listeners = new ArrayList<>();
    if (engine.getCustomPostBPMNParseListeners() != null) {
      listeners.addAll(engine.getCustomPostBPMNParseListeners());
    }
    EngineJobs jobs = new EngineJobs(engine, () -> connections);
    listeners.addAll(jobs.parseListeners());
    // Not the list that was there: it may be one that nothing can be added to.
    engine.setCustomPostBPMNParseListeners(listeners);
    if (bringsItsOwnBeans) {
      switchSpinOn(engine);
      Map<Object, Object> others = engine.getBeans() == null ? Map.of() : engine.getBeans();
      engine.setBeans(new BeansWithTask(others, delegate()));
    }
    engines.put(engine, jobs);
  }

  /** As Camunda Run's YAML sets it, on the plugin that it finds. */
  private void refuseConfigurationOfSprings() {
    if (!bringsItsOwnBeans && !configuration.isBlank()) {
      throw new InvalidConfigurationException(
          "The property configuration of RemedyflowPlugin has no effect in a Spring Boot application such as Camunda Run. Remove it from the plugin, and put the remedyflow.* properties into the application's YAML themselves.",
          null);
    }
  }

  @Override
  public void postInit(ProcessEngineConfigurationImpl engine) {
    if (spin != null) {
      spin.postInit(engine);
    }
    makeTaskKnown(engine);
    checkLockTime(engine);
    shareBudget(engine);
    engine.setCommandExecutorSchemaOperations(
        new ClosesWithEngine(
            engine.getCommandExecutorSchemaOperations(),
            () -> seeCallsThrough(engine),
            () -> closeWith(engine)));
    // Not earlier: Spring Boot's configuration sets the factory in its own preInit.
    jobsOf(engine).handle();
  }

  /** Looks again: a plugin after this one may have put its own handlers in the place of ours. */
  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    EngineJobs jobs =
        jobsOf((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration());
    jobs.handle();
    jobs.start(engine);
    if (checksOnStartup && connections != null) {
      startupCheck = new StartupCheck(connections);
      startupCheck.start();
    }
  }

  private void makeTaskKnown(ProcessEngineConfigurationImpl engine) {
    if (bringsItsOwnBeans) {
      Object task = engine.getBeans().get(FetchAllowedRemediesDelegate.BEAN_NAME);
      try {
        TaskBean.makeKnown(engine, Objects.requireNonNull(task, "preInit comes first"));
      } catch (InvalidConfigurationException e) {
        closeWith(engine);
        throw e;
      }
    }
  }

  private EngineJobs jobsOf(ProcessEngineConfigurationImpl engine) {
    return Objects.requireNonNull(engines.get(engine), "preInit comes first");
  }

  /** Not later: the job executor begins its work with the engine. */
  private void shareBudget(ProcessEngineConfigurationImpl engine) {
    if (connections != null && DbSqlSessionFactory.POSTGRES.equals(engine.getDatabaseType())) {
      connections.share(
          new EngineDatabase(
              engine.getDataSource(),
              engine.getDatabaseTablePrefix(),
              connections.opensDatabaseConnections()),
          !ProcessEngineConfiguration.DB_SCHEMA_UPDATE_FALSE.equals(
              engine.getDatabaseSchemaUpdate()));
    }
  }

  /** A call that outlives its job's lock would be made by another node as well. */
  private void checkLockTime(ProcessEngineConfigurationImpl engine) {
    Duration lockTime = Duration.ofMillis(engine.getJobExecutor().getLockTimeInMillis());
    Duration deadline = connections == null ? Duration.ZERO : connections.longestCallDeadline();
    if (deadline.compareTo(lockTime) >= 0) {
      closeWith(engine);
      throw new InvalidConfigurationException(
          "A connection of remedyflow.connections has a call-deadline of %s, which is not under the job executor's lock time of %s. Lower call-deadline, or raise lockTimeInMillis."
              .formatted(deadline, lockTime),
          null);
    }
  }

  private void switchSpinOn(ProcessEngineConfigurationImpl engine) {
    boolean isOn =
        engine.getProcessEnginePlugins().stream()
            .anyMatch(SpinProcessEnginePlugin.class::isInstance);
    spin = isOn ? null : new SpinProcessEnginePlugin();
    if (spin != null) {
      spin.preInit(engine);
    }
  }

  /** Engines that share this plugin share its connections, and so the rate limits of an app. */
  private FetchAllowedRemediesDelegate delegate() {
    if (connections == null) {
      PlainConfiguration read = PlainConfiguration.read(configuration, System.getenv());
      connections =
          RemedyflowConnections.open(read.connections(), read.tenantConnections(), read.cluster());
    }
    return new FetchAllowedRemediesDelegate(
        connections.connections(),
        new EngineJobAttempts(),
        new EngineErrorCatchers(),
        new EngineOutputParameters(),
        new JobCallInvoker());
  }

  private void seeCallsThrough(ProcessEngineConfigurationImpl engine) {
    EngineJobs jobs = engines.get(engine);
    RemedyflowConnections opened = connections;
    if (jobs != null && opened != null) {
      jobs.seeCallsThrough(opened.longestCallDeadline());
    }
  }

  private void closeWith(ProcessEngineConfigurationImpl engine) {
    EngineJobs jobs = engines.remove(engine);
    if (jobs != null) {
      jobs.close();
    }
    if (engines.isEmpty()) {
      closeConnections();
    }
  }

  private void closeConnections() {
    if (startupCheck != null) {
      startupCheck.close();
    }
    if (bringsItsOwnBeans && connections != null) {
      connections.close();
      connections = null; // for an engine that is built with this plugin later
    }
  }

  /**
   * Closes the connections to Feishu that this plugin opened, and stops its work for all of its
   * engines. An engine that is closed ends its own part of it, and the last one all.
   */
  @Override
  public void close() {
    List.copyOf(engines.keySet()).forEach(this::closeWith);
    closeConnections();
  }
}
