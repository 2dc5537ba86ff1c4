package io.remedyflow.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.SimulatedConnection;
import io.remedyflow.testing.SpringEngine;
import io.remedyflow.testing.TestEngine;
import io.remedyflow.testing.database.H2;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.CompositeProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.camunda.spin.plugin.impl.SpinProcessEnginePlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;

/** Applications whose engine, plugin and connections do not belong together. */
@ExtendWith(OutputCaptureExtension.class)
class HalfWiredTest {

  private static final FeishuSimulator FEISHU = FeishuSimulator.start();

  private final List<ConfigurableApplicationContext> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(ConfigurableApplicationContext::close);
  }

  @Test
  @Provokes(FaultRow.E23)
  void a_plugin_of_the_application_with_a_configuration_of_its_own_is_rejected(
      CapturedOutput output) {
    assertThatThrownBy(() -> start(OwnPlugin.class, Map.of())).isNotNull();

    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("resolves ${findEmployee} to another bean than this RemedyflowPlugin's")
        .contains("put its configuration into application.yml");
  }

  @Test
  @Provokes(FaultRow.E23)
  void a_configuration_that_camunda_runs_yaml_gives_the_plugin_is_rejected(CapturedOutput output) {
    assertThatThrownBy(() -> start(CamundaRunYaml.class, Map.of())).isNotNull();

    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("The property configuration of RemedyflowPlugin has no effect")
        .contains("Camunda Run");
  }

  @Test
  @Provokes(FaultRow.E23)
  void an_engine_of_the_application_without_the_plugin_is_rejected_where_connections_are_configured(
      CapturedOutput output) {
    assertThatThrownBy(() -> start(OwnEngine.class, connection())).isNotNull();

    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("runs without RemedyflowPlugin, so the tasks cannot work there")
        .contains("add the bean remedyflowPlugin to its processEnginePlugins");
  }

  @Test
  @Provokes(FaultRow.E23)
  void an_engine_of_the_application_without_the_plugin_is_warned_of_where_nothing_is_configured(
      CapturedOutput output) {
    start(OwnEngine.class, Map.of());

    assertThat(output)
        .contains("runs without RemedyflowPlugin, so models with a task of this plugin fail");
  }

  @Test
  @Provokes(FaultRow.E23)
  void an_engine_that_shows_its_models_a_few_beans_only_is_rejected(CapturedOutput output) {
    assertThatThrownBy(() -> start(FewBeans.class, connection())).isNotNull();

    assertThat(output)
        .contains(
            "cannot resolve beans of this application: ${findEmployee}, ${fetchAllowedRemedies}, ${startRemedyApproval}");
  }

  @Test
  void an_engine_of_the_application_with_the_plugin_starts_without_a_word(CapturedOutput output) {
    var application = start(WholeEngine.class, connection());

    assertThat(application.getBean(ProcessEngine.class)).isNotNull();
    assertThat(output).doesNotContain("runs without RemedyflowPlugin");
  }

  @Test
  void an_application_with_the_starter_says_where_its_connection_leads(CapturedOutput output) {
    start(Starter.class, connection());

    assertThat(output)
        .containsPattern(
            "Remedyflow.*: connection default to 127\\.0\\.0\\.1:[0-9]+, app "
                + FEISHU.appId()
                + ", en, 50/s\\.")
        .doesNotContain(FEISHU.appSecret());
  }

  private static Map<String, Object> connection() {
    String prefix = "remedyflow.connections.default.";
    return Map.of(
        prefix + "app-id", FEISHU.appId(),
        prefix + "app-secret", FEISHU.appSecret(),
        prefix + "base-url", FEISHU.baseUrl().toString());
  }

  private ConfigurableApplicationContext start(Class<?> type, Map<String, Object> more) {
    Map<String, Object> properties =
        new HashMap<>(
            Map.of(
                "spring.datasource.url",
                H2.lasting(),
                "camunda.bpm.process-engine-name",
                "half" + System.nanoTime(),
                "camunda.bpm.job-execution.enabled",
                "false"));
    properties.putAll(more);
    ConfigurableApplicationContext context =
        SpringEngine.of(Base.class, type).properties(properties).run();
    started.add(context);
    return context;
  }

  @SpringEngine.Application
  static class Base {}

  static class Starter {}

  static class OwnPlugin {

    @Bean
    RemedyflowPlugin ownPlugin() {
      return TestEngine.plugin(SimulatedConnection.to(FEISHU));
    }
  }

  /** Sets the plugin's properties as Camunda Run does, whose parts cannot be had from Central. */
  static class CamundaRunYaml {

    @Bean
    static BeanPostProcessor yaml() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessBeforeInitialization(Object bean, String name) {
          if (bean instanceof ProcessEngineConfigurationImpl engine) {
            engine.getProcessEnginePlugins().stream()
                .flatMap(
                    plugin ->
                        plugin instanceof CompositeProcessEnginePlugin composite
                            ? composite.getPlugins().stream()
                            : List.of(plugin).stream())
                .filter(RemedyflowPlugin.class::isInstance)
                .map(RemedyflowPlugin.class::cast)
                .forEach(plugin -> plugin.setConfiguration(SimulatedConnection.to(FEISHU)));
          }
          return bean;
        }
      };
    }
  }

  static class OwnEngine {

    @Bean
    SpringProcessEngineConfiguration processEngineConfigurationImpl(
        DataSource database, PlatformTransactionManager transactions) {
      return engine(database, transactions);
    }
  }

  static class WholeEngine {

    @Bean
    SpringProcessEngineConfiguration processEngineConfigurationImpl(
        DataSource database, PlatformTransactionManager transactions, RemedyflowPlugin plugin) {
      return engine(database, transactions, plugin, new SpinProcessEnginePlugin());
    }
  }

  static class FewBeans {

    @Bean
    SpringProcessEngineConfiguration processEngineConfigurationImpl(
        DataSource database, PlatformTransactionManager transactions, RemedyflowPlugin plugin) {
      var engine = engine(database, transactions, plugin, new SpinProcessEnginePlugin());
      engine.setBeans(new HashMap<>(Map.of("neighbour", "here")));
      return engine;
    }
  }

  private static SpringProcessEngineConfiguration engine(
      DataSource database,
      PlatformTransactionManager transactions,
      ProcessEnginePlugin... plugins) {
    var engine = SpringEngine.configuration(database, transactions, plugins);
    engine.setHistory("full");
    return engine;
  }
}
