package io.remedyflow.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.designer.DesignerTools;
import io.remedyflow.simulator.Company;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The demo as people use it: Camunda's own Tasklist in Chromium, with a click for everything. */
class TasklistTest {

  private static final String PASSWORD = "only-for-this-test";
  private static final Path PICTURES = Path.of("target", "pictures");

  private static ConfigurableApplicationContext demo;
  private static String yesterday;

  @BeforeAll
  static void start() {
    demo =
        RemedyApprovalApplication.start(
            "--server.port=0", "--" + RemedyApprovalApplication.PASSWORD + "=" + PASSWORD);
    yesterday = LocalDate.now(Company.ZONE).minusDays(1).toString();
  }

  @AfterAll
  static void stop() {
    demo.close();
  }

  @Test
  void an_employee_asks_for_a_remedy_and_a_manager_approves_it() {
    play(
        step(
            "employee",
            "start",
            "userId",
            "forgets.zhang",
            "day",
            yesterday,
            "reason",
            "The card reader was broken",
            "picture",
            "tasklist-request.png"),
        step(
            "employee",
            "choose",
            "slot",
            "First clock-in, due 09:00: missing",
            "day",
            yesterday,
            "time",
            "09:50",
            "picture",
            "tasklist-choose.png"),
        step(
            "manager",
            "decide",
            "answer",
            "Approve",
            "comment",
            "Seen at the gate",
            "picture",
            "tasklist-decide.png"));

    assertThat(endOf("forgets.zhang")).isEqualTo("End_RemedyApproved");
  }

  @Test
  void a_small_correction_needs_no_manager() {
    play(
        request("absent.wang"),
        step("employee", "choose", "slot", "First clock-out", "day", yesterday, "time", "18:00"));

    assertThat(endOf("absent.wang")).isEqualTo("End_RemedyApproved");
  }

  @Test
  void a_time_outside_of_the_window_comes_back_and_the_manager_declines() {
    play(
        request("late.li"),
        step("employee", "choose", "slot", "late", "day", yesterday, "time", "07:00"),
        step(
            "employee",
            "choose",
            "slot",
            "late",
            "day",
            yesterday,
            "time",
            "08:30",
            "told",
            "too early"),
        step("manager", "decide", "answer", "Decline", "comment", "No"));

    assertThat(endOf("late.li")).isEqualTo("End_RemedyDeclined");
  }

  @Test
  void a_no_of_feishu_ends_the_request() {
    play(
        request("faultless.zheng"),
        request("forbidden.chu"),
        request("today.jiang"),
        request("spent.shen"));

    assertThat(endOf("faultless.zheng")).isEqualTo("End_NotNeeded");
    assertThat(endOf("forbidden.chu")).isEqualTo("End_NotAllowed");
    assertThat(endOf("today.jiang")).isEqualTo("End_OutOfRange");
    assertThat(endOf("spent.shen")).isEqualTo("End_QuotaUsedUp");
  }

  @Test
  void a_refused_request_is_corrected() {
    play(
        request("ou_7d8a6e6df7621556ce0d21922b676706ccs"),
        step(
            "employee",
            "correct",
            "userId",
            "spotless.feng",
            "told",
            "open_id",
            "picture",
            "tasklist-correct.png"));

    assertThat(endOf("spotless.feng")).isEqualTo("End_NotNeeded");
  }

  @Test
  void an_outage_is_given_up_by_a_manager() {
    play(
        request("outside.han"),
        step(
            "manager",
            "giveUpAfterOutage",
            "told",
            "data range",
            "picture",
            "tasklist-outage.png"));

    assertThat(endOf("outside.han")).isEqualTo("End_GivenUp");
  }

  /** What somebody does in Tasklist; the details are names and values. */
  private record Step(Map<String, String> details) {}

  private static Step step(String who, String verb, String... details) {
    Map<String, String> step = new HashMap<>(Map.of("as", who, "do", verb));
    for (int i = 0; i < details.length; i += 2) {
      step.put(details[i], details[i + 1]);
    }
    return new Step(step);
  }

  private static Step request(String userId) {
    return step("employee", "start", "userId", userId, "day", yesterday, "reason", "Forgot");
  }

  private static void play(Step... steps) {
    int port = ((WebServerApplicationContext) demo).getWebServer().getPort();
    DesignerTools.nodeWithChromium(
        "tasklist.mjs",
        "http://127.0.0.1:" + port,
        PASSWORD,
        PICTURES,
        json(Stream.of(steps).map(Step::details).toList()));
  }

  private static String json(Object value) {
    try {
      return new ObjectMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where the request of this employee ended; waits for the job that asks Feishu. */
  private static String endOf(String userId) {
    HistoryService history = demo.getBean(ProcessEngine.class).getHistoryService();
    HistoricProcessInstance instance =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    history
                        .createHistoricProcessInstanceQuery()
                        .processInstanceBusinessKey(userId + "/" + yesterday)
                        .finished()
                        .singleResult(),
                found -> found != null);
    List<HistoricActivityInstance> ends =
        history
            .createHistoricActivityInstanceQuery()
            .processInstanceId(instance.getId())
            .activityType("noneEndEvent")
            .list();
    assertThat(ends).hasSize(1);
    return ends.get(0).getActivityId();
  }
}
