package io.remedyflow.autoconfigure;

import io.remedyflow.simulator.FeishuSimulator;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfiguration;

/**
 * An application as operators run it: an engine, a web server, and an Actuator that hides only what
 * is configured.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
public class OperatedApplication {

  /** A name of its own, since engines of one JVM find each other by name. */
  public static final String ENGINE = "operated";

  static final String WRONG_SECRET = "hunter2";

  private static final String CONNECTIONS = "remedyflow.connections.";

  /** Starts it for a test class; all of them share one. */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @SpringBootTest(
      classes = OperatedApplication.class,
      webEnvironment = WebEnvironment.RANDOM_PORT,
      properties = {
        "spring.config.name=none",
        "server.address=127.0.0.1",
        "camunda.bpm.process-engine-name=" + OperatedApplication.ENGINE,
        "camunda.bpm.auto-deployment-enabled=false",
        "camunda.bpm.job-execution.enabled=false",
        "camunda.bpm.generic-properties.properties.enforce-history-time-to-live=false",
        "management.endpoints.web.exposure.include=*",
        "management.endpoint.health.show-details=always",
        "management.endpoint.health.probes.enabled=true",
        "management.endpoint.env.show-values=always",
        "management.endpoint.configprops.show-values=always"
      })
  @AutoConfigureObservability
  @ContextConfiguration(initializers = SimulatedFeishu.class)
  public @interface Started {}

  /** The secret stands in a variable of another name, and the property points to it. */
  static final class SimulatedFeishu
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
      FeishuSimulator feishu = FeishuSimulator.start();
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(
              new MapPropertySource(
                  "simulator",
                  Map.of(
                      "VAULT_ENTRY_17",
                      feishu.appSecret(),
                      CONNECTIONS + "default.base-url",
                      feishu.baseUrl().toString(),
                      CONNECTIONS + "default.app-id",
                      feishu.appId(),
                      CONNECTIONS + "default.app-secret",
                      "${VAULT_ENTRY_17}",
                      CONNECTIONS + "hr.base-url",
                      feishu.baseUrl().toString(),
                      CONNECTIONS + "hr.app-id",
                      feishu.appId(),
                      CONNECTIONS + "hr.app-secret",
                      WRONG_SECRET)));
      var beans = (DefaultSingletonBeanRegistry) context.getBeanFactory();
      beans.registerSingleton("feishu", feishu);
      beans.registerDisposableBean("feishu", feishu::close);
    }
  }

  /** Starts an instance for this employee, and runs its job. */
  public static ProcessInstance call(ProcessEngine engine, String employee) {
    deploy(engine.getRepositoryService());
    ProcessInstance instance =
        engine.getRuntimeService().startProcessInstanceByKey("call", Map.of("employee", employee));
    var management = engine.getManagementService();
    String job =
        management.createJobQuery().processInstanceId(instance.getId()).singleResult().getId();
    management.executeJob(job);
    return instance;
  }

  private static void deploy(RepositoryService repository) {
    if (repository.createProcessDefinitionQuery().processDefinitionKey("call").count() > 0) {
      return;
    }
    repository
        .createDeployment()
        .addModelInstance(
            "call.bpmn",
            Bpmn.createExecutableProcess("call")
                .startEvent()
                .serviceTask("Task_FetchAllowedRemedies")
                .camundaAsyncBefore()
                .camundaDelegateExpression("${fetchAllowedRemedies}")
                .camundaInputParameter("userId", "${employee}")
                .camundaInputParameter("remedyDate", "2024-01-05")
                .camundaOutputParameter("remedyStatus", "${remedyStatus}")
                .userTask("after")
                .done())
        .deploy();
  }
}
