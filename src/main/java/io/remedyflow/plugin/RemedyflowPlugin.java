package io.remedyflow.plugin;

import io.remedyflow.camunda.FetchAllowedRemediesDelegate;
import io.remedyflow.cluster.EngineDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler.AsyncContinuationConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.FailedJobCommandFactory;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.JobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.ThreadPoolJobExecutor;
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
 * <p>It is closed with its engine.
 */
public final class RemedyflowPlugin extends AbstractProcessEnginePlugin implements AutoCloseable {

  /** Of Camunda's starter, and of an engine's own job executor, unless it is configured. */
  public static final int USUAL_JOB_THREADS = 10;

  private final boolean bringsItsOwnBeans;
  private final WakeUpCalls wakeUpCalls = new WakeUpCalls();
  private final SpreadJobs spreadJobs = new SpreadJobs(wakeUpCalls);
  private final List<ParkedJobs> parkedJobs = new CopyOnWriteArrayList<>();
  private String configuration = "";
  private IntSupplier jobThreads = () -> USUAL_JOB_THREADS;
  private boolean checksOnStartup;
  private @Nullable StartupCheck startupCheck;
  private @Nullable RemedyflowConnections connections;
  private @Nullable SpinProcessEnginePlugin spin;
  private final TaskTurns turns = new TaskTurns(() -> this.connections, wakeUpCalls);

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

  /**
   * Sets how many jobs run at once, where the engine's job executor does not tell: calls that take
   * long are kept to half of the threads, and those that queue for their turns to four fifths.
   *
   * @param jobThreads asked for each job, so that it has to answer at once; 10 unless set
   */
  public void setJobThreads(IntSupplier jobThreads) {
    this.jobThreads = jobThreads;
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
    List<BpmnParseListener> listeners = engine.getCustomPostBPMNParseListeners();
    if (listeners == null) {
      listeners = new ArrayList<>();
      engine.setCustomPostBPMNParseListeners(listeners);
    }
    listeners.add(new MultiInstanceRefusal());
    listeners.add(new DeadEndRefusal());
    listeners.add(new RetryCycles());
    listeners.add(new DeploymentWarnings());
    listeners.add(new PacedTasks(turns));
    listeners.add(new TransientInputs());
    listeners.add(new OutputsHandedOn());
    if (bringsItsOwnBeans) {
      switchSpinOn(engine);
      Map<Object, Object> others = engine.getBeans() == null ? Map.of() : engine.getBeans();
      engine.setBeans(new BeansWithTask(others, delegate()));
    }
  }

  @Override
  public void postInit(ProcessEngineConfigurationImpl engine) {
    if (spin != null) {
      spin.postInit(engine);
    }
    checkLockTime(engine);
    shareBudget(engine);
    if (bringsItsOwnBeans) {
      engine.setCommandExecutorSchemaOperations(
          new ClosesWithEngine(engine.getCommandExecutorSchemaOperations(), this::close));
    }
    // Not earlier: Spring Boot's configuration sets the factory in its own preInit.
    handleFailedJobs(engine);
    handleContinuations(engine);
  }

  /**
   * Looks at the factory again: a plugin after this one may have put its own in the place of ours.
   */
  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    handleFailedJobs((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration());
    ParkedJobs parked = new ParkedJobs(engine, wakeUpCalls);
    parkedJobs.add(parked);
    parked.start();
    if (checksOnStartup && connections != null) {
      startupCheck = new StartupCheck(connections);
      startupCheck.start();
    }
  }

  private void handleFailedJobs(ProcessEngineConfigurationImpl engine) {
    FailedJobCommandFactory factory = engine.getFailedJobCommandFactory();
    if (!(factory instanceof FailedRemedyJobs)) {
      engine.setFailedJobCommandFactory(new FailedRemedyJobs(factory, wakeUpCalls));
    }
  }

  @SuppressWarnings("unchecked") // as the engine has put it there
  private void handleContinuations(ProcessEngineConfigurationImpl engine) {
    engine
        .getJobHandlers()
        .computeIfPresent(
            AsyncContinuationJobHandler.TYPE,
            (type, handler) ->
                new PacedContinuations(
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

  /** Not later: the job executor begins its work with the engine. */
  private void shareBudget(ProcessEngineConfigurationImpl engine) {
    if (connections != null && DbSqlSessionFactory.POSTGRES.equals(engine.getDatabaseType())) {
      connections.share(
          new EngineDatabase(
              engine.getDataSource(),
              engine.getJdbcUrl(),
              engine.getJdbcUsername(),
              engine.getJdbcPassword(),
              engine.getDatabaseTablePrefix()));
    }
  }

  /** A call that outlives its job's lock would be made by another node as well. */
  private void checkLockTime(ProcessEngineConfigurationImpl engine) {
    Duration lockTime = Duration.ofMillis(engine.getJobExecutor().getLockTimeInMillis());
    if (connections != null && connections.longestCallDeadline().compareTo(lockTime) >= 0) {
      close();
      throw new InvalidConfigurationException(
          "A connection of remedyflow.connections has a call-deadline of %s, which is not under the job executor's lock time of %s. Lower call-deadline, or raise lockTimeInMillis."
              .formatted(connections.longestCallDeadline(), lockTime),
          null);
    }
  }

  private void switchSpinOn(ProcessEngineConfigurationImpl engine) {
    boolean isOn =
        engine.getProcessEnginePlugins().stream()
            .anyMatch(SpinProcessEnginePlugin.class::isInstance);
    if (!isOn) {
      spin = new SpinProcessEnginePlugin();
      spin.preInit(engine);
    }
  }

  private FetchAllowedRemediesDelegate delegate() {
    PlainConfiguration read = PlainConfiguration.read(configuration, System.getenv());
    connections =
        RemedyflowConnections.open(read.connections(), read.tenantConnections(), read.cluster());
    return new FetchAllowedRemediesDelegate(
        connections.connections(),
        new EngineJobAttempts(),
        new EngineErrorCatchers(),
        new EngineOutputParameters());
  }

  /** Closes the connections to Feishu that this plugin opened, and forgets whom it was to wake. */
  @Override
  public void close() {
    if (startupCheck != null) {
      startupCheck.close();
    }
    parkedJobs.forEach(ParkedJobs::close);
    wakeUpCalls.close();
    spreadJobs.close();
    if (bringsItsOwnBeans && connections != null) {
      connections.close();
    }
  }
}
