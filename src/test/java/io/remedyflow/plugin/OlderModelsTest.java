package io.remedyflow.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.FailingTask;
import io.remedyflow.testing.SimulatedConnection;
import io.remedyflow.testing.TestEngine;
import io.remedyflow.testing.database.H2;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.camunda.spin.json.SpinJsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Models from before this version, which will not be edited. */
@ExtendWith(OutputCaptureExtension.class)
class OlderModelsTest {

  /** Kept as they were made: by version 1 of the template, and by hand against the contract. */
  @ParameterizedTest
  @ValueSource(strings = {"models/template-version-1.bpmn", "models/by-hand.bpmn"})
  @Provokes(FaultRow.E16)
  void a_model_of_an_older_template_or_made_by_hand_still_runs(String resource) {
    try (var feishu = FeishuSimulator.start()) {
      ProcessEngineConfigurationImpl configuration =
          TestEngine.inMemory("older", TestEngine.plugin(SimulatedConnection.to(feishu)));
      configuration.setEnforceHistoryTimeToLive(true);
      ProcessEngine engine = configuration.buildProcessEngine();
      try {
        engine.getRepositoryService().createDeployment().addClasspathResource(resource).deploy();
        var instance =
            engine
                .getRuntimeService()
                .startProcessInstanceByKey(
                    "older", Map.of("applicant", "late.li", "day", "2024-01-05"));

        Job job = engine.getManagementService().createJobQuery().singleResult();
        engine.getManagementService().executeJob(job.getId());

        Map<String, Object> variables = engine.getRuntimeService().getVariables(instance.getId());
        assertThat(variables)
            .containsEntry("remedyStatus", "AVAILABLE")
            .containsEntry("remedySlotCount", 1);
        assertThat(((SpinJsonNode) variables.get("remedySlots")).elements()).hasSize(1);
      } finally {
        engine.close();
      }
    }
  }

  @Test
  void a_model_from_before_the_plugin_that_would_be_rejected_now_still_runs_unwarned(
      CapturedOutput output) {
    String database = H2.lasting();
    ProcessEngineConfigurationImpl before = TestEngine.on(database, "older");
    JavaDelegate nothing = execution -> {};
    before.setBeans(new HashMap<>(Map.of("fetchAllowedRemedies", nothing)));
    ProcessEngine without = before.buildProcessEngine();
    without.getRepositoryService().createDeployment().addString("p.bpmn", rejectedNow()).deploy();
    String instance = without.getRuntimeService().startProcessInstanceByKey("p").getId();
    without.close();

    ProcessEngine with =
        TestEngine.on(database, "older", new RemedyflowPlugin()).buildProcessEngine();
    try {
      // The same instance, in the middle of its way: its user task, then the tasks of ours.
      with.getTaskService()
          .complete(with.getTaskService().createTaskQuery().singleResult().getId());

      assertThat(
              with.getHistoryService()
                  .createHistoricProcessInstanceQuery()
                  .processInstanceId(instance)
                  .singleResult()
                  .getState())
          .isEqualTo("COMPLETED");
      assertThat(output).doesNotContain("DeploymentWarningsRule");
    } finally {
      with.close();
    }
  }

  /** Multi-instance, an unreadable cycle, no job, and an error that nothing catches. */
  private static String rejectedNow() {
    return Bpmn.convertToString(
            Bpmn.createExecutableProcess("p")
                .startEvent()
                .userTask("wait")
                .serviceTask("fetch")
                .camundaDelegateExpression("${fetchAllowedRemedies}")
                .camundaInputParameter("onRejection", "bpmnError")
                .camundaInputParameter("onFailure", "continue")
                .multiInstance()
                .parallel()
                .cardinality("2")
                .<ServiceTaskBuilder>multiInstanceDone()
                .endEvent()
                .done())
        .replace("<camunda:inputOutput>", FailingTask.cycle("soon") + "<camunda:inputOutput>");
  }
}
