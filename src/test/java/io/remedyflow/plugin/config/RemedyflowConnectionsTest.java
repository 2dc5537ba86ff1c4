package io.remedyflow.plugin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.attendance.AllowedRemediesEndpoint;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.ratelimit.Urgency;
import io.remedyflow.remedy.CallFailedException;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.TestEngine;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RemedyflowConnectionsTest {

  private static final RemedyQuery QUERY =
      new RemedyQuery(EmployeeType.EMPLOYEE_ID, "late.li", LocalDate.of(2024, 1, 5));

  @Test
  @Provokes(FaultRow.T9)
  void connections_side_by_side_keep_apps_and_tokens_apart() {
    try (var feishu = FeishuSimulator.with().app("cli_feishu", "one").start();
        var lark = FeishuSimulator.with().app("cli_lark", "two").start();
        var opened =
            opened(
                Map.of("default", properties(feishu), "lark", properties(lark)),
                Map.of("overseas", "lark"))) {
      call(opened.connections().forTask(null, null));
      call(opened.connections().forTask("lark", null));
      call(opened.connections().forTask(null, "overseas"));

      assertThat(feishu.remedyRequests()).hasSize(1);
      assertThat(lark.remedyRequests()).hasSize(2);
      assertThat(feishu.tokenRequests())
          .singleElement()
          .satisfies(call -> assertThat(call.body()).contains("cli_feishu"));
      assertThat(lark.tokenRequests())
          .singleElement()
          .satisfies(call -> assertThat(call.body()).contains("cli_lark"));
    }
  }

  @Test
  void a_closed_connection_makes_no_call_and_leaves_the_work_for_later() {
    try (var feishu = FeishuSimulator.start()) {
      var opened = opened(Map.of("default", properties(feishu)), Map.of());
      RemedyConnection connection = opened.connections().forTask(null, null);
      opened.close();

      assertThatThrownBy(() -> call(connection))
          .isInstanceOfSatisfying(
              CallFailedException.class, e -> assertThat(e.retryable()).isTrue())
          .hasMessageContaining("shuts down");
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(feishu.requests()).isEmpty();
    }
  }

  @Test
  void connections_of_one_app_that_disagree_about_its_limit_are_warned_about(
      CapturedOutput output) {
    try (var feishu = FeishuSimulator.start();
        var opened =
            opened(Map.of("default", limited(feishu, 50), "bulk", limited(feishu, 20)), Map.of())) {
      assertThat(opened.byName()).hasSize(2);
    }

    assertThat(output)
        .containsOnlyOnce("The connections bulk, default call Feishu as the same app, ")
        .contains("Give them the same requests-per-second and requests-per-minute");
  }

  @Test
  void connections_of_one_app_that_agree_about_its_limit_share_it_without_a_word(
      CapturedOutput output) {
    try (var feishu = FeishuSimulator.start();
        var opened =
            opened(Map.of("default", limited(feishu, 50), "bulk", limited(feishu, 50)), Map.of())) {
      opened
          .byName()
          .get("bulk")
          .reserve(AllowedRemediesEndpoint.INSTANCE, Urgency.NORMAL, Duration.ofSeconds(9));

      assertThat(opened.byName().get("default").backlog()).isGreaterThan(Duration.ofSeconds(8));
    }

    assertThat(output).doesNotContain("as the same app");
  }

  @Test
  void a_deadline_beyond_the_lock_of_a_job_stops_the_engine_from_starting() {
    RemedyflowPlugin plugin = new RemedyflowPlugin();
    plugin.setConfiguration(
        """
        remedyflow.connections.default.app-id=cli_a
        remedyflow.connections.default.app-secret=s
        remedyflow.connections.default.call-deadline=PT2M
        """);
    var configuration = TestEngine.inMemory("lock");
    configuration.setJobExecutor(new DefaultJobExecutor());
    configuration.getJobExecutor().setLockTimeInMillis(120_000);
    configuration.getProcessEnginePlugins().add(plugin);

    assertThatThrownBy(configuration::buildProcessEngine)
        .hasMessageContaining("call-deadline of PT2M")
        .hasMessageContaining("lock time of PT2M");
    plugin.close();
  }

  private static RemedyflowConnections opened(
      Map<String, ConnectionProperties> connections, Map<String, String> tenantConnections) {
    return RemedyflowConnections.builder()
        .connections(connections)
        .tenantConnections(tenantConnections)
        .open();
  }

  private static void call(RemedyConnection connection) {
    assertThat(connection.calls().call(QUERY)).isNotNull();
  }

  private static ConnectionProperties properties(FeishuSimulator feishu) {
    return limited(feishu, null);
  }

  private static ConnectionProperties limited(
      FeishuSimulator feishu, @Nullable Integer requestsPerSecond) {
    return new ConnectionProperties(
        feishu.appId(),
        AppSecret.of(feishu.appSecret()),
        feishu.baseUrl(),
        requestsPerSecond,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
