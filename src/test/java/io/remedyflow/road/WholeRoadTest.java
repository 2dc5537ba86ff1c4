package io.remedyflow.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.simulator.company.Remedy;
import io.remedyflow.simulator.company.RemedyState;
import io.remedyflow.simulator.company.Wish;
import io.remedyflow.testing.EngineOverSimulator;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From an e-mail address to the corrected attendance, over HTTP and with a job executor. */
class WholeRoadTest {

  /** An app of its own for each test: what an app has started is remembered. */
  private final FeishuSimulator feishu =
      FeishuSimulator.with().app("cli_road" + System.nanoTime(), "secret-of-the-road").start();

  private final ProcessEngine engine = engine();

  @AfterEach
  void stop() {
    engine.close();
    feishu.close();
  }

  @Test
  void an_approved_remedy_corrects_the_attendance() {
    EngineOverSimulator.deploy(engine, RoadModel.whole());
    EngineOverSimulator.jobExecutor(engine).start();

    String instance = start(" Late.Li@Example.com ");

    await().atMost(Duration.ofSeconds(30)).until(() -> running() == 0);
    assertThat(variables(instance))
        .containsEntry("employeeStatus", "FOUND")
        .containsEntry("userId", "late.li")
        .containsEntry("remedyStatus", "AVAILABLE")
        .containsEntry("approvalStatus", "STARTED")
        .containsEntry("decisionStatus", "REPORTED")
        .containsEntry("later_remedyStatus", "NOT_NEEDED")
        .containsEntry("findStatus", "FOUND")
        .containsEntry("remedyCount", 1);
    assertThat(feishu.remedies())
        .singleElement()
        .satisfies(
            remedy -> {
              assertThat(remedy.approvalId())
                  .isEqualTo(variables(instance).get("remedyApprovalId"));
              assertThat(remedy.day()).isEqualTo(LocalDate.of(2024, 1, 5));
              assertThat(remedy.time()).isEqualTo(LocalDateTime.of(2024, 1, 5, 9, 0));
              assertThat(remedy.state()).isEqualTo(RemedyState.PASSED);
            });
    EngineOverSimulator.noneFailed(engine);
  }

  @Test
  void a_second_request_for_the_same_punch_uses_the_first_approval() {
    EngineOverSimulator.deploy(engine, RoadModel.whole());
    EngineOverSimulator.jobExecutor(engine).start();
    Remedy pending =
        feishu.startRemedy(
            "late.li",
            new Wish(
                LocalDate.of(2024, 1, 5), 0, 1, LocalDateTime.of(2024, 1, 5, 9, 0), "earlier"));

    String instance = start("late.li@example.com");

    await().atMost(Duration.ofSeconds(30)).until(() -> running() == 0);
    assertThat(variables(instance))
        .containsEntry("approvalStatus", "ALREADY_PENDING")
        .containsEntry("remedyApprovalId", pending.approvalId())
        .containsEntry("decisionStatus", "REPORTED");
    assertThat(feishu.remedies()).hasSize(1);
  }

  @Test
  void a_start_whose_answer_is_lost_is_found_again_by_the_next_attempt() {
    EngineOverSimulator.deploy(engine, RoadModel.whole());
    feishu.onStart(Fault.answer(500, 1225000, "internal error").afterProcessing());
    feishu.onDecision(Fault.drop().afterProcessing());
    EngineOverSimulator.jobExecutor(engine).start();

    String instance = start("late.li@example.com");

    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              retryNow();
              return running() == 0;
            });
    assertThat(variables(instance))
        .containsEntry("approvalStatus", "ALREADY_PENDING")
        .containsEntry("decisionStatus", "ALREADY_REPORTED")
        .containsEntry("later_remedyStatus", "NOT_NEEDED");
    assertThat(feishu.remedies()).hasSize(1);
    assertThat(feishu.startRequests()).hasSize(1);
  }

  @Test
  void a_burst_keeps_to_the_rate_limit_of_each_endpoint() {
    int many = 80;
    EngineOverSimulator.deploy(engine, RoadModel.whole());
    EngineOverSimulator.jobExecutor(engine).start();

    for (int n = 0; n < many; n++) {
      start("lenient.qi@example.com", LocalDate.of(2023, 1, 2).plusDays(n));
    }

    await().atMost(Duration.ofSeconds(90)).until(() -> running() == 0);
    assertThat(feishu.remedies())
        .hasSize(many)
        .allSatisfy(remedy -> assertThat(remedy.state()).isEqualTo(RemedyState.PASSED));
    assertThat(feishu.requests())
        .as("requests that Feishu would reject as too many")
        .noneMatch(request -> request.status() == 429);
    assertThat(feishu.remedyRecordRequests())
        .as("two look-ups for each start, and one search")
        .hasSize(3 * many);
    assertThat(feishu.startRequests()).hasSize(many);
    EngineOverSimulator.noneFailed(engine);
  }

  /** With more connections than job threads, since each may need one more for new ids. */
  private ProcessEngine engine() {
    return EngineOverSimulator.configuration(feishu)
        .setJdbcMaxActiveConnections(30)
        .buildProcessEngine();
  }

  /** Makes jobs due that wait until Feishu shows what became of a call. */
  private void retryNow() {
    engine
        .getManagementService()
        .createJobQuery()
        .withException()
        .withRetriesLeft()
        .list()
        .forEach(job -> engine.getManagementService().setJobDuedate(job.getId(), null));
  }

  private String start(String email) {
    return start(email, LocalDate.of(2024, 1, 5));
  }

  private String start(String email, LocalDate day) {
    return engine
        .getRuntimeService()
        .startProcessInstanceByKey(
            RoadModel.KEY,
            Map.of(
                "email",
                email,
                "remedyDate",
                day.toString(),
                "punch",
                "0-1",
                "remedyTime",
                day.atTime(9, 0).toString(),
                "reason",
                "The badge stayed at home"))
        .getId();
  }

  private long running() {
    return engine.getRuntimeService().createProcessInstanceQuery().count();
  }

  private Map<String, Object> variables(String instance) {
    Map<String, Object> values = new HashMap<>();
    engine
        .getHistoryService()
        .createHistoricVariableInstanceQuery()
        .processInstanceId(instance)
        .list()
        .stream()
        .filter(variable -> variable.getActivityInstanceId().equals(instance))
        .forEach(
            (HistoricVariableInstance variable) ->
                values.put(variable.getName(), variable.getValue()));
    return values;
  }
}
