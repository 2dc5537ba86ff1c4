package io.remedyflow.plugin;

import static java.util.stream.Collectors.toMap;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.FeishuTaskDelegate;
import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.plugin.config.InvalidConfigurationException;
import io.remedyflow.plugin.config.Operations;
import io.remedyflow.plugin.config.PlainConfiguration;
import io.remedyflow.plugin.config.RemedyflowConnections;
import io.remedyflow.plugin.config.StartupCheck;
import io.remedyflow.plugin.job.EngineJobs;
import io.remedyflow.plugin.job.JobCallInvoker;
import io.remedyflow.plugin.job.JobEngineView;
import io.remedyflow.ratelimit.postgres.EngineDatabase;
import io.remedyflow.remedy.RemedyConnections;
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
 * Adds the tasks to an engine.
 *
 * <p>Without Spring, list it among the engine's plugins in {@code camunda.cfg.xml} or {@code
 * bpm-platform.xml}. Its property {@code configuration} takes lines of {@code remedyflow.*}
 * properties; environment variables such as {@code REMEDYFLOW_CONNECTIONS_DEFAULT_APPSECRET}
 * override them. Every model then knows tasks such as {@code ${fetchAllowedRemedies}}, and Spin's
 * JSON is switched on if it is not on yet. With the property {@code checkOnStartup}, the plugin
 * checks each connection and logs the result. Spring Boot needs none of this.
 *
 * <p>The plugin closes with its engine. If several engines share it, it closes with the last of
 * them.
 */
public final class RemedyflowPlugin extends AbstractProcessEnginePlugin implements AutoCloseable {

  private final boolean setsBeans;
  private final List<FeishuTask<?, ?>> tasks;
  private final Operations operations;
  private final Map<ProcessEngineConfigurationImpl, EngineJobs> engines =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private String configuration = "";
  private boolean checksOnStartup;
  private @Nullable StartupCheck startupCheck;
  private volatile @Nullable RemedyflowConnections connections;
  private @Nullable SpinProcessEnginePlugin spin;

  /** Creates the plugin for an engine without Spring. */
  public RemedyflowPlugin() {
    this(FeishuTasks.ALL, Operations.ALL);
  }

  /** A plugin with other tasks, for an engine without Spring. */
  RemedyflowPlugin(List<FeishuTask<?, ?>> tasks, Operations operations) {
    this(true, null, tasks, operations);
  }

  private RemedyflowPlugin(
      boolean setsBeans,
      @Nullable RemedyflowConnections connections,
      List<FeishuTask<?, ?>> tasks,
      Operations operations) {
    this.setsBeans = setsBeans;
    this.connections = connections;
    this.tasks = tasks;
    this.operations = operations;
  }

  /**
   * Creates the plugin for engines whose beans come from Spring: a Spring engine ignores beans that
   * a plugin sets.
   *
   * @param connections the connections that the application opens and closes; null if it brings its
   *     own
   */
  public static RemedyflowPlugin forSpring(@Nullable RemedyflowConnections connections) {
    return new RemedyflowPlugin(false, connections, FeishuTasks.ALL, Operations.ALL);
  }

  /**
   * Sets the configuration.
   *
   * @param configuration lines such as {@code remedyflow.connections.default.app-id=cli_a1b2c3}
   */
  public void setConfiguration(String configuration) {
    this.configuration = configuration;
  }

  /**
   * Sets whether to check each connection once the engine is built, and log the result; false by
   * default.
   */
  public void setCheckOnStartup(boolean checkOnStartup) {
    this.checksOnStartup = checkOnStartup;
  }

  /**
   * Reads the configuration and registers the tasks.
   *
   * @throws IllegalArgumentException if the configuration is at fault; the message names the
   *     property
   */
  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    rejectConfigurationInSpring();
    List<BpmnParseListener> listeners = new ArrayList<>();
    if (engine.getCustomPostBPMNParseListeners() != null) {
      listeners.addAll(engine.getCustomPostBPMNParseListeners());
    }
    EngineJobs jobs = new EngineJobs(engine, () -> connections);
    listeners.add(jobs.parseListener(tasks));
    // A new list: the existing one may not be modifiable.
    engine.setCustomPostBPMNParseListeners(listeners);
    if (setsBeans) {
      switchSpinOn(engine);
      Map<Object, Object> others = engine.getBeans() == null ? Map.of() : engine.getBeans();
      engine.setBeans(new BeansWithTasks(others, delegates()));
    }
    engines.put(engine, jobs);
  }

  /**
   * Fails if the plugin has a configuration in Spring: Camunda Run's YAML can set it on the plugin.
   */
  private void rejectConfigurationInSpring() {
    if (!setsBeans && !configuration.isBlank()) {
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
    makeTasksKnown(engine);
    checkLockTime(engine);
    shareBudget(engine);
    engine.setCommandExecutorSchemaOperations(
        new ClosesWithEngine(
            engine.getCommandExecutorSchemaOperations(),
            () -> finishCalls(engine),
            () -> closeWith(engine)));
    // Not in preInit: Spring Boot's configuration sets the factory in its own preInit.
    jobsOf(engine).handle();
  }

  /**
   * Sets the handlers again, since a later plugin may have replaced them, and starts the work on
   * jobs.
   */
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

  private void makeTasksKnown(ProcessEngineConfigurationImpl engine) {
    if (setsBeans) {
      try {
        for (FeishuTask<?, ?> task : tasks) {
          Object bean = engine.getBeans().get(task.beanName());
          TaskBeans.makeKnown(
              engine, task.beanName(), Objects.requireNonNull(bean, "preInit comes first"));
        }
      } catch (InvalidConfigurationException e) {
        closeWith(engine);
        throw e;
      }
    }
  }

  private EngineJobs jobsOf(ProcessEngineConfigurationImpl engine) {
    return Objects.requireNonNull(engines.get(engine), "preInit comes first");
  }

  /** Shares the rate limits before the engine starts, because the job executor starts with it. */
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

  /** Fails if a call may outlive its job's lock: another node would then make the call as well. */
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
  private Map<String, FeishuTaskDelegate> delegates() {
    if (connections == null) {
      PlainConfiguration read = PlainConfiguration.read(configuration, System.getenv());
      connections =
          RemedyflowConnections.builder()
              .connections(read.connections())
              .tenantConnections(read.tenantConnections())
              .cluster(read.cluster())
              .operations(operations)
              .open();
    }
    RemedyConnections asTasksSeeThem = connections.connections();
    return tasks.stream()
        .collect(toMap(FeishuTask::beanName, task -> delegate(task, asTasksSeeThem)));
  }

  /** The delegate of a task on any engine with this plugin. */
  public static FeishuTaskDelegate delegate(FeishuTask<?, ?> task, RemedyConnections connections) {
    return new FeishuTaskDelegate(task, connections, new JobEngineView(), new JobCallInvoker());
  }

  private void finishCalls(ProcessEngineConfigurationImpl engine) {
    EngineJobs jobs = engines.get(engine);
    RemedyflowConnections opened = connections;
    if (jobs != null && opened != null) {
      jobs.finishCalls(opened.longestCallDeadline());
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
    if (setsBeans && connections != null) {
      connections.close();
      connections = null; // for an engine that is later built with this plugin
    }
  }

  /**
   * Closes the connections to Feishu that this plugin opened, and stops its work for all its
   * engines. When one engine closes, only the work for that engine stops; with the last engine, all
   * of it stops.
   */
  @Override
  public void close() {
    List.copyOf(engines.keySet()).forEach(this::closeWith);
    closeConnections();
  }
}
