package io.remedyflow.camunda;

import static java.util.Objects.requireNonNull;

import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.plugin.job.JobEngineView;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CallFailedException;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.PunchStatus;
import io.remedyflow.remedy.RemedyCalls;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.RemedyConnections;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.RemedySlot;
import io.remedyflow.remedy.Request;
import io.remedyflow.remedy.WorkType;
import io.remedyflow.testing.TestEngine;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.camunda.bpm.model.bpmn.builder.StartEventBuilder;
import org.camunda.spin.plugin.impl.SpinProcessEnginePlugin;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real engine with the tasks, and a Feishu that answers what a test scripts. As an extension of a
 * test class it forgets each test and is closed after the last.
 *
 * <p>Connections: {@code default} (English, Shanghai), {@code chinese}, {@code newyork} (the zone),
 * {@code open} (shows employee ids); the tenant {@code acme} is bound to {@code chinese}.
 */
public final class TaskEngine implements AfterEachCallback, AfterAllCallback, AutoCloseable {

  /** All that the task writes, by the contract. */
  public static final List<String> OUTPUTS =
      List.of(
          "remedyStatus",
          "remedySlots",
          "remedySlotCount",
          "remedyErrorCode",
          "remedyMessage",
          "feishuLogId");

  private static final String KEPT = "kept";

  private final List<Request<?>> requests = new ArrayList<>();
  private final ProcessEngine engine;
  private Function<Request<?>, Object> feishu = TaskEngine::aSlotFor;

  public TaskEngine() {
    this(configuration -> {});
  }

  public TaskEngine(Consumer<ProcessEngineConfigurationImpl> more) {
    ProcessEngineConfigurationImpl configuration =
        TestEngine.inMemory("task", new SpinProcessEnginePlugin());
    Map<Object, Object> beans = new HashMap<>();
    RemedyConnections connections = connections();
    for (FeishuTask<?, ?> task : FeishuTasks.ALL) {
      beans.put(task.beanName(), new FeishuTaskDelegate(task, connections, new JobEngineView()));
    }
    configuration.setBeans(beans);
    more.accept(configuration);
    engine = configuration.buildProcessEngine();
  }

  private RemedyConnections connections() {
    RemedyCalls calls =
        new RemedyCalls() {
          @Override
          @SuppressWarnings("unchecked") // a test scripts the answer that fits its task
          public <A> A call(Request<A> request) {
            requests.add(request);
            return (A) feishu.apply(request);
          }
        };
    ZoneId shanghai = ZoneId.of("Asia/Shanghai");
    return new RemedyConnections(
        List.of(
            new RemedyConnection("default", shanghai, Language.EN, calls),
            new RemedyConnection("chinese", shanghai, Language.ZH_CN, calls),
            new RemedyConnection("newyork", ZoneId.of("America/New_York"), Language.EN, calls),
            new RemedyConnection("open", shanghai, Language.EN, calls, true)),
        Map.of("acme", "chinese"));
  }

  ProcessEngine engine() {
    return engine;
  }

  void feishuSays(Function<RemedyQuery, RemedyOutcome> answer) {
    feishu = request -> answer.apply((RemedyQuery) request);
  }

  /** Answers every request of whatever task with this. */
  void feishuAnswers(Object answer) {
    feishu = request -> answer;
  }

  /** Fails every request of whatever task. */
  void feishuThrows(Supplier<? extends RuntimeException> failure) {
    feishu =
        request -> {
          throw failure.get();
        };
  }

  List<RemedyQuery> queries() {
    return requests.stream().map(RemedyQuery.class::cast).toList();
  }

  List<Request<?>> requests() {
    return requests;
  }

  /** Forgets what the last test left behind, but for what is deployed to be kept. */
  void reset() {
    ClockUtil.reset();
    feishu = TaskEngine::aSlotFor;
    requests.clear();
    engine.getRepositoryService().createDeploymentQuery().list().stream()
        .filter(deployment -> !KEPT.equals(deployment.getName()))
        .forEach(
            deployment ->
                engine.getRepositoryService().deleteDeployment(deployment.getId(), true, true));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    reset();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    engine.close();
  }

  // Models

  static StartEventBuilder process(String id) {
    return Bpmn.createExecutableProcess(id).startEvent();
  }

  static ServiceTaskBuilder fetch(
      AbstractFlowNodeBuilder<?, ?> before, String id, Map<String, String> inputs) {
    ServiceTaskBuilder task =
        before.serviceTask(id).camundaDelegateExpression("${fetchAllowedRemedies}");
    inputs.forEach(task::camundaInputParameter);
    return task;
  }

  static ServiceTaskBuilder withOutputs(ServiceTaskBuilder task) {
    OUTPUTS.forEach(output -> task.camundaOutputParameter(output, "${" + output + "}"));
    return task;
  }

  /** Start, the task, a user task. */
  static BpmnModelInstance oneTask(Map<String, String> inputs) {
    return oneTask("p", inputs);
  }

  static BpmnModelInstance oneTask(String key, Map<String, String> inputs) {
    return withOutputs(fetch(process(key), "fetch", inputs)).userTask("after").endEvent().done();
  }

  /** Start, the task in a job with that retry cycle, a user task. */
  static BpmnModelInstance oneJob(Map<String, String> inputs, String cycle) {
    return withOutputs(fetch(process("p"), "fetch", inputs))
        .camundaAsyncBefore()
        .camundaFailedJobRetryTimeCycle(cycle)
        .userTask("after")
        .endEvent()
        .done();
  }

  /** The inputs of a valid call, with more of them or other ones. */
  static Map<String, String> inputs(String... more) {
    Map<String, String> inputs =
        new HashMap<>(Map.of("userId", "000123", "remedyDate", "20210104"));
    for (int n = 0; n < more.length; n += 2) {
      inputs.put(more[n], more[n + 1]);
    }
    return inputs;
  }

  // Running them

  void deploy(BpmnModelInstance... models) {
    var deployment = engine.getRepositoryService().createDeployment();
    for (int n = 0; n < models.length; n++) {
      deployment.addModelInstance("model" + n + ".bpmn", models[n]);
    }
    deployment.deploy();
  }

  /** Deploys a model for all tests of a class, and returns the id of its definition. */
  String keep(BpmnModelInstance model) {
    return engine
        .getRepositoryService()
        .createDeployment()
        .name(KEPT)
        .addModelInstance("kept.bpmn", model)
        .deployWithResult()
        .getDeployedProcessDefinitions()
        .get(0)
        .getId();
  }

  ProcessInstance startKept(String definitionId, Map<String, Object> variables) {
    return engine.getRuntimeService().startProcessInstanceById(definitionId, variables);
  }

  ProcessInstance start(BpmnModelInstance model, Map<String, Object> variables) {
    deploy(model);
    return start(variables);
  }

  ProcessInstance start(Map<String, Object> variables) {
    return engine.getRuntimeService().startProcessInstanceByKey("p", variables);
  }

  /** Runs the only job there is. */
  void runJob() {
    engine.getManagementService().executeJob(job().getId());
  }

  Job job() {
    return requireNonNull(engine.getManagementService().createJobQuery().singleResult());
  }

  Incident incident() {
    return requireNonNull(engine.getRuntimeService().createIncidentQuery().singleResult());
  }

  Object variable(ProcessInstance instance, String name) {
    return engine.getRuntimeService().getVariable(instance.getId(), name);
  }

  boolean isAt(ProcessInstance instance, String activityId) {
    return engine.getRuntimeService().getActiveActivityIds(instance.getId()).contains(activityId);
  }

  // What Feishu may say

  private static Object aSlotFor(Request<?> request) {
    return aSlot((RemedyQuery) request);
  }

  static RemedyOutcome aSlot(RemedyQuery query) {
    return new RemedyOutcome.Available(List.of(slot(query.userId(), query.remedyDate())), "log-1");
  }

  public static RemedySlot slot(String userId, LocalDate day) {
    return new RemedySlot(
        userId,
        day,
        false,
        0,
        WorkType.ON_DUTY,
        PunchStatus.LACK,
        day.atTime(9, 0),
        day.atTime(8, 0),
        day.atTime(10, 0));
  }

  /** A failure of the kind that the room feishu throws. */
  static final class Failure extends CallFailedException {

    Failure(boolean retryable) {
      this(retryable, new BilingualText("Feishu is away. Wait.", "飞书不可用。请稍候。"));
    }

    Failure(boolean retryable, BilingualText text) {
      super(text, retryable, 1225000, "log-9", null, false, null);
    }
  }
}
