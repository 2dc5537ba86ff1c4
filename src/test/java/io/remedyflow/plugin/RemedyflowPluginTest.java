package io.remedyflow.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.camunda.FetchAllowedRemediesDelegate;
import io.remedyflow.camunda.TaskEngine;
import io.remedyflow.simulator.FeishuSimulator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.camunda.bpm.container.impl.metadata.PropertyHelper;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.CompositeProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.spin.json.SpinJsonNode;
import org.camunda.spin.plugin.impl.SpinProcessEnginePlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemedyflowPluginTest {

  private static final String CONFIGURATION =
      """
      remedyflow.connections.default.app-id=cli_a1b2c3
      remedyflow.connections.default.app-secret=s3cr3t
      """;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close_everything() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"remedyflow-plain.cfg.xml", "remedyflow-with-spin.cfg.xml"})
  void an_engine_of_a_camunda_cfg_xml_runs_the_task(String resource) {
    ProcessEngine engine = fromResource(resource);

    ProcessInstance instance = start(engine, rejected());

    assertThat(engine.getRuntimeService().getVariable(instance.getId(), "remedyStatus"))
        .isEqualTo("REJECTED");
    assertThat((String) engine.getRuntimeService().getVariable(instance.getId(), "remedyMessage"))
        .startsWith("用户 ID 为空");
    assertThat(engine.getRuntimeService().getVariable(instance.getId(), "remedySlots"))
        .isInstanceOfSatisfying(SpinJsonNode.class, slots -> assertThat(slots.isArray()).isTrue());
  }

  @Test
  void the_other_beans_of_a_camunda_cfg_xml_are_still_known() {
    var engine =
        (ProcessEngineConfigurationImpl)
            ProcessEngineConfiguration.createProcessEngineConfigurationFromResource(
                "remedyflow-plain.cfg.xml");
    RemedyflowPlugin plugin = (RemedyflowPlugin) engine.getProcessEnginePlugins().get(0);
    opened.add(plugin);

    plugin.preInit(engine);

    assertThat(engine.getBeans().containsKey("neighbour")).isTrue();
    assertThat(engine.getBeans().get("neighbour")).isEqualTo("still here");
    assertThat(engine.getBeans().containsKey("stranger")).isFalse();
  }

  @Test
  void the_container_sets_the_configuration_as_text() {
    RemedyflowPlugin plugin = new RemedyflowPlugin();
    opened.add(plugin);
    ProcessEngineConfigurationImpl engine = TaskEngine.inMemory("plugin");

    PropertyHelper.applyProperties(
        plugin,
        Map.of("configuration", "\n  " + CONFIGURATION + "\n  remedyflow.tenant-connections.a=no"));

    assertThatThrownBy(() -> plugin.preInit(engine))
        .hasMessageContaining("remedyflow.tenant-connections.a names the connection 'no'");
  }

  @Test
  void beans_that_were_there_before_stay_even_if_they_may_not_be_changed() {
    RemedyflowPlugin plugin = configured();
    opened.add(plugin);
    ProcessEngineConfigurationImpl engine = TaskEngine.inMemory("plugin");
    engine.setBeans(Map.of("neighbour", "still here"));

    plugin.preInit(engine);

    assertThat(engine.getBeans().get("neighbour")).isEqualTo("still here");
    assertThat(engine.getBeans().get("fetchAllowedRemedies"))
        .isInstanceOf(FetchAllowedRemediesDelegate.class);
    assertThat(engine.getBeans().keySet()).contains("neighbour", "fetchAllowedRemedies");
    assertThat(engine.getBeans()).doesNotContainKey("stranger");
  }

  @Test
  void spin_may_be_listed_after_the_plugin() {
    ProcessEngine engine =
        engine(
            configured(),
            configuration ->
                configuration.getProcessEnginePlugins().add(new SpinProcessEnginePlugin()));

    assertThat(start(engine, rejected())).isNotNull();
  }

  @Test
  void spin_may_stand_in_a_composite_of_plugins() {
    RemedyflowPlugin plugin = configured();
    ProcessEngine engine =
        engine(
            new CompositeProcessEnginePlugin(new SpinProcessEnginePlugin(), plugin),
            configuration -> {});

    assertThat(start(engine, rejected())).isNotNull();
  }

  @Test
  void without_any_connection_the_task_is_known_nevertheless() {
    RemedyflowPlugin plugin = new RemedyflowPlugin();
    ProcessEngineConfigurationImpl engine = TaskEngine.inMemory("plugin");

    plugin.preInit(engine);

    assertThat(engine.getBeans()).containsKey("fetchAllowedRemedies");
  }

  @Test
  void a_configuration_at_fault_stops_the_engine_and_names_the_property() {
    RemedyflowPlugin plugin = new RemedyflowPlugin();
    plugin.setConfiguration("remedyflow.connections.default.app-id=cli_a1b2c3");

    assertThatThrownBy(() -> engine(plugin))
        .hasStackTraceContaining("remedyflow.connections.default.app-secret is missing");
  }

  @Test
  void it_may_be_closed_before_it_was_ever_used_and_twice() {
    RemedyflowPlugin plugin = configured();

    plugin.close();
    plugin.preInit(TaskEngine.inMemory("plugin"));
    plugin.close();
    plugin.close();
  }

  @Test
  void the_connections_are_closed_with_the_engine() {
    try (var feishu = FeishuSimulator.start()) {
      ProcessEngineConfigurationImpl configuration = asking(feishu, "");
      ProcessEngine engine = configuration.buildProcessEngine();
      assertThat(ask(configuration)).startsWith("AVAILABLE");

      engine.close();

      feishu.clearRequests();
      assertThat(ask(configuration)).contains("UNAVAILABLE", "shuts down");
      assertThat(feishu.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a deadline beyond the lock", "a database without tables"})
  void an_engine_that_does_not_start_leaves_no_connection_open(String why) {
    try (var feishu = FeishuSimulator.start()) {
      boolean isDeadline = why.startsWith("a deadline");
      ProcessEngineConfigurationImpl configuration =
          asking(feishu, isDeadline ? "remedyflow.connections.default.call-deadline=PT1M" : "");
      configuration.setJobExecutor(new DefaultJobExecutor());
      configuration.getJobExecutor().setLockTimeInMillis(60_000);
      if (!isDeadline) {
        configuration.setDatabaseSchemaUpdate("false");
      }

      assertThatThrownBy(configuration::buildProcessEngine).isInstanceOf(RuntimeException.class);

      assertThat(ask(configuration)).contains("UNAVAILABLE", "shuts down");
      assertThat(feishu.requests()).isEmpty();
    }
  }

  private static ProcessEngineConfigurationImpl asking(FeishuSimulator feishu, String more) {
    RemedyflowPlugin plugin = new RemedyflowPlugin();
    plugin.setConfiguration(SimulatedConnection.to(feishu) + more);
    ProcessEngineConfigurationImpl configuration = TaskEngine.inMemory("closing");
    configuration.getProcessEnginePlugins().add(plugin);
    return configuration;
  }

  /** Asks with the delegate of that configuration, on an engine of its own. */
  private static String ask(ProcessEngineConfigurationImpl configuration) {
    Object delegate = configuration.getBeans().get("fetchAllowedRemedies");
    ProcessEngineConfigurationImpl own = TaskEngine.inMemory("asking");
    own.setBeans(new HashMap<>(Map.of("fetchAllowedRemedies", delegate)));
    own.getProcessEnginePlugins().add(new SpinProcessEnginePlugin());
    ProcessEngine engine = own.buildProcessEngine();
    try {
      BpmnModelInstance model = rejected();
      ServiceTask task = model.getModelElementById("fetch");
      task.builder().camundaInputParameter("userId", "late.li");
      ProcessInstance instance = start(engine, model);
      return engine.getRuntimeService().getVariable(instance.getId(), "remedyStatus")
          + ": "
          + engine.getRuntimeService().getVariable(instance.getId(), "remedyMessage");
    } finally {
      engine.close();
    }
  }

  private static RemedyflowPlugin configured() {
    RemedyflowPlugin plugin = new RemedyflowPlugin();
    plugin.setConfiguration(CONFIGURATION);
    return plugin;
  }

  private ProcessEngine fromResource(String resource) {
    ProcessEngine engine =
        ProcessEngineConfiguration.createProcessEngineConfigurationFromResource(resource)
            .buildProcessEngine();
    opened.add(engine::close);
    configuration(engine).getProcessEnginePlugins().stream()
        .filter(AutoCloseable.class::isInstance)
        .map(AutoCloseable.class::cast)
        .forEach(opened::add);
    return engine;
  }

  private ProcessEngine engine(RemedyflowPlugin plugin) {
    return engine(plugin, configuration -> {});
  }

  private ProcessEngine engine(
      org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin plugin,
      Consumer<ProcessEngineConfigurationImpl> more) {
    ProcessEngineConfigurationImpl configuration = TaskEngine.inMemory("plugin");
    configuration.getProcessEnginePlugins().add(plugin);
    more.accept(configuration);
    ProcessEngine engine = configuration.buildProcessEngine();
    opened.add(engine::close);
    if (plugin instanceof AutoCloseable closeable) {
      opened.add(closeable);
    }
    return engine;
  }

  private static ProcessEngineConfigurationImpl configuration(ProcessEngine engine) {
    return (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
  }

  private static ProcessInstance start(ProcessEngine engine, BpmnModelInstance model) {
    engine.getRepositoryService().createDeployment().addModelInstance("p.bpmn", model).deploy();
    return engine.getRuntimeService().startProcessInstanceByKey("p");
  }

  /** A question that is answered without Feishu. */
  private static BpmnModelInstance rejected() {
    return Bpmn.createExecutableProcess("p")
        .startEvent()
        .serviceTask("fetch")
        .camundaDelegateExpression("${fetchAllowedRemedies}")
        .camundaInputParameter("remedyDate", "20210104")
        .camundaInputParameter("onRejection", "continue")
        .camundaInputParameter("onFailure", "continue")
        .camundaOutputParameter("remedyStatus", "${remedyStatus}")
        .camundaOutputParameter("remedySlots", "${remedySlots}")
        .camundaOutputParameter("remedyMessage", "${remedyMessage}")
        .userTask("after")
        .endEvent()
        .done();
  }
}
