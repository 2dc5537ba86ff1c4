package io.remedyflow.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.camunda.FeishuTaskDelegate;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.EngineOverSimulator;
import io.remedyflow.testing.SimulatedConnection;
import io.remedyflow.testing.TestEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.camunda.bpm.container.impl.metadata.PropertyHelper;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.CompositeProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.JobHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
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
    ProcessEngineConfigurationImpl engine = TestEngine.inMemory("plugin");

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
    ProcessEngineConfigurationImpl engine = TestEngine.inMemory("plugin");
    engine.setBeans(Map.of("neighbour", "still here"));

    plugin.preInit(engine);

    assertThat(engine.getBeans().get("neighbour")).isEqualTo("still here");
    assertThat(engine.getBeans().get("fetchAllowedRemedies"))
        .isInstanceOf(FeishuTaskDelegate.class);
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
    ProcessEngineConfigurationImpl engine = TestEngine.inMemory("plugin");

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
    plugin.preInit(TestEngine.inMemory("plugin"));
    plugin.close();
    plugin.close();
  }

  @Test
  void the_connections_are_closed_with_the_engine() {
    try (var feishu = FeishuSimulator.start()) {
      ProcessEngineConfigurationImpl configuration = calling(feishu, "");
      ProcessEngine engine = configuration.buildProcessEngine();
      assertThat(call(configuration)).startsWith("AVAILABLE");

      engine.close();

      feishu.clearRequests();
      assertThat(call(configuration)).contains("UNAVAILABLE", "shuts down");
      assertThat(feishu.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a deadline beyond the lock", "a database without tables"})
  void an_engine_that_does_not_start_leaves_no_connection_open(String why) {
    try (var feishu = FeishuSimulator.start()) {
      boolean isDeadline = why.startsWith("a deadline");
      ProcessEngineConfigurationImpl configuration =
          calling(feishu, isDeadline ? "remedyflow.connections.default.call-deadline=PT1M" : "");
      configuration.setJobExecutor(new DefaultJobExecutor());
      configuration.getJobExecutor().setLockTimeInMillis(60_000);
      if (!isDeadline) {
        configuration.setDatabaseSchemaUpdate("false");
      }

      assertThatThrownBy(configuration::buildProcessEngine).isInstanceOf(RuntimeException.class);

      assertThat(call(configuration)).contains("UNAVAILABLE", "shuts down");
      assertThat(feishu.requests()).isEmpty();
    }
  }

  @Test
  @Provokes(FaultRow.E22)
  void one_plugin_may_serve_two_engines_and_ends_with_the_last() {
    try (FeishuSimulator feishu = FeishuSimulator.start()) {
      RemedyflowPlugin shared = TestEngine.plugin(SimulatedConnection.to(feishu));
      ProcessEngine one = engineOf(shared, feishu);
      ProcessEngine two = engineOf(shared, feishu);
      EngineOverSimulator.deploy(two, EngineOverSimulator.calling("p"));

      one.close();
      call(two);

      assertThat(feishu.remedyRequests()).hasSize(1);
      two.close();
      ProcessEngine three = engineOf(shared, feishu);
      EngineOverSimulator.deploy(three, EngineOverSimulator.calling("p"));
      call(three);
      assertThat(feishu.remedyRequests()).as("built after all others were closed").hasSize(2);
      three.close();
    }
  }

  @Test
  @Provokes(FaultRow.E22)
  void a_connection_that_stays_closed_is_an_incident_in_the_end() {
    try (FeishuSimulator feishu = FeishuSimulator.start()) {
      RemedyflowPlugin plugin = TestEngine.plugin(SimulatedConnection.to(feishu));
      ProcessEngine engine = engineOf(plugin, feishu);
      opened.add(engine::close);
      EngineOverSimulator.deploy(engine, EngineOverSimulator.calling("p"));
      engine.getRuntimeService().startProcessInstanceByKey("p", Map.of("userId", "late.li"));
      Job job = engine.getManagementService().createJobQuery().singleResult();
      plugin.close(); // under a living engine

      for (int hours = 0; hours < 48 && retries(engine) > 0; hours += 6) {
        ClockUtil.offset(Duration.ofHours(hours).toMillis());
        assertThatThrownBy(() -> engine.getManagementService().executeJob(job.getId()))
            .isInstanceOf(RuntimeException.class);
        if (hours < 24) {
          assertThat(retries(engine)).isEqualTo(4);
        }
      }

      assertThat(engine.getRuntimeService().createIncidentQuery().count()).isEqualTo(1);
    } finally {
      ClockUtil.reset();
    }
  }

  private static int retries(ProcessEngine engine) {
    return engine.getManagementService().createJobQuery().singleResult().getRetries();
  }

  private static ProcessEngine engineOf(RemedyflowPlugin plugin, FeishuSimulator feishu) {
    ProcessEngineConfigurationImpl configuration = EngineOverSimulator.configuration(feishu);
    configuration.setProcessEnginePlugins(new ArrayList<>(List.of(plugin)));
    return configuration.buildProcessEngine();
  }

  private static void call(ProcessEngine engine) {
    engine.getRuntimeService().startProcessInstanceByKey("p", Map.of("userId", "late.li"));
    ManagementService management = engine.getManagementService();
    management.executeJob(management.createJobQuery().singleResult().getId());
  }

  /** A handler of another plugin's, with a configuration of its own. */
  private static final class OtherHandler extends AsyncContinuationJobHandler {

    private final AtomicInteger deleted = new AtomicInteger();
    private final AtomicInteger executed = new AtomicInteger();

    private static final class OtherConfiguration extends AsyncContinuationConfiguration {}

    @Override
    public AsyncContinuationConfiguration newConfiguration(String canonical) {
      AsyncContinuationConfiguration usual = super.newConfiguration(canonical);
      OtherConfiguration other = new OtherConfiguration();
      other.setAtomicOperation(usual.getAtomicOperation());
      other.setTransitionId(usual.getTransitionId());
      return other;
    }

    @Override
    public void execute(
        AsyncContinuationConfiguration configuration,
        ExecutionEntity execution,
        CommandContext context,
        String tenantId) {
      executed.addAndGet(configuration instanceof OtherConfiguration ? 1 : 0);
      super.execute(configuration, execution, context, tenantId);
    }

    @Override
    public void onDelete(AsyncContinuationConfiguration configuration, JobEntity job) {
      deleted.addAndGet(configuration instanceof OtherConfiguration ? 1 : 0);
    }
  }

  @Test
  void another_plugins_handler_of_continuations_is_used_for_all_that_it_does() {
    try (FeishuSimulator feishu = FeishuSimulator.start()) {
      OtherHandler other = new OtherHandler();
      ProcessEngineConfigurationImpl configuration = EngineOverSimulator.configuration(feishu);
      configuration.setCustomJobHandlers(new ArrayList<>(List.of(other)));
      ProcessEngine engine = configuration.buildProcessEngine();
      opened.add(engine::close);
      EngineOverSimulator.deploy(engine, EngineOverSimulator.calling("p"));

      call(engine);

      assertThat(other.executed).hasValue(1);
      assertThat(other.deleted).hasValue(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_later_plugins_handler_of_continuations_does_not_take_ours_away(boolean wraps) {
    AbstractProcessEnginePlugin later =
        new AbstractProcessEnginePlugin() {
          @Override
          public void postInit(ProcessEngineConfigurationImpl engine) {
            engine
                .getJobHandlers()
                .compute(
                    AsyncContinuationJobHandler.TYPE,
                    (type, ours) -> wraps ? new Wrapper(ours) : new AsyncContinuationJobHandler());
          }
        };
    try (FeishuSimulator feishu = FeishuSimulator.start()) {
      ProcessEngineConfigurationImpl configuration =
          EngineOverSimulator.configuration(
              feishu, "remedyflow.connections.default.requests-per-second=1\n");
      configuration.getProcessEnginePlugins().add(later);
      ProcessEngine engine = configuration.buildProcessEngine();
      opened.add(engine::close);
      EngineOverSimulator.deploy(engine, EngineOverSimulator.calling("p"));
      for (int n = 0; n < 3; n++) {
        engine.getRuntimeService().startProcessInstanceByKey("p", Map.of("userId", "late.li"));
      }
      ManagementService management = engine.getManagementService();
      List<String> jobs = management.createJobQuery().list().stream().map(Job::getId).toList();
      jobs.forEach(job -> management.setJobDuedate(job, null));

      jobs.forEach(job -> EngineOverSimulator.runAsExecutor(engine, job));

      assertThat(feishu.remedyRequests()).hasSize(1);
      List<Date> due = management.createJobQuery().list().stream().map(Job::getDuedate).toList();
      assertThat(due).hasSize(2).allSatisfy(date -> assertThat(date).isAfter(Instant.now()));
      assertThat(due.get(0)).as("each has one new reservation").isNotEqualTo(due.get(1));
    }
  }

  /** What a plugin for logging or tracing does. */
  private static final class Wrapper extends AsyncContinuationJobHandler {

    private final JobHandler<AsyncContinuationConfiguration> wrapped;

    @SuppressWarnings("unchecked")
    Wrapper(JobHandler<?> wrapped) {
      this.wrapped = (JobHandler<AsyncContinuationConfiguration>) wrapped;
    }

    @Override
    public void execute(
        AsyncContinuationConfiguration configuration,
        ExecutionEntity execution,
        CommandContext context,
        String tenantId) {
      wrapped.execute(configuration, execution, context, tenantId);
    }
  }

  private static ProcessEngineConfigurationImpl calling(FeishuSimulator feishu, String more) {
    return TestEngine.inMemory("closing", TestEngine.plugin(SimulatedConnection.to(feishu) + more));
  }

  /** Makes a call with the delegate of that configuration, on an engine of its own. */
  private static String call(ProcessEngineConfigurationImpl configuration) {
    Object delegate = configuration.getBeans().get("fetchAllowedRemedies");
    ProcessEngineConfigurationImpl own =
        TestEngine.inMemory("calling", new SpinProcessEnginePlugin());
    own.setBeans(new HashMap<>(Map.of("fetchAllowedRemedies", delegate)));
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
    return TestEngine.plugin(CONFIGURATION);
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
    ProcessEngineConfigurationImpl configuration = TestEngine.inMemory("plugin", plugin);
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

  /** A call that is answered without Feishu. */
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
