package io.remedyflow.process;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.spin.plugin.impl.SpinProcessEnginePlugin;

/**
 * An engine in memory with the sample process deployed as the Modeler would, and a stand-in for the
 * plugin: so these tests say something about the model alone.
 */
final class PlainEngine {
  private static final List<String> RESOURCES =
      List.of(
          "bpmn/remedy-approval.bpmn",
          "bpmn/remedy-decision.dmn",
          "bpmn/forms/request-remedy.form",
          "bpmn/forms/choose-punch.form",
          "bpmn/forms/correct-request.form",
          "bpmn/forms/handle-outage.form",
          "bpmn/forms/decide-remedy.form");

  private PlainEngine() {}

  static ProcessEngine with(JavaDelegate fetchAllowedRemedies) {
    var configuration = new StandaloneInMemProcessEngineConfiguration();
    configuration.setProcessEngineName(PlainEngine.class.getSimpleName());
    configuration.setJdbcUrl("jdbc:h2:mem:" + PlainEngine.class.getSimpleName());
    configuration.setJobExecutorActivate(false);
    configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
    configuration.getProcessEnginePlugins().add(new SpinProcessEnginePlugin());
    configuration.setBeans(Map.of("fetchAllowedRemedies", fetchAllowedRemedies));
    var engine = configuration.buildProcessEngine();
    var deployment = engine.getRepositoryService().createDeployment();
    for (var resource : RESOURCES) {
      deployment.addClasspathResource(resource);
    }
    deployment.deploy();
    return engine;
  }
}
