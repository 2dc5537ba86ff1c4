package io.remedyflow.designer;

import static java.util.Objects.requireNonNull;

import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.SimulatedConnection;
import io.remedyflow.testing.TestEngine;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;

/** What the Modeler saved, in an engine with the plugin, and the simulator behind it. */
final class DeployedDiagram implements AutoCloseable {

  private final FeishuSimulator feishu = FeishuSimulator.start();
  private final ProcessEngine engine;
  private final String process;

  DeployedDiagram(String xml) {
    ProcessEngineConfigurationImpl configuration =
        TestEngine.inMemory("designed", TestEngine.plugin(SimulatedConnection.to(feishu)));
    configuration.setEnforceHistoryTimeToLive(true);
    try {
      engine = configuration.buildProcessEngine();
    } catch (RuntimeException e) {
      feishu.close();
      throw e;
    }
    try {
      process =
          engine
              .getRepositoryService()
              .createDeployment()
              .addString("designed.bpmn", xml)
              .deployWithResult()
              .getDeployedProcessDefinitions()
              .get(0)
              .getId();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Starts an instance, and calls Feishu. */
  String run(Map<String, Object> variables) {
    String instance =
        engine.getRuntimeService().startProcessInstanceById(process, variables).getId();
    engine
        .getManagementService()
        .executeJob(
            requireNonNull(
                    engine
                        .getManagementService()
                        .createJobQuery()
                        .processInstanceId(instance)
                        .singleResult())
                .getId());
    return instance;
  }

  Object variable(String instance, String name) {
    return engine
        .getHistoryService()
        .createHistoricVariableInstanceQuery()
        .processInstanceId(instance)
        .activityInstanceIdIn(instance) // the process's, not the task's of the same name
        .variableName(name)
        .singleResult()
        .getValue();
  }

  /** The names of what the instance has come by, or is at. */
  List<String> path(String instance) {
    return engine
        .getHistoryService()
        .createHistoricActivityInstanceQuery()
        .processInstanceId(instance)
        .list()
        .stream()
        .map(HistoricActivityInstance::getActivityName)
        .toList();
  }

  @Override
  public void close() {
    engine.close();
    feishu.close();
  }
}
