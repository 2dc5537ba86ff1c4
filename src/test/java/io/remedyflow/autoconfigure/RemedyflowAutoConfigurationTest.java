package io.remedyflow.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.camunda.FeishuTaskDelegate;
import io.remedyflow.camunda.tasks.FetchAllowedRemedies;
import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.plugin.config.ClusterProperties;
import io.remedyflow.plugin.config.RemedyflowConnections;
import io.remedyflow.plugin.job.JobEngineView;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyConnections;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class RemedyflowAutoConfigurationTest {

  private static final String[] REQUIRED = {
    "remedyflow.connections.default.app-id=cli_a1b2c3",
    "remedyflow.connections.default.app-secret=s3cr3t"
  };

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(RemedyflowAutoConfiguration.class));

  @Test
  void the_delegate_has_the_name_that_models_use() {
    runner
        .withPropertyValues(REQUIRED)
        .run(
            context -> {
              assertThat(context)
                  .hasNotFailed()
                  .hasSingleBean(RemedyConnections.class)
                  .hasSingleBean(RemedyflowPlugin.class);
              assertThat(context.getBean("fetchAllowedRemedies"))
                  .isInstanceOf(FeishuTaskDelegate.class);
            });
  }

  @Test
  void it_is_found_by_spring_boot() {
    assertThat(
            ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
                .getCandidates())
        .contains(RemedyflowAutoConfiguration.class.getName());
  }

  @Test
  void the_defaults_are_those_of_the_library() {
    runner
        .withPropertyValues(REQUIRED)
        .run(
            context -> {
              var connection = context.getBean(RemedyConnections.class).forTask(null, null);
              assertThat(connection.name()).isEqualTo("default");
              assertThat(connection.zone()).isEqualTo(ConnectionSettings.DEFAULT_ZONE);
              assertThat(connection.language()).isEqualTo(ConnectionSettings.DEFAULT_LANGUAGE);
              var properties =
                  context.getBean(RemedyflowProperties.class).connections().get("default");
              assertThat(properties.appSecret()).isEqualTo(AppSecret.of("s3cr3t"));
              assertThat(properties.baseUrl()).isNull();
              assertThat(properties.requestsPerSecond()).isNull();
              assertThat(properties.callDeadline()).isNull();
              assertThat(properties.proxy()).isNull();
            });
  }

  @Test
  void every_property_binds() {
    runner
        .withPropertyValues(REQUIRED)
        .withPropertyValues(
            "remedyflow.connections.lark.app-id=cli_d4e5f6",
            "remedyflow.connections.lark.app-secret=s3cr3t",
            "remedyflow.connections.lark.base-url=https://open.larksuite.com",
            "remedyflow.connections.lark.requests-per-second=20",
            "remedyflow.connections.lark.requests-per-minute=600",
            "remedyflow.connections.lark.zone=Asia/Tokyo",
            "remedyflow.connections.lark.language=zh-CN",
            "remedyflow.connections.lark.call-deadline=5s",
            "remedyflow.connections.lark.proxy.host=proxy.example.com",
            "remedyflow.connections.lark.proxy.port=3128",
            "remedyflow.connections.lark.proxy.username=me",
            "remedyflow.connections.lark.proxy.password=s3cr3t",
            "remedyflow.connections.lark.show-employee-ids=true",
            "remedyflow.tenant-connections.acme=lark",
            "remedyflow.tenant-connections.1001=default")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              var lark = context.getBean(RemedyflowProperties.class).connections().get("lark");
              assertThat(lark.appId()).isEqualTo("cli_d4e5f6");
              assertThat(lark.appSecret()).isEqualTo(AppSecret.of("s3cr3t"));
              assertThat(lark.baseUrl()).hasToString("https://open.larksuite.com");
              assertThat(lark.requestsPerSecond()).isEqualTo(20);
              assertThat(lark.requestsPerMinute()).isEqualTo(600);
              assertThat(lark.callDeadline()).isEqualTo(Duration.ofSeconds(5));
              assertThat(lark.proxy().host()).isEqualTo("proxy.example.com");
              assertThat(lark.proxy().port()).isEqualTo(3128);
              assertThat(lark.proxy().username()).isEqualTo("me");
              assertThat(lark.proxy().password()).isEqualTo("s3cr3t");
              var connections = context.getBean(RemedyConnections.class);
              assertThat(connections.forTask(null, "acme").zone())
                  .isEqualTo(ZoneId.of("Asia/Tokyo"));
              assertThat(connections.forTask(null, "acme").language()).isEqualTo(Language.ZH_CN);
              assertThat(connections.forTask(null, "1001").name()).isEqualTo("default");
              assertThat(connections.forTask("lark", null).showsEmployeeIds()).isTrue();
              assertThat(connections.forTask("default", null).showsEmployeeIds()).isFalse();
            });
  }

  @Test
  void environment_variables_bind() {
    runner
        .withInitializer(
            AddedProperties.first(
                new SystemEnvironmentPropertySource(
                    "test-systemEnvironment",
                    Map.of(
                        "REMEDYFLOW_CONNECTIONS_DEFAULT_APPID", "cli_a1b2c3",
                        "REMEDYFLOW_CONNECTIONS_DEFAULT_APPSECRET", "s3cr3t",
                        "REMEDYFLOW_CONNECTIONS_DEFAULT_CALLDEADLINE", "PT5S",
                        "REMEDYFLOW_CONNECTIONS_DEFAULT_PROXY_HOST", "proxy.example.com",
                        "REMEDYFLOW_CONNECTIONS_DEFAULT_PROXY_PORT", "3128",
                        "REMEDYFLOW_TENANTCONNECTIONS_ACME", "default"))))
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              var properties = context.getBean(RemedyflowProperties.class);
              assertThat(properties.tenantConnections()).isEqualTo(Map.of("acme", "default"));
              assertThat(properties.connections().get("default").callDeadline())
                  .isEqualTo(Duration.ofSeconds(5));
              assertThat(properties.connections().get("default").proxy().port()).isEqualTo(3128);
            });
  }

  @ParameterizedTest
  @CsvSource({"app-id,app-secret", "app-secret,app-id"})
  void a_missing_or_blank_id_or_secret_stops_the_start_and_is_named(String missing, String given) {
    String prefix = "remedyflow.connections.default.";

    for (String blank : List.of("", prefix + missing + "=", prefix + missing + "=  ")) {
      runner
          .withPropertyValues(prefix + given + "=hunter2", blank.isEmpty() ? "a=b" : blank)
          .run(
              context -> {
                assertThat(context).hasFailed();
                assertThat(stackTrace(context.getStartupFailure()))
                    .contains(prefix + missing)
                    .doesNotContain("hunter2");
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "requests-per-second,0",
    "requests-per-second,many",
    "zone,Asia/Nowhere",
    "language,zh-TW",
    "call-deadline,PT10M",
    "show-employee-ids,perhaps",
    "app-secret-file,/nowhere",
    "base-url,open.feishu.cn",
    "proxy.port,0"
  })
  void a_value_that_makes_no_sense_stops_the_start_and_is_named(String property, String value) {
    runner
        .withPropertyValues(REQUIRED)
        .withPropertyValues(
            "remedyflow.connections.default.proxy.host=x",
            "remedyflow.connections.default.proxy.port=1",
            "remedyflow.connections.default." + property + "=" + value)
        .run(
            context -> {
              assertThat(context).hasFailed();
              assertThat(stackTrace(context.getStartupFailure()))
                  .contains("remedyflow.connections.default." + property.replace(".port", ""))
                  .doesNotContain("s3cr3t");
            });
  }

  @Test
  void every_value_is_stripped_also_behind_a_placeholder() {
    String prefix = "remedyflow.connections.default.";
    runner
        .withInitializer(
            AddedProperties.first(
                new MapPropertySource(
                    "mounted",
                    Map.of(
                        prefix + "app-id",
                        " cli_a1b2c3\n",
                        prefix + "app-secret",
                        "${MOUNTED}",
                        "MOUNTED",
                        "s3cr3t\n",
                        prefix + "call-deadline",
                        "PT5S\n",
                        prefix + "proxy.host",
                        "proxy.example.com\n",
                        prefix + "proxy.port",
                        "3128\n",
                        prefix + "proxy.password",
                        "pass-word\r\n",
                        "remedyflow.tenant-connections.acme",
                        "default\n",
                        "remedyflow.cluster.shared-rate-limit",
                        "off\n",
                        prefix + "zone",
                        ""))))
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              var properties = context.getBean(RemedyflowProperties.class);
              var connection = properties.connections().get("default");
              assertThat(connection.appId()).isEqualTo("cli_a1b2c3");
              assertThat(connection.appSecret()).isEqualTo(AppSecret.of("s3cr3t"));
              assertThat(connection.callDeadline()).isEqualTo(Duration.ofSeconds(5));
              assertThat(connection.proxy().password()).isEqualTo("pass-word");
              assertThat(connection.zone()).isNull();
              assertThat(properties.tenantConnections()).isEqualTo(Map.of("acme", "default"));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "remedyflow.connections.default.langauge,Did you mean remedyflow.connections.default.language?",
    "remedyflow.connection.default.app-id,Did you mean remedyflow.connections.default.app-id?",
    "remedyflow.connections.default.app-secrt,Did you mean remedyflow.connections.default.app-secret?",
    "remedyflow.check-on-start,Did you mean remedyflow.check-on-startup?"
  })
  void an_unknown_name_stops_the_start_and_the_nearest_one_is_named(String name, String advice) {
    runner
        .withPropertyValues(REQUIRED)
        .withPropertyValues(name + "=hunter2")
        .run(
            context ->
                assertThat(stackTrace(context.getStartupFailure()))
                    .contains(name + " is not a property of Remedyflow.", advice)
                    .doesNotContain("hunter2"));
  }

  @Test
  void every_spelling_of_springs_and_what_others_own_is_no_unknown_name(CapturedOutput output) {
    runner
        .withInitializer(
            AddedProperties.first(
                new SystemEnvironmentPropertySource(
                    "test-systemEnvironment",
                    Map.of(
                        "REMEDYFLOW_PORT", "tcp://10.0.0.1:80",
                        "REMEDYFLOW_CONNECTIONS_DEFAULT_LANGAUGE", "zh-CN",
                        "REMEDYFLOW_CONNECTIONS_DEFAULT_APP_SECRET", "s3cr3t"))))
        .withPropertyValues(
            "remedyflow.connections.default.appId=cli_a1b2c3",
            "remedyflow.connections[default].requests_per_second=20",
            "remedyflow.tenant-connections[acme.com]=default",
            "remedyflow.checkOnStartup=false",
            "management.health.remedyflow.enabled=true",
            "remedyflowx.connections.default.foo=bar")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(output)
                  .contains(
                      "The environment variable REMEDYFLOW_CONNECTIONS_DEFAULT_LANGAUGE names no property",
                      "Did you mean REMEDYFLOW_CONNECTIONS_DEFAULT_LANGUAGE?");
            });
  }

  @Test
  void a_cluster_is_configured() {
    runner
        .withPropertyValues(
            "remedyflow.cluster.nodes=3",
            "remedyflow.cluster.shared-rate-limit=off",
            "remedyflow.cluster.create-table=false",
            "remedyflow.cluster.database-connections=engine")
        .run(
            context ->
                assertThat(context.getBean(RemedyflowProperties.class).cluster())
                    .isEqualTo(new ClusterProperties(3, "off", false, "engine")));
  }

  @Test
  void a_node_on_its_own_needs_no_word_about_a_cluster() {
    runner.run(
        context ->
            assertThat(context.getBean(RemedyflowProperties.class).cluster())
                .isEqualTo(new ClusterProperties(null, null, null, null)));
  }

  @ParameterizedTest
  @CsvSource({"nodes,0", "shared-rate-limit,on"})
  void a_cluster_that_makes_no_sense_stops_the_start(String property, String value) {
    runner
        .withPropertyValues("remedyflow.cluster." + property + "=" + value)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining("remedyflow.cluster." + property));
  }

  @Test
  void a_tenant_of_an_unknown_connection_stops_the_start() {
    runner
        .withPropertyValues(REQUIRED)
        .withPropertyValues("remedyflow.tenant-connections.acme=larq")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining("remedyflow.tenant-connections.acme"));
  }

  @Test
  void without_a_connection_it_starts_with_a_warning(CapturedOutput output) {
    runner.run(
        context -> {
          assertThat(context).hasNotFailed().hasBean("fetchAllowedRemedies");
          assertThat(output).contains("No Feishu connection is configured");
        });
  }

  @Test
  void the_secret_is_in_no_text() {
    runner
        .withPropertyValues(REQUIRED)
        .run(
            context ->
                assertThat(context.getBean(RemedyflowProperties.class).toString())
                    .contains("cli_a1b2c3")
                    .doesNotContain("s3cr3t"));
  }

  @Test
  void without_an_engine_nothing_happens() {
    runner
        .withPropertyValues("remedyflow.connections.default.app-id=")
        .withClassLoader(new FilteredClassLoader("org.camunda.bpm.engine"))
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(RemedyConnections.class)
                    .doesNotHaveBean("fetchAllowedRemedies"));
  }

  @Test
  void the_connections_of_the_application_win_without_a_warning(CapturedOutput output) {
    RemedyConnections own = new RemedyConnections(List.of(), Map.of());

    runner
        .withBean(RemedyConnections.class, () -> own)
        .run(
            context -> {
              assertThat(context).getBean(RemedyConnections.class).isSameAs(own);
              assertThat(context).doesNotHaveBean(RemedyflowConnections.class);
              assertThat(output).doesNotContain("No Feishu connection is configured");
            });
  }

  @Test
  void a_delegate_of_the_application_wins() {
    FeishuTaskDelegate own =
        new FeishuTaskDelegate(
            FetchAllowedRemedies.TASK,
            new RemedyConnections(List.of(), Map.of()),
            new JobEngineView());

    runner
        .withBean("fetchAllowedRemedies", FeishuTaskDelegate.class, () -> own)
        .run(context -> assertThat(context).getBean("fetchAllowedRemedies").isSameAs(own));
  }

  @Test
  void every_property_has_a_sentence_in_the_metadata_that_editors_show() throws IOException {
    Path classes =
        Path.of(
            URI.create(
                RemedyflowProperties.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString()));
    JsonNode properties =
        new ObjectMapper()
            .readTree(classes.resolve("META-INF/spring-configuration-metadata.json").toFile())
            .get("properties");

    assertThat(properties.findValuesAsText("name"))
        .contains(
            "remedyflow.connections",
            "remedyflow.tenant-connections",
            "remedyflow.cluster.nodes",
            "remedyflow.cluster.shared-rate-limit",
            "remedyflow.cluster.create-table",
            "remedyflow.cluster.database-connections",
            "remedyflow.check-on-startup");
    assertThat(properties)
        .allSatisfy(
            property ->
                assertThat(property.path("description").asText()).as("%s", property).endsWith("."));
  }

  private static String stackTrace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void it_depends_on_no_engine_bean() {
    runner.run(context -> assertThat(context).doesNotHaveBean(ProcessEngine.class));
  }
}
