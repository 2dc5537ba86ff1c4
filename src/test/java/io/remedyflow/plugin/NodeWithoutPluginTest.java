package io.remedyflow.plugin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.testing.TestEngine;
import io.remedyflow.testing.database.H2;
import java.time.Duration;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes of one cluster, and one of them was forgotten. */
class NodeWithoutPluginTest {

  private final String database = H2.lasting();
  private final ProcessEngineConfigurationImpl complete = node("complete");
  private final ProcessEngineConfigurationImpl forgotten = node("forgotten");
  private ProcessEngine engine;
  private ProcessEngine other;

  @AfterEach
  void stop_both() {
    engine.close();
    other.close();
  }

  @Test
  @Provokes(FaultRow.E15)
  void the_job_fails_there_with_a_text_that_names_the_bean_and_runs_on_a_complete_node() {
    start();
    Job job = job();

    assertThatThrownBy(() -> other.getManagementService().executeJob(job.getId()))
        .hasMessageContaining("fetchAllowedRemedies");
    assertThat(job().getRetries()).isEqualTo(job.getRetries() - 1).isPositive();
    assertThat(job().getExceptionMessage()).contains("fetchAllowedRemedies");
    engine.getManagementService().executeJob(job.getId());

    assertThat(engine.getTaskService().createTaskQuery().count()).isEqualTo(1);
  }

  @Test
  @Provokes(FaultRow.E15)
  void a_deployment_aware_job_executor_leaves_the_job_to_the_node_that_deployed_it() {
    complete.setJobExecutorDeploymentAware(true);
    forgotten.setJobExecutorDeploymentAware(true);
    start();
    int before = job().getRetries();

    forgotten.getJobExecutor().start();
    try {
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(10))
          .until(() -> job().getRetries() == before);
    } finally {
      forgotten.getJobExecutor().shutdown();
    }
    complete.getJobExecutor().start();
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> engine.getTaskService().createTaskQuery().count() == 1);
    } finally {
      complete.getJobExecutor().shutdown();
    }
  }

  private void start() {
    complete.getProcessEnginePlugins().add(new RemedyflowPlugin());
    engine = complete.buildProcessEngine();
    other = forgotten.buildProcessEngine();
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "p.bpmn",
            Bpmn.createExecutableProcess("p")
                .startEvent()
                .serviceTask("fetch")
                .camundaAsyncBefore()
                .camundaDelegateExpression("${fetchAllowedRemedies}")
                .camundaInputParameter("onRejection", "continue")
                .camundaInputParameter("onFailure", "continue")
                .userTask("after")
                .endEvent()
                .done())
        .deploy();
    engine.getRuntimeService().startProcessInstanceByKey("p");
  }

  private Job job() {
    return requireNonNull(engine.getManagementService().createJobQuery().singleResult());
  }

  private ProcessEngineConfigurationImpl node(String name) {
    return TestEngine.on(database, name);
  }
}
