package io.remedyflow.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an operator reads when the configuration keeps an application from starting. */
@ExtendWith(OutputCaptureExtension.class)
class FailedStartTest {

  private static final String CONNECTION = "remedyflow.connections.default.";

  @Test
  void a_missing_property_is_described_with_what_to_do_instead_of_a_stack_trace(
      CapturedOutput output) {
    assertThatThrownBy(() -> start("app-secret=hunter2")).isNotNull();

    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .containsPattern(
            "Description:\\s+remedyflow\\.connections\\.default\\.app-id is missing\\.\\s+Action:\\s+Copy it from")
        .doesNotContain("\tat ", "hunter2");
  }

  @Test
  void a_property_that_makes_no_sense_is_described_too(CapturedOutput output) {
    assertThatThrownBy(() -> start("app-id=cli_a", "app-secret=hunter2", "requests-per-second=0"))
        .isNotNull();

    assertThat(output)
        .containsPattern(
            "Description:\\s+remedyflow\\.connections\\.default\\.requests-per-second must be at least 1\\.\\s+Action:\\s+Correct")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "proxy.port=0",
    "proxy.port=many",
    "proxy.host=",
    "zone=Asia/Nowhere",
    "call-deadline=soon",
    "requests-per-second=many"
  })
  void a_value_that_cannot_be_read_shows_no_secret(String property, CapturedOutput output) {
    assertThatThrownBy(
            () ->
                start(
                    "app-id=cli_a",
                    "app-secret=hunter2",
                    "proxy.host=proxy.example.com",
                    "proxy.port=3128",
                    "proxy.username=me",
                    "proxy.password=hunter3",
                    property))
        .isNotNull();

    assertThat(output)
        .contains("APPLICATION FAILED TO START", "remedyflow.connections.default.")
        .doesNotContain("hunter2", "hunter3");
  }

  /** The last of several properties of the same name counts. */
  private static void start(String... properties) {
    Map<String, Object> byName = new HashMap<>(Map.of("spring.config.name", "none"));
    for (String property : properties) {
      int equals = property.indexOf('=');
      byName.put(CONNECTION + property.substring(0, equals), property.substring(equals + 1));
    }
    SpringApplication application = new SpringApplication(Application.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setDefaultProperties(byName);
    application.run().close();
  }

  @ImportAutoConfiguration(RemedyflowAutoConfiguration.class)
  static class Application {}
}
