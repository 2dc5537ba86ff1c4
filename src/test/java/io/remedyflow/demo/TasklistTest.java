package io.remedyflow.demo;

import static java.time.format.DateTimeFormatter.ofPattern;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.designer.DesignerTools;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.Language;
import io.remedyflow.simulator.company.Company;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The demo as people use it, in both of its languages: Camunda's own Tasklist in Chromium, with a
 * click for everything.
 */
class TasklistTest {

  private static final String PASSWORD = "only-for-this-test";
  private static final Path PICTURES = Path.of("target", "pictures");

  private static final BilingualText FIRST_CLOCK_IN_IS_MISSING =
      new BilingualText(
          "First clock-in, due 09:00: missing. Choose 08:00 to 10:00.",
          "第 1 次上班打卡（应打卡 09:00）：缺卡，可补 08:00 至 10:00");
  private static final BilingualText FIRST_CLOCK_IN_IS_LATE =
      new BilingualText("First clock-in, due 09:00: late", "第 1 次上班打卡（应打卡 09:00）：迟到");
  private static final BilingualText FIRST_CLOCK_OUT =
      new BilingualText("First clock-out, due 18:00: missing", "第 1 次下班打卡（应打卡 18:00）：缺卡");
  private static final BilingualText TOO_EARLY =
      new BilingualText(
          "The time is too early: this punch may be remedied from %s 08:00 on.",
          "补卡时间过早，不能早于 %s 08:00，请重新填写。");
  private static final BilingualText NO_OPEN_ID =
      new BilingualText("This is Feishu's open_id", "这是飞书的 open_id");
  private static final BilingualText OUTSIDE_OF_THE_DATA_RANGE =
      new BilingualText("data range", "数据权限范围");

  @Nested
  class InEnglish extends Scenes {
    InEnglish() {
      super(Language.EN, "", "Asia/Shanghai");
    }

    /** West and east of UTC, and beyond the date line as seen from Shanghai. */
    @ParameterizedTest
    @ValueSource(
        strings = {"America/Chicago", "Pacific/Honolulu", "Asia/Shanghai", "Australia/Sydney"})
    @Provokes(FaultRow.I11)
    void what_is_typed_is_what_is_posted_wherever_the_browser_is(String zone) {
      whatIsTypedIsPosted(zone);
    }
  }

  /** In a browser west of UTC, all the time. */
  @Nested
  class InChinese extends Scenes {
    InChinese() {
      super(Language.ZH_CN, "-zh-CN", "America/Chicago");
    }

    @Test
    @Provokes(FaultRow.I11)
    void what_is_typed_is_what_is_posted_in_chinese_too() {
      whatIsTypedIsPosted("America/Chicago");
    }
  }

  /** What happens in the demo, in every language. */
  @TestInstance(PER_CLASS)
  abstract static class Scenes {

    private final Language language;
    private final String pictured;
    private final String zone;
    private final LocalDate yesterday = LocalDate.now(Company.ZONE).minusDays(1);
    private ConfigurableApplicationContext demo;

    Scenes(Language language, String pictured, String zone) {
      this.language = language;
      this.pictured = pictured;
      this.zone = zone;
    }

    @BeforeAll
    void start() {
      demo =
          RemedyApprovalApplication.start(
              "--server.port=0",
              "--remedyflow.connections.default.language=" + language.tag(),
              "--" + RemedyApprovalApplication.PASSWORD + "=" + PASSWORD);
    }

    @AfterAll
    void stop() {
      demo.close();
    }

    @Test
    void an_employee_requests_a_remedy_and_a_manager_approves_it() {
      play(
          step("employee", "start")
              .with("userId", "forgets.zhang")
              .with("name", "张忘 Zhang Wang")
              .with("day", yesterday)
              .with("reason", new BilingualText("The card reader was broken", "打卡机坏了"))
              .photographedAs("tasklist-request"),
          choose(FIRST_CLOCK_IN_IS_MISSING, "09:50").photographedAs("tasklist-choose"),
          step("manager", "decide")
              .with("answer", "approve")
              .with("comment", new BilingualText("Seen at the gate", "在门口见到了本人"))
              .photographedAs("tasklist-decide"));

      assertThat(endOf("forgets.zhang")).isEqualTo("End_RemedyApproved");
    }

    @Test
    void a_forgotten_punch_at_its_due_time_needs_no_manager() {
      play(request("absent.wang"), choose(FIRST_CLOCK_OUT, "18:00"));

      assertThat(endOf("absent.wang")).isEqualTo("End_RemedyApproved");
    }

    @Test
    void a_time_outside_of_the_window_comes_back_and_the_manager_declines() {
      play(
          request("late.li"),
          choose(FIRST_CLOCK_IN_IS_LATE, "07:00"),
          choose(FIRST_CLOCK_IN_IS_LATE, "08:30")
              .with("told", TOO_EARLY.in(language).formatted(yesterday))
              .photographedAs("tasklist-too-early"),
          step("manager", "decide").with("answer", "decline").with("comment", "No"));

      assertThat(endOf("late.li")).isEqualTo("End_RemedyDeclined");
    }

    @Test
    void a_night_worker_chooses_a_time_of_the_next_day() {
      LocalDate morning = yesterday.plusDays(1);
      String english = ofPattern("d MMM", Locale.ENGLISH).format(morning);
      var label =
          new BilingualText(
              "due %1$s 06:00: missing. Choose %1$s 05:00–07:00.".formatted(english),
              "（应打卡 次日 06:00）：缺卡，可补 次日 05:00–07:00");

      play(request("night.zhou"), choose(label, "06:00").photographedAs("tasklist-night"));

      assertThat(endOf("night.zhou")).isEqualTo("End_RemedyApproved");
      assertThat(variable("night.zhou", "remedyTime")).isEqualTo(morning + "T06:00");
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
    void a_rejected_request_is_corrected() {
      play(
          request("ou_7d8a6e6df7621556ce0d21922b676706ccs"),
          step("employee", "correct")
              .with("userId", "spotless.feng")
              .with("day", yesterday)
              .with("told", NO_OPEN_ID)
              .photographedAs("tasklist-correct"));

      assertThat(endOf("spotless.feng")).isEqualTo("End_NotNeeded");
    }

    @Test
    void an_outage_is_given_up_by_an_administrator() {
      play(
          request("outside.han"),
          step("demo", "giveUpAfterOutage")
              .with("told", OUTSIDE_OF_THE_DATA_RANGE)
              .photographedAs("tasklist-outage"));

      assertThat(endOf("outside.han")).isEqualTo("End_GivenUp");
    }

    void whatIsTypedIsPosted(String zone) {
      playIn(
          zone,
          request("left.yang").with("wrongDay", "2021-13-04"),
          step("employee", "correct").with("userId", "split.sun").with("day", yesterday),
          choose(new BilingualText("Second clock-in, due 14:00", "第 2 次上班打卡（应打卡 14:00）"), "14:40")
              .with("wrongTime", "14.40"),
          step("manager", "decide")
              .with("told", yesterday + " 14:40")
              .with("answer", "approve")
              .with("comment", zone));

      assertThat(endOf("split.sun")).isEqualTo("End_RemedyApproved");
      assertThat(variable("split.sun", "remedyDate")).isEqualTo(yesterday.toString());
      assertThat(variable("split.sun", "remedyTime")).isEqualTo(yesterday + "T14:40");
      engine()
          .getHistoryService()
          .deleteHistoricProcessInstance(finished("split.sun").getId()); // for the next zone
    }

    /** What a person does in Tasklist; the details are names and values. */
    private final class Step {
      private final Map<String, String> details = new HashMap<>();

      Step with(String name, Object value) {
        details.put(
            name, value instanceof BilingualText text ? text.in(language) : value.toString());
        return this;
      }

      Step photographedAs(String picture) {
        return with("picture", picture + pictured + ".png");
      }
    }

    private Step step(String who, String verb) {
      return new Step().with("as", who).with("do", verb);
    }

    private Step request(String userId) {
      return step("employee", "start")
          .with("userId", userId)
          .with("day", yesterday)
          .with("reason", new BilingualText("Forgot", "忘记打卡"));
    }

    private Step choose(BilingualText slot, String time) {
      return step("employee", "choose").with("slot", slot).with("time", time);
    }

    private void play(Step... steps) {
      playIn(zone, steps);
    }

    private void playIn(String zone, Step... steps) {
      int port = ((WebServerApplicationContext) demo).getWebServer().getPort();
      DesignerTools.nodeWithChromium(
          "tasklist.mjs",
          "http://127.0.0.1:" + port,
          PASSWORD,
          language.tag(),
          PICTURES,
          json(Stream.of(steps).map(step -> step.details).toList()),
          zone);
    }

    private static String json(Object value) {
      try {
        return new ObjectMapper().writeValueAsString(value);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Where the request of this employee ended; waits for the job that calls Feishu. */
    private String endOf(String userId) {
      List<HistoricActivityInstance> ends =
          engine()
              .getHistoryService()
              .createHistoricActivityInstanceQuery()
              .processInstanceId(finished(userId).getId())
              .activityType("noneEndEvent")
              .list();
      assertThat(ends).hasSize(1);
      return ends.get(0).getActivityId();
    }

    private Object variable(String userId, String name) {
      return engine()
          .getHistoryService()
          .createHistoricVariableInstanceQuery()
          .processInstanceId(finished(userId).getId())
          .variableName(name)
          .singleResult()
          .getValue();
    }

    private HistoricProcessInstance finished(String userId) {
      return await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  engine()
                      .getHistoryService()
                      .createHistoricProcessInstanceQuery()
                      .processInstanceBusinessKey(userId + "/" + yesterday)
                      .finished()
                      .singleResult(),
              found -> found != null);
    }

    private ProcessEngine engine() {
      return demo.getBean(ProcessEngine.class);
    }
  }
}
