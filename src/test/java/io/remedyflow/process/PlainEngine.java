package io.remedyflow.process;

import io.remedyflow.testing.TestEngine;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.spin.plugin.impl.SpinProcessEnginePlugin;

/**
 * An engine in memory with the sample process deployed as the Modeler would, and a stand-in for the
 * plugin: so these tests say something about the model alone.
 */
final class PlainEngine {
  private static final List<String> RESOURCES =
      List.of(
          "remedy-approval.bpmn",
          "remedy-decision.dmn",
          "forms/request-remedy.form",
          "forms/choose-punch.form",
          "forms/correct-request.form",
          "forms/handle-outage.form",
          "forms/decide-remedy.form");

  private PlainEngine() {}

  static ProcessEngine with(JavaDelegate fetchAllowedRemedies) {
    return with("bpmn/", fetchAllowedRemedies);
  }

  static ProcessEngine inChineseWith(JavaDelegate fetchAllowedRemedies) {
    return with("bpmn/zh-CN/", fetchAllowedRemedies);
  }

  private static ProcessEngine with(String folder, JavaDelegate fetchAllowedRemedies) {
    var configuration = TestEngine.inMemory("plain", new SpinProcessEnginePlugin());
    configuration.setDmnEnabled(true);
    configuration.setEnforceHistoryTimeToLive(true);
    configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
    configuration.setBeans(Map.of("fetchAllowedRemedies", new StandIn(fetchAllowedRemedies)));
    var engine = configuration.buildProcessEngine();
    var deployment = engine.getRepositoryService().createDeployment();
    for (var resource : RESOURCES) {
      deployment.addClasspathResource(folder + resource);
    }
    deployment.deploy();
    return engine;
  }

  /** As much of the plugin as the model needs. */
  public record StandIn(JavaDelegate task) implements JavaDelegate {

    @Override
    public void execute(DelegateExecution execution) throws Exception {
      task.execute(execution);
    }

    /** A day that is one, here as ever. */
    public String day(DelegateExecution execution, String variable) {
      return String.valueOf(execution.getVariable(variable))
          .replaceFirst("^(\\d{4})(\\d\\d)(\\d\\d)$", "$1-$2-$3");
    }
  }
}
