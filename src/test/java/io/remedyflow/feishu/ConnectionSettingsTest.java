package io.remedyflow.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.remedy.Language;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionSettingsTest {

  @Test
  void two_settings_suffice() {
    ConnectionSettings settings = complete().build();

    assertThat(settings.baseUrl()).isEqualTo(URI.create("https://open.feishu.cn"));
    assertThat(settings.requestsPerSecond()).isEqualTo(50);
    assertThat(settings.requestsPerMinute()).isNull();
    assertThat(settings.zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
    assertThat(settings.language()).isEqualTo(Language.EN);
    assertThat(settings.callDeadline()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.proxy()).isNull();
    assertThat(settings.showsEmployeeIds()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://open.larksuite.com/, https://open.larksuite.com",
    "https://gateway.example/feishu//, https://gateway.example/feishu",
    "http://127.0.0.1:8080, http://127.0.0.1:8080"
  })
  void a_trailing_slash_does_no_harm(URI given, URI used) {
    assertThat(complete().baseUrl(given).build().baseUrl()).isEqualTo(used);
  }

  @Test
  void the_scheme_is_used_in_lower_case_however_it_is_written() {
    URI given = URI.create("HTTPS://open.larksuite.com");

    assertThat(complete().baseUrl(given).build().baseUrl())
        .hasToString("https://open.larksuite.com");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("app-id", builder -> builder.appId(" ")),
        mistake("app-id", builder -> builder.appId("${FEISHU_APP_ID}")),
        mistake("app-secret", builder -> builder.appSecret(AppSecret.of("${FEISHU_APP_SECRET}"))),
        mistake("app-secret-file", builder -> builder.appSecretFile(Path.of("/nowhere"))),
        mistake("base-url", builder -> builder.baseUrl(URI.create("open.feishu.cn"))),
        mistake("base-url", builder -> builder.baseUrl(URI.create("ftp://open.feishu.cn"))),
        mistake("base-url", builder -> builder.baseUrl(URI.create("https://u:p@open.feishu.cn"))),
        mistake("base-url", builder -> builder.baseUrl(URI.create("https://open.feishu.cn?x=1"))),
        mistake("base-url", builder -> builder.baseUrl(URI.create("https:///open-apis"))),
        mistake("requests-per-second", builder -> builder.requestsPerSecond(0)),
        mistake("requests-per-minute", builder -> builder.requestsPerMinute(0)),
        mistake("call-deadline", builder -> builder.callDeadline(Duration.ZERO)),
        mistake("call-deadline", builder -> builder.callDeadline(Duration.ofMinutes(5))));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void a_mistake_is_named_by_its_property(
      String property, UnaryOperator<ConnectionSettings.Builder> mistake) {
    assertThatThrownBy(() -> mistake.apply(complete()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("remedyflow.connections.hr." + property + " ");
  }

  @Provokes(FaultRow.S2)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254",
        "http://169.254.169.254/latest/meta-data",
        "https://169.254.170.2:8443",
        "http://[::ffff:169.254.169.254]",
        "http://[::ffff:a9fe:a9fe]",
        "http://[fe80::1]",
        "http://[fe80::a9fe:a9fe%25eth0]",
        "http://[fd00:ec2::254]",
        "http://[FD00:0EC2:0:0:0:0:0:254]",
        "http://metadata.google.internal",
        "http://Metadata.Google.Internal.",
        "http://metadata.goog/computeMetadata/v1",
        "http://100.100.100.200"
      })
  void the_metadata_service_of_a_cloud_is_rejected_however_it_is_written(URI url) {
    assertThatThrownBy(() -> complete().baseUrl(url).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("remedyflow.connections.hr.base-url ")
        .hasMessageContaining("a cloud hands out credentials");
  }

  @Provokes(FaultRow.S2)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://2852039166",
        "http://0xA9FEA9FE",
        "http://0251.0376.0251.0376",
        "http://169.254.43518",
        "http://169.254.169.254.",
        "http://169.254.169.254@open.feishu.cn",
        "http://169。254。169。254"
      })
  void an_address_in_disguise_is_no_host(URI url) {
    assertThatThrownBy(() -> complete().baseUrl(url).build())
        .hasMessageStartingWith("remedyflow.connections.hr.base-url must be scheme and host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://[::1]:8080",
        "https://10.0.0.7",
        "https://192.168.1.1",
        "https://100.100.100.201",
        "https://[fd00:ec2::253]",
        "https://gateway.internal",
        "https://169.254.169.254.example.com"
      })
  void a_private_host_is_permitted_by_being_configured(URI url) {
    assertThat(complete().baseUrl(url).build().baseUrl()).isEqualTo(url);
  }

  @Test
  void no_json_shows_a_secret_or_a_password() throws Exception {
    ConnectionSettings settings =
        complete().proxy(new ProxySettings("proxy", 3128, "user", "pass-word")).build();
    for (JsonMapper json :
        List.of(
            JsonMapper.builder().findAndAddModules().build(),
            JsonMapper.builder()
                .findAndAddModules()
                .visibility(PropertyAccessor.ALL, Visibility.ANY)
                .build())) {
      assertThat(json.writeValueAsString(settings))
          .contains("cli_a", "proxy", "******")
          .doesNotContain("very-secret")
          .doesNotContain("pass-word");
    }
  }

  @Test
  void a_missing_secret_is_named_by_its_property() {
    assertThatThrownBy(() -> ConnectionSettings.builder("hr").appId("cli_a").build())
        .hasMessageStartingWith("remedyflow.connections.hr.app-secret is missing");
  }

  @Test
  void a_file_stands_for_the_secret(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "very-secret\n");

    ConnectionSettings settings =
        ConnectionSettings.builder("hr").appId("cli_a").appSecretFile(file).build();

    assertThat(settings.appSecret()).isEqualTo(AppSecret.of("very-secret"));
    assertThat(settings.secretSource()).isEqualTo(new SecretFile(file));
    assertThat(settings.toString()).contains(file.toString()).doesNotContain("very-secret");
  }

  @Test
  void a_file_that_cannot_be_used_is_named_with_its_property(@TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "very secret");
    var builder = ConnectionSettings.builder("hr").appId("cli_a").appSecretFile(file);

    assertThatThrownBy(builder::build)
        .hasMessage(
            "remedyflow.connections.hr.app-secret-file is of no use: the file %s holds more than a secret."
                .formatted(file));
    Files.delete(file);
    assertThatThrownBy(builder::build).hasMessageContaining(file + " cannot be read");
  }

  @Test
  void no_text_form_shows_a_secret_or_a_password() {
    ConnectionSettings settings =
        complete().proxy(new ProxySettings("proxy", 3128, "user", "pass-word")).build();

    assertThat(settings.toString()).doesNotContain("very-secret").doesNotContain("pass-word");
  }

  private static Arguments mistake(
      String property, UnaryOperator<ConnectionSettings.Builder> mistake) {
    return Arguments.of(property, mistake);
  }

  private static ConnectionSettings.Builder complete() {
    return ConnectionSettings.builder("hr").appId("cli_a").appSecret(AppSecret.of("very-secret"));
  }

  @ParameterizedTest
  @CsvSource({
    "50, , 50, , 50/s",
    "50, , 50, 1000, 50/s 1000/min",
    "20, , 50, 1000, 20/s 1000/min",
    "50, , 5, , 5/s",
    "20, , 5, , 5/s",
    "100, , 50, 1000, 100/s 1000/min",
    "50, 600, 50, 1000, 50/s 600/min",
    "50, 2000, 50, 1000, 50/s 2000/min",
    "50, 600, 50, , 50/s 600/min"
  })
  void the_limits_of_an_endpoint_are_lowered_by_settings_and_raised_by_deliberate_ones(
      int second, Integer minute, int documented, Integer documentedMinute, String limits) {
    ConnectionSettings settings =
        ConnectionSettings.builder("default")
            .appId("cli_a")
            .appSecret(AppSecret.of("s"))
            .requestsPerSecond(second)
            .requestsPerMinute(minute)
            .build();

    assertThat(settings.rateLimits(RateLimits.of(documented, documentedMinute)))
        .hasToString(limits);
  }
}
