package io.remedyflow.testing;

import io.remedyflow.camunda.FeishuTaskDelegate;
import io.remedyflow.camunda.tasks.FetchAllowedRemedies;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.plugin.job.JobEngineView;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CallFailedException;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyCalls;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.RemedyConnections;
import io.remedyflow.remedy.RemedyQuery;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;

/** An engine with the plugin, and a task that fails each time it is tried. */
public final class FailingTask implements AutoCloseable {

  public static final BilingualText TEXT = new BilingualText("Feishu is down.", "飞书停机。");

  private final AtomicInteger tries = new AtomicInteger();
  private final ProcessEngine engine;

  /**
   * An engine.
   *
   * @param retryable whether the failure may pass
   * @param more what else the engine is configured with, before the plugin is
   */
  public FailingTask(boolean retryable, Consumer<ProcessEngineConfigurationImpl> more) {
    this(
        () -> new CallFailedException(TEXT, retryable, 1225000, "log-1", null, false, null) {},
        more);
  }

  /**
   * An engine.
   *
   * @param failure how each attempt ends
   * @param more what else the engine is configured with, before the plugin is
   */
  public FailingTask(
      Supplier<CallFailedException> failure, Consumer<ProcessEngineConfigurationImpl> more) {
    ProcessEngineConfigurationImpl configuration = TestEngine.inMemory("failing");
    Map<Object, Object> beans = new HashMap<>();
    beans.put(FetchAllowedRemedies.TASK.beanName(), delegate(failure));
    beans.put(
        "foreign",
        (JavaDelegate)
            execution -> {
              throw new IllegalStateException("not our business");
            });
    configuration.setBeans(beans);
    more.accept(configuration);
    configuration.getProcessEnginePlugins().add(RemedyflowPlugin.forSpring(null));
    engine = configuration.buildProcessEngine();
  }

  private FeishuTaskDelegate delegate(Supplier<CallFailedException> failure) {
    RemedyConnection connection =
        new RemedyConnection(
            "default",
            ZoneId.of("Asia/Shanghai"),
            Language.EN,
            RemedyCalls.answering(
                RemedyQuery.class,
                query -> {
                  tries.incrementAndGet();
                  throw failure.get();
                }));
    return new FeishuTaskDelegate(
        FetchAllowedRemedies.TASK,
        new RemedyConnections(List.of(connection), Map.of()),
        new JobEngineView());
  }

  public ProcessEngine engine() {
    return engine;
  }

  public int tries() {
    return tries.get();
  }

  /** Deploys a process whose only task is ours, or what the expression names, and starts it. */
  public void start(String expression, String extensions) {
    deploy(expression, extensions);
    engine.getRuntimeService().startProcessInstanceByKey("p", Map.of("cycle", "PT7S,PT8S"));
  }

  public void deploy(String expression, String extensions) {
    deploy(expression, extensions, "");
  }

  public void deploy(String expression, String extensions, String inputs) {
    engine
        .getRepositoryService()
        .createDeployment()
        .addString(
            "p.bpmn",
            model(expression, extensions)
                .replace("<camunda:inputOutput>", "<camunda:inputOutput>" + inputs))
        .deploy();
  }

  public static String model(String expression, String extensions) {
    String model =
        Bpmn.convertToString(
            Bpmn.createExecutableProcess("p")
                .startEvent()
                .subProcess("around")
                .embeddedSubProcess()
                .startEvent()
                .serviceTask("fetch")
                .camundaAsyncBefore()
                .camundaDelegateExpression(expression)
                .camundaInputParameter("userId", "abd754f7")
                .camundaInputParameter("remedyDate", "20210104")
                .endEvent()
                .subProcessDone()
                .endEvent()
                .done());
    return model.replace("<camunda:inputOutput>", extensions + "<camunda:inputOutput>");
  }

  public static String cycle(String value) {
    return "<camunda:properties><camunda:property name=\"io.remedyflow.retryCycle\" value=\"%s\"/></camunda:properties>"
        .formatted(value);
  }

  /** Runs the job once, which fails. */
  public Job fail() {
    String id = job().getId();
    try {
      engine.getManagementService().executeJob(id);
      throw new AssertionError("the job did not fail");
    } catch (RuntimeException expected) {
      return job();
    }
  }

  public Job job() {
    return engine.getManagementService().createJobQuery().singleResult();
  }

  @Override
  public void close() {
    engine.close();
  }
}
