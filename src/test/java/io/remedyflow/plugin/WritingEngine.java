package io.remedyflow.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.remedyflow.testing.TestEngine;
import io.remedyflow.testing.http.RawFeishu;
import io.remedyflow.testing.http.RawFeishu.Act;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;

/** An engine with the plugin and all of its tasks, and a Feishu whose answers a test scripts. */
final class WritingEngine implements AutoCloseable {

  static final String APPROVAL = "6953129324543180819";

  private final RawFeishu feishu = RawFeishu.start();
  private final DefaultJobExecutor executor = new DefaultJobExecutor();
  private final ProcessEngine engine;

  /** The job executor rests until {@link #work}. */
  WritingEngine() {
    ProcessEngineConfigurationImpl configuration =
        TestEngine.inMemory(
            "writing",
            TestEngine.plugin(
                """
                remedyflow.connections.default.app-id=cli_%s
                remedyflow.connections.default.app-secret=secret-of-the-app
                remedyflow.connections.default.base-url=%s
                """
                    .formatted(UUID.randomUUID().toString().substring(0, 8), feishu.baseUrl())));
    configuration.setJobExecutor(executor);
    configuration.setBeans(new HashMap<>());
    engine = configuration.buildProcessEngine();
  }

  ProcessEngine engine() {
    return engine;
  }

  DefaultJobExecutor executor() {
    return executor;
  }

  RawFeishu feishu() {
    return feishu;
  }

  void work() {
    executor.start();
  }

  // models

  static AbstractFlowNodeBuilder<?, ?> process() {
    return Bpmn.createExecutableProcess("p").startEvent();
  }

  static ServiceTaskBuilder start(AbstractFlowNodeBuilder<?, ?> before, String... more) {
    ServiceTaskBuilder task =
        before
            .serviceTask("start")
            .camundaDelegateExpression("${startRemedyApproval}")
            .camundaInputParameter("userId", "${userId}")
            .camundaInputParameter("remedyDate", "2021-01-04")
            .camundaInputParameter("punch", "0-1")
            .camundaInputParameter("remedyTime", "${remedyTime}")
            .camundaInputParameter("reason", "${reason}")
            .camundaInputParameter("onRejection", "continue");
    for (int n = 0; n < more.length; n += 2) {
      task.camundaInputParameter(more[n], more[n + 1]);
    }
    for (String output : List.of("remedyApprovalId", "approvalStatus", "approvalMessage")) {
      task.camundaOutputParameter(output, "${" + output + "}");
    }
    return task;
  }

  static ServiceTaskBuilder report(ServiceTaskBuilder task, String decision) {
    return task.camundaDelegateExpression("${reportRemedyDecision}")
        .camundaInputParameter("remedyApprovalId", APPROVAL)
        .camundaInputParameter("decision", decision)
        .camundaInputParameter("userId", "${userId}")
        .camundaInputParameter("remedyDate", "2021-01-04")
        .camundaOutputParameter("decisionStatus", "${decisionStatus}");
  }

  // instances

  ProcessInstance run(BpmnModelInstance model, Map<String, Object> more) {
    engine.getRepositoryService().createDeployment().addModelInstance("p.bpmn", model).deploy();
    Map<String, Object> variables =
        new HashMap<>(
            Map.of("userId", "abd754f7", "remedyTime", "2021-01-04T09:00", "reason", "forgotten"));
    variables.putAll(more);
    return engine.getRuntimeService().startProcessInstanceByKey("p", variables);
  }

  Object variable(ProcessInstance instance, String name) {
    return engine.getRuntimeService().getVariable(instance.getId(), name);
  }

  boolean isAt(String task) {
    return engine.getTaskService().createTaskQuery().taskDefinitionKey(task).count() == 1;
  }

  void complete(String task) {
    String id =
        engine.getTaskService().createTaskQuery().taskDefinitionKey(task).singleResult().getId();
    engine.getTaskService().complete(id);
  }

  Incident incident() {
    await().until(() -> engine.getRuntimeService().createIncidentQuery().count() == 1);
    return engine.getRuntimeService().createIncidentQuery().singleResult();
  }

  /** The paths that were called, in order. */
  List<String> paths() {
    return feishu.attempts().stream()
        .map(head -> head.replaceFirst("(?s)^\\w+ ([^ ?]+).*", "$1"))
        .toList();
  }

  @Override
  public void close() {
    engine.close();
    feishu.close();
  }

  // answers

  static Act noRemedies() {
    return json("{\"code\":0,\"data\":{\"user_remedys\":[]}}");
  }

  static Act started() {
    return json(
        "{\"code\":0,\"data\":{\"user_remedy\":{\"user_id\":\"abd754f7\",\"remedy_date\":20210104,\"punch_no\":0,\"work_type\":1,\"remedy_time\":\"2021-01-04 09:00\",\"approval_id\":\"%s\"}}}"
            .formatted(APPROVAL));
  }

  static Act decided(int status) {
    return json(
        "{\"code\":0,\"data\":{\"approval_info\":{\"approval_id\":\"%s\",\"status\":%d}}}"
            .formatted(APPROVAL, status));
  }

  static Act json(String json) {
    return Act.answer(
        200, "Content-Type: application/json\nX-Tt-Logid: log-1\n", json.getBytes(UTF_8));
  }
}
