package io.remedyflow.plugin.job;

import static java.util.Objects.requireNonNull;

import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.SpringEngine;
import io.remedyflow.testing.TestEngine;
import io.remedyflow.testing.database.H2;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An engine as users set one up, by Spring Boot or by a {@code camunda.cfg.xml}, with a simulator
 * behind its connections. Its job executor sleeps until a test starts it.
 *
 * <p>Connections: {@code default}, {@code limited} and {@code brief}, since the cooldown of one
 * does not stop another; and those for which there are more properties.
 */
public final class QueuesEngine implements AutoCloseable {

  /** How the engine is built. */
  public enum Kind {
    SPRING_BOOT,
    CAMUNDA_CFG_XML
  }

  private final FeishuSimulator feishu = FeishuSimulator.with().app("cli_queues", "queues").start();
  private final Runnable closing;
  private final ProcessEngine engine;

  private QueuesEngine(Kind kind, Map<String, String> more) {
    Map<String, String> properties = new HashMap<>();
    Set<String> connections = new TreeSet<>(List.of("default", "limited", "brief"));
    more.keySet().stream()
        .filter(name -> name.startsWith("remedyflow.connections."))
        .forEach(name -> connections.add(name.split("\\.", -1)[2]));
    int limit = 1_000_000;
    for (String connection : connections) {
      String prefix = "remedyflow.connections." + connection + ".";
      properties.put(prefix + "app-id", feishu.appId());
      properties.put(prefix + "app-secret", feishu.appSecret());
      properties.put(prefix + "base-url", feishu.baseUrl().toString());
      properties.put(prefix + "call-deadline", "PT2S");
      // It is one app: with equal limits they would share reservations and cooldowns, too.
      properties.put(prefix + "requests-per-minute", String.valueOf(limit++));
    }
    properties.putAll(more);
    try {
      if (kind == Kind.SPRING_BOOT) {
        ConfigurableApplicationContext context = springBoot(properties);
        engine = context.getBean(ProcessEngine.class);
        closing = context::close;
      } else {
        engine = camundaCfgXml(properties);
        closing = engine::close;
      }
    } catch (RuntimeException e) {
      feishu.close();
      throw e;
    }
  }

  public static QueuesEngine of(Kind kind) {
    return new QueuesEngine(kind, Map.of());
  }

  public static QueuesEngine of(Kind kind, Map<String, String> more) {
    return new QueuesEngine(kind, more);
  }

  private static ConfigurableApplicationContext springBoot(Map<String, String> properties) {
    Map<String, Object> all = new HashMap<>();
    all.put("spring.datasource.url", H2.brief());
    all.put("camunda.bpm.job-execution.enabled", "false");
    all.put("camunda.bpm.history-level", "full");
    all.putAll(properties);
    return SpringEngine.of(Application.class).properties(all).run();
  }

  private static ProcessEngine camundaCfgXml(Map<String, String> properties) {
    StringBuilder lines = new StringBuilder();
    properties.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    String name = "queues-" + UUID.randomUUID();
    String xml =
        """
        <beans xmlns="http://www.springframework.org/schema/beans"
               xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
               xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd">
          <bean id="processEngineConfiguration"
                class="org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration">
            <property name="processEngineName" value="%s"/>
            <property name="jdbcUrl" value="jdbc:h2:mem:%s"/>
            <property name="jobExecutorActivate" value="false"/>
            <property name="history" value="full"/>
            <property name="enforceHistoryTimeToLive" value="false"/>
            <property name="processEnginePlugins">
              <list>
                <bean class="io.remedyflow.plugin.RemedyflowPlugin">
                  <property name="configuration">
                    <value>
        %s
                    </value>
                  </property>
                </bean>
              </list>
            </property>
          </bean>
        </beans>
        """
            .formatted(name, name, lines);
    return ProcessEngineConfiguration.createProcessEngineConfigurationFromInputStream(
            new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
        .buildProcessEngine();
  }

  public FeishuSimulator feishu() {
    return feishu;
  }

  public ProcessEngine engine() {
    return engine;
  }

  public JobExecutor jobExecutor() {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getJobExecutor();
  }

  public void deploy(BpmnModelInstance model) {
    engine.getRepositoryService().createDeployment().addModelInstance("p.bpmn", model).deploy();
  }

  public String start() {
    return start(Map.of());
  }

  public String start(Map<String, Object> variables) {
    return engine.getRuntimeService().startProcessInstanceByKey("p", variables).getId();
  }

  /** Runs the only job there is, and returns it if it failed. */
  public Job fail() {
    try {
      run();
    } catch (RuntimeException expected) {
      return job();
    }
    throw new AssertionError("the job did not fail");
  }

  public void run() {
    engine.getManagementService().executeJob(job().getId());
  }

  public Job job() {
    return requireNonNull(engine.getManagementService().createJobQuery().singleResult());
  }

  public List<Incident> incidents() {
    return engine.getRuntimeService().createIncidentQuery().list();
  }

  public long failuresInHistory() {
    return engine.getHistoryService().createHistoricJobLogQuery().failureLog().count();
  }

  public Object variable(String instance, String name) {
    return engine.getRuntimeService().getVariable(instance, name);
  }

  /** Forgets what the last test left behind. */
  public void reset() {
    feishu.clearFaults();
    feishu.clearRequests();
    TestEngine.forgetModels(engine);
  }

  @Override
  public void close() {
    closing.run();
    feishu.close();
  }

  @SpringEngine.Application
  static class Application {}
}
