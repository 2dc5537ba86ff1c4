package io.remedyflow.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.plugin.config.StartupCheck;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.SimulatedConnection;
import io.remedyflow.testing.TestEngine;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class StartupCheckTest {

  private static final String CONNECTIONS = "remedyflow.connections.";

  @AutoClose private final FeishuSimulator feishu = FeishuSimulator.start();

  @Test
  void one_line_for_each_connection_says_whether_it_works(CapturedOutput output) {
    try (var application = start("true")) {
      await()
          .untilAsserted(
              () ->
                  assertThat(output)
                      .containsPattern("INFO.*Connection default works\\.")
                      .containsPattern("WARN.*Connection wrong does not work: .*app-secret.*code"));
      assertThat(application.isRunning()).isTrue();
    }
    assertThat(output).doesNotContain("hunter2", feishu.appSecret());
  }

  @Test
  void no_check_is_made_unless_it_is_configured() {
    try (var application = start("false")) {
      assertThat(application.getBeansOfType(StartupCheckTrigger.class)).isEmpty();
    }
    assertThat(feishu.requests()).isEmpty();
  }

  @Test
  void a_feishu_that_does_not_answer_keeps_no_application_from_starting_or_stopping(
      CapturedOutput output) {
    feishu.onToken(Fault.silence(Duration.ofSeconds(30)).times(9));

    ConfigurableApplicationContext application = start("true");
    await().until(() -> !feishu.tokenRequests().isEmpty());
    application.close();

    await().until(() -> checkers().isEmpty());
    assertThat(output).doesNotContain("does not work");
  }

  @Test
  void an_engine_without_spring_checks_as_well(CapturedOutput output) {
    RemedyflowPlugin plugin = TestEngine.plugin(SimulatedConnection.to(feishu));
    plugin.setCheckOnStartup(true);
    // An application of another test may have made all loggers quieter.
    ((Logger) LoggerFactory.getLogger(StartupCheck.class)).setLevel(Level.INFO);

    var engine = TestEngine.inMemory("startup-check", plugin).buildProcessEngine();

    await().untilAsserted(() -> assertThat(output).contains("Connection default works."));
    engine.close();
    plugin.close();
  }

  private static Map<Thread, StackTraceElement[]> checkers() {
    var threads = new HashMap<>(Thread.getAllStackTraces());
    threads.keySet().removeIf(thread -> !thread.getName().equals("remedyflow-startup-check"));
    return threads;
  }

  private ConfigurableApplicationContext start(String checks) {
    SpringApplication application = new SpringApplication(Application.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setDefaultProperties(
        Map.of(
            "spring.config.name",
            "none",
            "remedyflow.check-on-startup",
            checks,
            CONNECTIONS + "default.app-id",
            feishu.appId(),
            CONNECTIONS + "default.app-secret",
            feishu.appSecret(),
            CONNECTIONS + "default.base-url",
            feishu.baseUrl().toString(),
            CONNECTIONS + "wrong.app-id",
            feishu.appId(),
            CONNECTIONS + "wrong.app-secret",
            "hunter2",
            CONNECTIONS + "wrong.base-url",
            feishu.baseUrl().toString()));
    return application.run();
  }

  @ImportAutoConfiguration(RemedyflowAutoConfiguration.class)
  static class Application {}
}
