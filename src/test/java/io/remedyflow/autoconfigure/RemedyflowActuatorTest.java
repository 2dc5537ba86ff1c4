package io.remedyflow.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.plugin.config.RemedyflowConnections;
import io.remedyflow.remedy.RemedyConnections;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;

class RemedyflowActuatorTest {

  @AutoClose private final FeishuSimulator feishu = FeishuSimulator.start();

  private final ApplicationContextRunner bare =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  RemedyflowAutoConfiguration.class, RemedyflowActuatorAutoConfiguration.class));

  private final ApplicationContextRunner runner =
      bare.withPropertyValues(
          "management.endpoints.web.exposure.include=*",
          "remedyflow.connections.default.app-id=" + feishu.appId(),
          "remedyflow.connections.default.app-secret=" + feishu.appSecret(),
          "remedyflow.connections.default.base-url=" + feishu.baseUrl(),
          "remedyflow.connections.wrong.app-id=" + feishu.appId(),
          "remedyflow.connections.wrong.app-secret=hunter2",
          "remedyflow.connections.wrong.language=zh-CN",
          "remedyflow.connections.wrong.base-url=" + feishu.baseUrl());

  @Test
  void a_connection_is_up_while_it_has_a_token_and_a_probe_costs_nothing() {
    runner.run(
        context -> {
          var contributor = context.getBean(HealthContributor.class);

          Health health = health(contributor, "default");
          for (int probe = 0; probe < 20; probe++) {
            assertThat(health(contributor, "default").getStatus()).isEqualTo(Status.UP);
          }

          assertThat(health.getStatus()).isEqualTo(Status.UP);
          assertThat(health.getDetails())
              .containsEntry("host", "127.0.0.1")
              .containsEntry("appId", feishu.appId())
              .containsEntry("language", "en")
              .containsEntry("zone", "Asia/Shanghai")
              .containsEntry("circuitOpen", false)
              .containsEntry("cooldown", "PT0S")
              .containsKey("explanation");
          assertThat(feishu.tokenRequests()).hasSize(1);
          assertThat(feishu.remedyRequests()).isEmpty();
        });
  }

  @Test
  @Provokes(FaultRow.T6)
  void a_wrong_secret_is_down_with_the_reason_and_is_not_hammered() {
    runner.run(
        context -> {
          var contributor = context.getBean(HealthContributor.class);

          Health health = health(contributor, "wrong");
          for (int probe = 0; probe < 20; probe++) {
            assertThat(health(contributor, "wrong").getStatus()).isEqualTo(Status.DOWN);
          }

          assertThat(health.getStatus()).isEqualTo(Status.DOWN);
          assertThat(health.getDetails().get("explanation"))
              .asString()
              .contains("app-secret", "飞书");
          assertThat(health.getDetails()).containsKeys("code", "logId");
          assertThat(health.toString()).doesNotContain("hunter2");
          assertThat(feishu.tokenRequests()).hasSize(1);
        });
  }

  @Test
  @Provokes(FaultRow.N19)
  void a_host_that_does_not_resolve_is_down_and_named() {
    bare.withPropertyValues(
            "remedyflow.connections.default.app-id=cli_a1b2c3",
            "remedyflow.connections.default.app-secret=hunter2",
            "remedyflow.connections.default.call-deadline=2s",
            "remedyflow.connections.default.base-url=https://feishu.invalid")
        .run(
            context -> {
              Health health = health(context.getBean(HealthContributor.class), "default");

              assertThat(health.getStatus()).isEqualTo(Status.DOWN);
              assertThat(health.getDetails().get("explanation"))
                  .asString()
                  .contains("feishu.invalid");
            });
  }

  @Test
  void without_a_connection_the_health_is_unknown_and_says_what_to_configure() {
    bare.run(
        context -> {
          var indicator = (HealthIndicator) context.getBean(HealthContributor.class);

          assertThat(indicator.health().getStatus()).isEqualTo(Status.UNKNOWN);
          assertThat(indicator.health().getDetails().get("explanation"))
              .asString()
              .contains("remedyflow.connections.default.app-id");
        });
  }

  @Test
  void the_health_can_be_switched_off() {
    runner
        .withPropertyValues("management.health.remedyflow.enabled=false")
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(HealthContributor.class)
                    .hasSingleBean(RemedyflowEndpoint.class));
  }

  @Test
  void the_endpoint_lists_connections_and_makes_no_call() {
    runner.run(
        context -> {
          var endpoint = context.getBean(RemedyflowEndpoint.class);

          assertThat(endpoint.connections().toString())
              .contains("default", "wrong", feishu.appId(), "retryBudget")
              .doesNotContain("hunter2", feishu.appSecret());
          assertThat(feishu.requests()).isEmpty();
        });
  }

  @Test
  void the_endpoint_tries_one_connection() {
    runner.run(
        context -> {
          var endpoint = context.getBean(RemedyflowEndpoint.class);

          assertThat(endpoint.check("default")).containsEntry("works", true);
          assertThat(feishu.remedyRequests()).hasSize(1);
          assertThat(endpoint.check("wrong"))
              .containsEntry("works", false)
              .containsKeys("explanation", "code", "logId");
          assertThat(endpoint.check("larq")).isNull();
        });
  }

  @Test
  void the_endpoint_sees_what_a_token_alone_does_not_show() {
    runner.run(
        context -> {
          feishu.onRemedies(Fault.answer(400, 99991672, "Access denied").times(3));

          assertThat(context.getBean(RemedyflowEndpoint.class).check("default"))
              .containsEntry("works", false)
              .containsEntry("code", 99991672)
              .satisfies(
                  answer ->
                      assertThat(answer.get("explanation"))
                          .asString()
                          .contains("attendance:task:readonly"));
        });
  }

  @Test
  void the_endpoint_is_not_there_unless_it_is_exposed() {
    runner
        .withPropertyValues("management.endpoints.web.exposure.include=health")
        .run(
            context ->
                assertThat(context).hasNotFailed().doesNotHaveBean(RemedyflowEndpoint.class));
  }

  @Test
  void secrets_are_masked_by_name_in_every_spelling_and_by_value_wherever_they_come_from() {
    runner
        .withPropertyValues(
            "remedyflow.connections.wrong.proxy.host=proxy.example.com",
            "remedyflow.connections.wrong.proxy.port=3128",
            "remedyflow.connections.wrong.proxy.password=hunter3")
        .run(
            context -> {
              var mask = context.getBean(SanitizingFunction.class);

              for (String key :
                  List.of(
                      "remedyflow.connections.default.app-secret",
                      "remedyflow.connections.default.appSecret",
                      "remedyflow.connections[default].app_secret",
                      "REMEDYFLOW_CONNECTIONS_HR_APPSECRET",
                      "remedyflow.connections.default.proxy.password")) {
                assertThat(masked(mask, key, "anything")).as(key).isEqualTo("******");
              }
              assertThat(masked(mask, "FEISHU_VALUE", "hunter2")).isEqualTo("******");
              assertThat(masked(mask, "FEISHU_VALUE", " hunter2 ")).isEqualTo("******");
              assertThat(masked(mask, "PROXY_VALUE", "hunter3")).isEqualTo("******");
              assertThat(masked(mask, "remedyflow.connections.default.app-id", "cli_a"))
                  .isEqualTo("cli_a");
              assertThat(masked(mask, "other", "")).isEqualTo("");
              assertThat(masked(mask, "other.app-secret", 7)).isEqualTo(7);
            });
  }

  @Test
  @Provokes(FaultRow.S6)
  void secrets_are_masked_as_a_part_of_a_value_and_usual_words_are_not() {
    runner
        .withPropertyValues(
            "remedyflow.connections.json.app-id=cli_json",
            "remedyflow.connections.json.app-secret=s3c\"r3/t-of-some-length",
            "remedyflow.connections.wrong.proxy.host=proxy.example.com",
            "remedyflow.connections.wrong.proxy.port=3128",
            "remedyflow.connections.wrong.proxy.password=user",
            "remedyflow.connections.short.app-id=cli_short",
            "remedyflow.connections.short.app-secret=ok")
        .run(
            context -> {
              var mask = context.getBean(SanitizingFunction.class);

              for (String value :
                  List.of(
                      "-Dremedyflow.connections.wrong.app-secret=hunter2 -Xmx1g",
                      "{\"app-secret\":\"hunter2\"}",
                      "{\\\"app-secret\\\":\\\"hunter2\\\"}",
                      "{\"app-secret\":\"s3c\\\"r3/t-of-some-length\"}",
                      "{\"nested\":\"{\\\"s\\\":\\\"s3c\\\\\\\"r3/t-of-some-length\\\"}\"}",
                      "{\"app-secret\":\"s3c\\\"r3\\/t-of-some-length\"}",
                      "secret=s3c%22r3%2Ft-of-some-length",
                      "http://me:user@proxy.example.com",
                      "ok")) {
                assertThat(masked(mask, "SPRING_APPLICATION_JSON", value))
                    .as(value)
                    .isEqualTo("******");
              }
              for (String value :
                  List.of("/home/user", "-Duser.home=/root", "username", "it is ok", "hunter22")) {
                assertThat(masked(mask, "OTHER", value)).isEqualTo(value);
              }
            });
  }

  @Test
  void a_secret_that_has_changed_is_masked_and_so_is_the_one_before() {
    Map<String, Object> vault = new HashMap<>(Map.of("VAULT_ENTRY", "before"));
    runner
        .withInitializer(AddedProperties.last(new MapPropertySource("vault", vault)))
        .withPropertyValues("remedyflow.connections.wrong.app-secret=${VAULT_ENTRY}")
        .run(
            context -> {
              var mask = context.getBean(SanitizingFunction.class);

              vault.put("VAULT_ENTRY", "after");

              assertThat(masked(mask, "VAULT_ENTRY", "after")).isEqualTo("******");
              assertThat(masked(mask, "VAULT_ENTRY_OF_YESTERDAY", "before")).isEqualTo("******");
              assertThat(masked(mask, "OTHER", "elsewhere")).isEqualTo("elsewhere");
            });
  }

  @Test
  void without_actuator_nothing_of_it_is_there_and_the_task_works() {
    runner
        .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .hasBean("fetchAllowedRemedies")
                    .doesNotHaveBean(RemedyflowActuatorAutoConfiguration.class));
  }

  @Test
  void without_an_engine_nothing_of_it_is_there() {
    runner
        .withClassLoader(new FilteredClassLoader("org.camunda.bpm.engine"))
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(HealthContributor.class)
                    .doesNotHaveBean(SanitizingFunction.class)
                    .doesNotHaveBean(RemedyflowEndpoint.class));
  }

  @Test
  void connections_of_the_application_are_its_own_to_watch() {
    runner
        .withBean(RemedyConnections.class, () -> new RemedyConnections(List.of(), Map.of()))
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(RemedyflowConnections.class)
                    .doesNotHaveBean(HealthContributor.class)
                    .doesNotHaveBean(RemedyflowEndpoint.class));
  }

  private static Health health(HealthContributor contributor, String connection) {
    var composite = (CompositeHealthContributor) contributor;
    return ((HealthIndicator) composite.getContributor(connection)).health();
  }

  private static Object masked(SanitizingFunction mask, String key, Object value) {
    return mask.apply(new SanitizableData(null, key, value)).getValue();
  }
}
