package io.remedyflow.plugin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.SimulatedConnection;
import io.remedyflow.testing.TestEngine;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretDestinationTest {

  @Provokes(FaultRow.S2)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://gateway.example",
        "https://10.0.0.7:8443",
        "https://open.feishu.cn.evil.example",
        "https://127.evil.example",
        "https://[fd00::1]"
      })
  void another_host_than_feishus_or_larks_is_warned_of_once_when_it_is_opened(URI baseUrl) {
    assertThat(warnings(baseUrl))
        .singleElement()
        .asString()
        .contains("Connection hr sends its app secret to " + baseUrl.getHost())
        .contains("neither open.feishu.cn nor open.larksuite.com")
        .contains("remedyflow.connections.hr.base-url")
        .doesNotContain("TLS", "very-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://gateway.example", "HTTP://10.0.0.7"})
  void a_secret_that_travels_without_tls_is_warned_of_once(URI baseUrl) {
    assertThat(warnings(baseUrl))
        .singleElement()
        .asString()
        .contains("sends its app secret to " + baseUrl.getHost())
        .contains("without TLS")
        .contains("use https");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://open.feishu.cn",
        "https://OPEN.LARKSUITE.COM/",
        "http://127.0.0.1:8080",
        "http://localhost:8080",
        "http://[::1]:8080"
      })
  void feishu_lark_and_a_stand_in_on_this_machine_get_it_without_ado(URI baseUrl) {
    assertThat(warnings(baseUrl)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cli_a,very-secret,http://open.feishu.cn,base-url would send the app secret to Feishu without TLS",
    "cli_a,very-secret,https://open.feishu.cn/open-apis,base-url has a path",
    "cli_a,very-secret,https://open.larksuite.com/open-apis/auth,base-url has a path",
    "very-secret,cli_a,https://open.feishu.cn,app-id and app-secret look swapped",
    "very-secret,other-secret,https://open.feishu.cn,app-id does not begin with cli_",
    "cli_a,cli_a,https://open.larksuite.com,app-secret begins with cli_"
  })
  void what_cannot_work_at_feishus_own_hosts_is_rejected_and_shows_no_secret(
      String appId, String secret, URI baseUrl, String complaint) {
    assertThatThrownBy(() -> warnings(appId, secret, baseUrl))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("remedyflow.connections.hr." + complaint)
        .hasMessageNotContaining("very-secret");
  }

  @ParameterizedTest
  @CsvSource({
    "cli_a,very-secret,https://gateway.example/open-apis,base-url has a path",
    "very-secret,cli_a,https://gateway.example,app-id and app-secret look swapped"
  })
  void elsewhere_it_is_warned_of(String appId, String secret, URI baseUrl, String complaint) {
    assertThat(warnings(appId, secret, baseUrl))
        .hasSize(2)
        .anyMatch(text -> text.contains("remedyflow.connections.hr." + complaint))
        .noneMatch(text -> text.contains("very-secret"));
  }

  @Test
  void a_host_with_an_underscore_is_rejected_with_the_reason() {
    assertThatThrownBy(() -> warnings(URI.create("http://my_host:8080")))
        .hasMessageStartingWith("remedyflow.connections.hr.base-url has a host with an underscore");
  }

  @Test
  void the_default_is_feishu_over_tls() {
    assertThat(
            SecretDestination.warning(
                ConnectionSettings.builder("hr")
                    .appId("cli_a")
                    .appSecret(AppSecret.of("very-secret"))
                    .build()))
        .isEmpty();
  }

  private static List<String> warnings(URI baseUrl) {
    return warnings("cli_a", "very-secret", baseUrl);
  }

  private static List<String> warnings(String appId, String secret, URI baseUrl) {
    try (LogLines log = new LogLines(RemedyflowConnections.class);
        RemedyflowPlugin plugin =
            TestEngine.plugin(SimulatedConnection.named("hr", appId, secret, baseUrl))) {
      plugin.preInit(TestEngine.inMemory("destination"));
      return log.at(Level.WARN);
    }
  }
}
