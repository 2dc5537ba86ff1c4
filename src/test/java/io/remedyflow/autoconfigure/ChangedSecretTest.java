package io.remedyflow.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.RemedyConnections;
import io.remedyflow.remedy.RemedyOutcome.Available;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.simulator.FeishuSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;

/** A secret that changes in Spring's environment, or in a file that it names. */
@ExtendWith(OutputCaptureExtension.class)
class ChangedSecretTest {

  private static final RemedyQuery QUERY =
      new RemedyQuery(EmployeeType.EMPLOYEE_ID, "late.li", LocalDate.of(2024, 1, 5));

  @AutoClose
  private final FeishuSimulator feishu =
      FeishuSimulator.with().app("cli_a", "first-secret").start();

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(RemedyflowAutoConfiguration.class))
          .withPropertyValues(
              "remedyflow.connections.hr-china.app-id=cli_a",
              "remedyflow.connections.hr-china.base-url=" + feishu.baseUrl());

  @Test
  @Provokes(FaultRow.T10)
  void a_property_that_changes_is_used_without_a_restart() {
    Map<String, Object> vault = new HashMap<>(Map.of("feishu.secret", "first-secret"));
    runner
        .withPropertyValues("remedyflow.connections.hr-china.app-secret=${feishu.secret}")
        .withInitializer(AddedProperties.first(new MapPropertySource("vault", vault)))
        .run(
            context -> {
              RemedyConnections connections = context.getBean(RemedyConnections.class);
              call(connections);

              rotate();
              vault.put("feishu.secret", "second-secret");

              call(connections);
            });
    assertThat(feishu.tokenRequests()).hasSize(2);
  }

  @Test
  @Provokes(FaultRow.T10)
  void a_secret_that_found_its_connection_under_a_variables_spelling_finds_it_again() {
    Map<String, Object> vault =
        new HashMap<>(Map.of("remedyflow.connections.hrchina.app-secret", "first-secret"));
    runner
        .withInitializer(AddedProperties.first(new MapPropertySource("vault", vault)))
        .run(
            context -> {
              RemedyConnections connections = context.getBean(RemedyConnections.class);
              call(connections);

              rotate();
              vault.put("remedyflow.connections.hrchina.app-secret", "second-secret");

              call(connections);
            });
  }

  @Test
  void a_property_that_is_gone_or_broken_leaves_the_last_secret_in_use(CapturedOutput output) {
    Map<String, Object> vault =
        new HashMap<>(Map.of("remedyflow.connections.hr-china.app-secret", "first-secret"));
    runner
        .withInitializer(AddedProperties.first(new MapPropertySource("vault", vault)))
        .run(
            context -> {
              RemedyConnections connections = context.getBean(RemedyConnections.class);
              vault.clear();
              call(connections);
              feishu.revokeTokens();
              vault.put("remedyflow.connections.hr-china.zone", "hunter2");
              call(connections);
            });
    assertThat(output)
        .containsOnlyOnce("could not be read again")
        .contains("remedyflow.connections.hr-china.app-secret is not set any more")
        .doesNotContain("hunter2");
  }

  @Test
  @Provokes(FaultRow.T10)
  void a_file_that_changes_is_used_without_a_restart(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "first-secret\n");
    runner
        .withPropertyValues("remedyflow.connections.hr-china.app-secret-file=" + file)
        .run(
            context -> {
              RemedyConnections connections = context.getBean(RemedyConnections.class);
              call(connections);

              rotate();
              Files.writeString(file, "second-secret\n");

              call(connections);
            });
  }

  private void rotate() {
    feishu.changeSecret("second-secret");
    feishu.revokeTokens();
  }

  private static void call(RemedyConnections connections) {
    assertThat(connections.forTask("hr-china", null).calls().call(QUERY))
        .isInstanceOf(Available.class);
  }
}
