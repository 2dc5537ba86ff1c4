package io.remedyflow.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemedyConnectionsTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\t"})
  void a_task_that_names_none_gets_the_default(String name) {
    assertThat(connections("default", "lark").forTask(name, null).name()).isEqualTo("default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lark", " lark "})
  void a_task_gets_the_connection_that_it_names(String name) {
    assertThat(connections("default", "lark").forTask(name, null).name()).isEqualTo("lark");
  }

  @Test
  void an_unknown_name_is_answered_with_the_known_ones() {
    var failure = failure(connections("default", "lark"), "Lark", null);

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.code()).isNull();
    assertThat(failure.explanation().en()).contains("'Lark'").contains("default, lark");
    assertThat(failure.explanation().zhCn()).contains("“Lark”").contains("default, lark");
  }

  @Test
  void without_any_connection_the_answer_says_so() {
    var failure = failure(connections(), null, null);

    assertThat(failure.explanation().en())
        .startsWith(
            "No connection to Feishu is configured. Configure remedyflow.connections.default.app-id");
    assertThat(failure.explanation().zhCn()).contains("尚未配置任何飞书连接");
  }

  @Test
  void a_hostile_name_is_cleaned_before_it_is_repeated() {
    var failure = failure(connections("default"), "<script>x</script>a\nb" + "c".repeat(99), null);

    assertThat(failure.explanation().en()).doesNotContain("script", "\n", "c".repeat(65));
  }

  @Test
  void a_tenant_gets_its_own_connection_when_the_task_names_none() {
    var connections = tenants(Map.of("acme", "lark"), "default", "lark");

    assertThat(connections.forTask(null, "acme").name()).isEqualTo("lark");
    assertThat(connections.forTask("lark", "acme").name()).isEqualTo("lark");
    assertThat(connections.forTask(null, "other").name()).isEqualTo("default");
    assertThat(connections.forTask("lark", "other").name()).isEqualTo("lark");
  }

  @Test
  void a_tenant_that_the_environment_binds_is_found_in_any_case() {
    var connections = tenants(Map.of("acme", "lark"), "default", "lark");

    assertThat(connections.forTask(null, "ACME").name()).isEqualTo("lark");
    assertThat(failure(connections, "default", "Acme").retryable()).isFalse();
  }

  @Test
  void a_tenant_with_a_binding_of_its_own_is_not_mistaken_for_another() {
    var connections = tenants(Map.of("acme", "lark", "ACME", "default"), "default", "lark");

    assertThat(connections.forTask(null, "ACME").name()).isEqualTo("default");
    assertThat(connections.forTask(null, "acme").name()).isEqualTo("lark");
  }

  @Test
  void complaints_are_in_the_language_of_the_connection_that_would_be_used() {
    RemedyCalls unused = unused();
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    var connections =
        new RemedyConnections(
            List.of(
                new RemedyConnection("default", zone, Language.ZH_CN, unused),
                new RemedyConnection("lark", zone, Language.EN, unused)),
            Map.of("acme", "lark"));

    assertThat(connections.language(null)).isEqualTo(Language.ZH_CN);
    assertThat(connections.language("acme")).isEqualTo(Language.EN);
    assertThat(new RemedyConnections(List.of(), Map.of()).language("x")).isEqualTo(Language.EN);
  }

  @Test
  void a_bound_tenant_may_use_no_other_connection() {
    var connections = tenants(Map.of("acme", "lark"), "default", "lark");

    var failure = failure(connections, "default", "acme");

    assertThat(failure.retryable()).isFalse();
    assertThat(failure.explanation().en()).contains("'acme'", "'lark'", "'default'");
    assertThat(failure.explanation().zhCn()).contains("acme", "lark", "default");
  }

  @Test
  void a_bound_tenant_does_not_learn_which_other_connections_exist() {
    var connections = tenants(Map.of("acme", "lark"), "default", "lark", "secretive");

    assertThat(failure(connections, "nosuch", "acme").explanation().en())
        .doesNotContain("secretive");
  }

  @Test
  void a_tenant_bound_to_a_missing_connection_stops_the_start() {
    assertThatThrownBy(() -> tenants(Map.of("acme", "larq"), "default", "lark"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("remedyflow.tenant-connections.acme")
        .hasMessageContaining("'larq'")
        .hasMessageContaining("default, lark");
  }

  private static UnusableConnectionException failure(
      RemedyConnections connections, String name, String tenantId) {
    return catchThrowableOfType(
        UnusableConnectionException.class, () -> connections.forTask(name, tenantId));
  }

  private static RemedyConnections connections(String... names) {
    return tenants(Map.of(), names);
  }

  private static RemedyConnections tenants(Map<String, String> tenants, String... names) {
    List<RemedyConnection> connections =
        Arrays.stream(names)
            .map(
                name ->
                    new RemedyConnection(name, ZoneId.of("Asia/Shanghai"), Language.EN, unused()))
            .toList();
    return new RemedyConnections(connections, tenants);
  }

  private static RemedyCalls unused() {
    return RemedyCalls.answering(
        RemedyQuery.class,
        query -> {
          throw new AssertionError("no call is made here");
        });
  }
}
