package io.remedyflow.plugin;

import io.remedyflow.camunda.FetchAllowedRemediesDelegate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.spin.plugin.impl.SpinProcessEnginePlugin;
import org.jspecify.annotations.Nullable;

/**
 * Brings the task into an engine.
 *
 * <p>Without Spring, list it among the engine's plugins in {@code camunda.cfg.xml} or {@code
 * bpm-platform.xml}; its property {@code configuration} takes lines of {@code remedyflow.*}
 * properties, and environment variables such as {@code REMEDYFLOW_CONNECTIONS_DEFAULT_APPSECRET}
 * win over them. {@code ${fetchAllowedRemedies}} is then known to every model, and Spin's JSON is
 * switched on unless it is already. With Spring Boot none of this is needed.
 *
 * <p>Close it when the engine is closed, if the JVM lives on.
 */
public final class RemedyflowPlugin extends AbstractProcessEnginePlugin implements AutoCloseable {

  private final boolean bringsItsOwnBeans;
  private String configuration = "";
  private @Nullable RemedyflowConnections connections;
  private @Nullable SpinProcessEnginePlugin spin;

  /** For engines without Spring. */
  public RemedyflowPlugin() {
    this(true);
  }

  private RemedyflowPlugin(boolean bringsItsOwnBeans) {
    this.bringsItsOwnBeans = bringsItsOwnBeans;
  }

  /** For engines whose beans are Spring's: a Spring engine ignores beans that a plugin sets. */
  public static RemedyflowPlugin forSpring() {
    return new RemedyflowPlugin(false);
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
    listeners.add(new RetryCycles());
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
    // Not earlier: Spring Boot's configuration sets the factory in its own preInit.
    engine.setFailedJobCommandFactory(new FailedRemedyJobs(engine.getFailedJobCommandFactory()));
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
    connections = RemedyflowConnections.open(read.connections(), read.tenantConnections());
    return new FetchAllowedRemediesDelegate(
        connections.connections(), new EngineJobAttempts(), new EngineErrorCatchers());
  }

  /** Closes the connections to Feishu. */
  @Override
  public void close() {
    if (connections != null) {
      connections.close();
    }
  }
}
