package io.remedyflow.plugin.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.feishu.AppSecret;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"hr-china", "hrChina", "HR_China"})
  void a_secret_from_the_environment_finds_its_connection(String spelled) {
    assertThat(
            ConnectionNames.broughtTogether(
                Map.of(spelled, properties("cli_a", null), "hrchina", properties(null, "s3cr3t"))))
        .containsExactly(Map.entry(spelled, properties("cli_a", "s3cr3t")));
  }

  @Test
  void what_the_environment_says_wins() {
    assertThat(
            ConnectionNames.broughtTogether(
                Map.of("hr-china", properties("cli_a", "old"), "hrchina", properties(null, "new"))))
        .containsExactly(Map.entry("hr-china", properties("cli_a", "new")));
  }

  @Test
  void two_complete_connections_are_two_however_alike() {
    var connections =
        Map.of("hr-china", properties("cli_a", "one"), "hrchina", properties("cli_b", "two"));

    assertThat(ConnectionNames.broughtTogether(connections)).isEqualTo(connections);
  }

  @Test
  void an_ambiguous_name_matches_no_connection() {
    var connections =
        Map.of(
            "hr-china", properties("cli_a", null),
            "hrChina", properties("cli_b", null),
            "hrchina", properties(null, "whose"));

    assertThat(ConnectionNames.broughtTogether(connections)).isEqualTo(connections);
  }

  @Test
  void a_secret_in_a_file_completes_a_connection_too() {
    ConnectionProperties file =
        PlainConfiguration.read(
                "remedyflow.connections.x.app-secret-file=/run/secrets/feishu", Map.of())
            .connections()
            .get("x");

    assertThat(file.isComplete()).isFalse();
    assertThat(file.over(properties("cli_a", null)).isComplete()).isTrue();
    assertThat(properties("cli_a", null).over(file).appSecretFile())
        .isEqualTo("/run/secrets/feishu");
  }

  private static ConnectionProperties properties(@Nullable String appId, @Nullable String secret) {
    return new ConnectionProperties(
        appId,
        secret == null ? null : AppSecret.of(secret),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
