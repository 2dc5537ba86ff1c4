package io.remedyflow.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.remedyflow.camunda.tasks.FetchAllowedRemedies;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.EngineOverSimulator;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.SimulatedConnection;
import io.remedyflow.testing.SpringEngine;
import io.remedyflow.testing.TestEngine;
import io.remedyflow.testing.database.H2;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.impl.el.VariableScopeElResolver;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.spring.ProcessEngineFactoryBean;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.h2.Driver;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** Engines that are built in another way than by a {@code camunda.cfg.xml}. */
class OtherEnginesTest {

  @AutoClose private final FeishuSimulator feishu = FeishuSimulator.start();
  @AutoClose private final GenericApplicationContext context = new GenericApplicationContext();

  @Test
  @Provokes(FaultRow.E23)
  void an_engine_of_springs_factory_bean_runs_the_task() throws Exception {
    context.refresh();

    assertThatTheTaskRunsOn(fromFactoryBean(plugin()));
  }

  @Test
  @Provokes(FaultRow.E23)
  void an_engine_of_springs_factory_bean_that_shows_a_few_beans_runs_the_task() throws Exception {
    context.refresh();
    SpringProcessEngineConfiguration configuration = spring(plugin());
    configuration.setBeans(new HashMap<>(Map.of("neighbour", "still here")));

    assertThatTheTaskRunsOn(fromFactoryBean(configuration));
  }

  @Test
  @Provokes(FaultRow.E23)
  void an_expression_manager_that_was_there_before_the_plugin_finds_the_task() {
    ProcessEngineConfigurationImpl configuration = EngineOverSimulator.configuration(feishu);
    configuration.setExpressionManager(new JuelExpressionManager(Map.of("neighbour", "here")));

    assertThatTheTaskRunsOn(configuration.buildProcessEngine());
  }

  @Test
  @Provokes(FaultRow.E23)
  void an_expression_manager_that_takes_no_beans_stops_the_engine_and_is_named() {
    ProcessEngineConfigurationImpl configuration = EngineOverSimulator.configuration(feishu);
    configuration.setExpressionManager(new Closed());

    assertThatThrownBy(configuration::buildProcessEngine)
        .hasMessageContaining("cannot resolve ${findEmployee}")
        .hasMessageContaining(Closed.class.getName());
  }

  @Test
  @Provokes(FaultRow.E23)
  void a_bean_of_springs_that_has_the_tasks_name_stops_the_engine() {
    context.registerBean(FetchAllowedRemedies.TASK.beanName(), String.class, () -> "another");
    context.refresh();

    assertThatThrownBy(() -> fromFactoryBean(plugin()))
        .hasMessageContaining("resolves ${fetchAllowedRemedies} to another bean")
        .hasMessageContaining("application.yml");
  }

  @Test
  void a_list_of_parse_listeners_that_cannot_be_added_to_is_left_as_it_is() {
    boolean[] heard = new boolean[1];
    ProcessEngineConfigurationImpl configuration = EngineOverSimulator.configuration(feishu);
    configuration.setCustomPostBPMNParseListeners(
        List.of(
            new AbstractBpmnParseListener() {
              @Override
              public void parseProcess(Element process, ProcessDefinitionEntity definition) {
                heard[0] = true;
              }
            }));

    assertThatTheTaskRunsOn(configuration.buildProcessEngine());
    assertThat(heard[0]).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,4", "5,5"})
  void a_task_without_a_cycle_has_as_many_attempts_as_the_engine_is_configured_with(
      int defaultNumberOfRetries, int attempts) {
    feishu.onRemedies(Fault.answer(500, 1225000, "internal error").times(100));
    ProcessEngineConfigurationImpl configuration = EngineOverSimulator.configuration(feishu);
    configuration.setDefaultNumberOfRetries(defaultNumberOfRetries);
    ProcessEngine engine = configuration.buildProcessEngine();
    try {
      start(engine);

      List<Integer> left =
          IntStream.range(0, attempts).mapToObj(n -> retriesAfterAnAttempt(engine)).toList();

      assertThat(left).last().isEqualTo(0);
      assertThat(left.subList(0, attempts - 1)).doesNotContain(0);
      assertThat(engine.getRuntimeService().createIncidentQuery().singleResult())
          .satisfies(
              incident ->
                  assertThat(incident.getIncidentMessage())
                      .contains("attempt %1$d of %1$d".formatted(attempts)));
    } finally {
      engine.close();
    }
  }

  @Test
  void a_failed_attempt_may_be_logged_without_the_engines_stack_traces() {
    feishu.onRemedies(Fault.answer(500, 1225000, "internal error").times(100));
    ProcessEngineConfigurationImpl configuration = EngineOverSimulator.configuration(feishu);
    configuration.setEnableReducedJobExceptionLogging(true);
    configuration.setEnableCmdExceptionLogging(false);
    LogLines heard = new LogLines("org.camunda.bpm.engine");
    ProcessEngine engine = configuration.buildProcessEngine();
    try {
      start(engine);
      configuration.getJobExecutor().start();

      await()
          .until(() -> engine.getManagementService().createJobQuery().withException().count() == 1);
      assertThat(List.copyOf(heard.events()))
          .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
          .isEmpty();
    } finally {
      heard.close();
      engine.close();
    }
  }

  private static int retriesAfterAnAttempt(ProcessEngine engine) {
    Job job = engine.getManagementService().createJobQuery().singleResult();
    assertThatThrownBy(() -> engine.getManagementService().executeJob(job.getId())).isNotNull();
    return engine.getManagementService().createJobQuery().singleResult().getRetries();
  }

  private void assertThatTheTaskRunsOn(ProcessEngine engine) {
    try {
      start(engine);
      engine
          .getManagementService()
          .executeJob(engine.getManagementService().createJobQuery().singleResult().getId());

      assertThat(engine.getTaskService().createTaskQuery().count()).isOne();
      assertThat(feishu.remedyRequests()).hasSize(1);
    } finally {
      engine.close();
    }
  }

  private static void start(ProcessEngine engine) {
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance("p.bpmn", EngineOverSimulator.calling("p"))
        .deploy();
    engine.getRuntimeService().startProcessInstanceByKey("p", Map.of("userId", "late.li"));
  }

  private RemedyflowPlugin plugin() {
    RemedyflowPlugin plugin = TestEngine.plugin(SimulatedConnection.to(feishu));
    return plugin;
  }

  private ProcessEngine fromFactoryBean(RemedyflowPlugin plugin) throws Exception {
    return fromFactoryBean(spring(plugin));
  }

  private ProcessEngine fromFactoryBean(SpringProcessEngineConfiguration configuration)
      throws Exception {
    ProcessEngineFactoryBean factory = new ProcessEngineFactoryBean();
    factory.setProcessEngineConfiguration(configuration);
    factory.setApplicationContext(context);
    return factory.getObject();
  }

  private static SpringProcessEngineConfiguration spring(RemedyflowPlugin plugin) {
    var database = new SimpleDriverDataSource(new Driver(), H2.lasting());
    return SpringEngine.configuration(database, new DataSourceTransactionManager(database), plugin);
  }

  /** Looks at variables, and at nothing that could be added to. */
  private static final class Closed extends JuelExpressionManager {

    @Override
    protected ELResolver createElResolver() {
      return new VariableScopeElResolver();
    }
  }
}
