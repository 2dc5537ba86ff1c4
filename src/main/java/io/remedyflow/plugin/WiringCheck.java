package io.remedyflow.plugin;

import static java.util.stream.Collectors.joining;

import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.plugin.config.InvalidConfigurationException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.CompositeProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks, once an application has started, that engine, plugin and connections fit together. */
public final class WiringCheck {

  private static final String ADVICE =
      "An application that makes its own engine configuration has to add the bean remedyflowPlugin to its processEnginePlugins, and a SpinProcessEnginePlugin; Camunda's starter does both for the configuration that it makes itself.";

  private static final Logger LOG = LoggerFactory.getLogger(WiringCheck.class);

  private WiringCheck() {}

  /**
   * Fails if the tasks cannot work, and warns of doubtful wiring.
   *
   * @param engines the engines of the application
   * @param configured whether the application has a connection to Feishu, and so expects to run
   *     tasks
   * @throws InvalidConfigurationException if the tasks cannot run in any of the engines, or an
   *     engine with the plugin does not know a task; the message says what to do
   */
  public static void check(Collection<ProcessEngine> engines, boolean configured) {
    List<ProcessEngine> without = engines.stream().filter(it -> !hasPlugin(it)).toList();
    if (configured && !engines.isEmpty() && without.size() == engines.size()) {
      throw new InvalidConfigurationException(
          "The engine '%s' runs without RemedyflowPlugin, so the tasks cannot work there. %s"
              .formatted(without.get(0).getName(), ADVICE),
          null);
    }
    without.forEach(
        engine ->
            LOG.warn(
                "The engine '{}' runs without RemedyflowPlugin, so models with a task of this plugin fail there. {}",
                engine.getName(),
                ADVICE));
    engines.stream().filter(engine -> !without.contains(engine)).forEach(WiringCheck::checkBeans);
  }

  private static void checkBeans(ProcessEngine engine) {
    String missing =
        FeishuTasks.ALL.stream()
            .map(FeishuTask::beanName)
            .filter(bean -> TaskBeans.find(configuration(engine), bean) == null)
            .map("${%s}"::formatted)
            .collect(joining(", "));
    if (!missing.isEmpty()) {
      throw new InvalidConfigurationException(
          "The engine '%s' cannot resolve beans of this application: %s. Add them to the beans of the engine's configuration, or set none there: then the engine knows all of Spring's."
              .formatted(engine.getName(), missing),
          null);
    }
  }

  private static boolean hasPlugin(ProcessEngine engine) {
    return flat(configuration(engine).getProcessEnginePlugins())
        .anyMatch(RemedyflowPlugin.class::isInstance);
  }

  private static Stream<ProcessEnginePlugin> flat(List<ProcessEnginePlugin> plugins) {
    return plugins.stream()
        .flatMap(
            plugin ->
                plugin instanceof CompositeProcessEnginePlugin composite
                    ? flat(composite.getPlugins())
                    : Stream.of(plugin));
  }

  private static ProcessEngineConfigurationImpl configuration(ProcessEngine engine) {
    return (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
  }
}
