package io.remedyflow.process;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.spin.plugin.variable.SpinValues;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two models of the gallery for many days: no day's answer gets lost or mixed up. */
class ManyDaysTest {

  private static final String SEQUENTIAL = "many-days-sequential";
  private static final String PARALLEL = "many-days-parallel";

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  /** Of a group that looks back seven days, so the answer depends on the day. */
  private static final String EMPLOYEE = "week.wei";

  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private static final GalleryEngine QUICK = new GalleryEngine();
  @AutoClose private static final GalleryEngine SLOW = GalleryEngine.withLatency();

  private GalleryEngine engine = QUICK;

  @BeforeEach
  void forget_what_happened() {
    QUICK.reset();
    QUICK.forgetModels();
    SLOW.reset();
    SLOW.forgetModels();
  }

  @ParameterizedTest
  @ValueSource(strings = {SEQUENTIAL, PARALLEL})
  void thirty_days_keep_their_answers_apart_on_a_real_job_executor(String process) {
    engine.deploy(process, GalleryEngine.model(process));

    String instance = runOnJobExecutor(process, days(30));

    assertThat(answers(instance)).hasSize(30);
    assertKeptApart(answers(instance));
    assertThat(engine.feishu().remedyRequests()).hasSize(30);
    assertThat(engine.variable(instance, "remedyStatus")).isNull();
    assertThat(engine.variable(instance, "remedySlots")).isNull();
  }

  @Test
  void calls_of_exclusive_jobs_run_side_by_side_and_none_is_made_twice() {
    engine = SLOW;
    engine.deploy(PARALLEL, GalleryEngine.model(PARALLEL));

    String instance = runOnJobExecutor(PARALLEL, days(12));

    assertThat(shortestGap()).isLessThan(GalleryEngine.LATENCY);
    assertThat(answers(instance)).hasSize(12);
    assertKeptApart(answers(instance));
    assertThat(engine.feishu().remedyRequests()).hasSize(12);
  }

  @Test
  void jobs_that_are_not_exclusive_call_at_the_same_time_and_none_is_lost_or_made_twice() {
    engine = SLOW;
    engine.deploy(
        PARALLEL,
        changed(
            GalleryEngine.model(PARALLEL),
            "camunda:asyncBefore=\"true\" camunda:delegateExpression",
            "camunda:asyncBefore=\"true\" camunda:exclusive=\"false\" camunda:delegateExpression"));

    String instance = runOnJobExecutor(PARALLEL, days(30));

    assertThat(shortestGap()).isLessThan(GalleryEngine.LATENCY);
    assertThat(answers(instance)).hasSize(30);
    assertKeptApart(answers(instance));
    assertThat(engine.feishu().remedyRequests()).hasSize(30);
  }

  @Test
  void days_that_are_all_called_before_any_answer_is_kept_do_not_mix() {
    engine.deploy(PARALLEL, GalleryEngine.model(PARALLEL));

    assertKeptApart(answersKeptLast());
  }

  @Test
  void without_the_empty_inputs_they_would() {
    String model = GalleryEngine.model(PARALLEL);
    int begin = model.indexOf("<camunda:inputOutput>");
    int end = model.indexOf("</camunda:inputOutput>") + "</camunda:inputOutput>".length();
    engine.deploy(PARALLEL, changed(model, model.substring(begin, end), ""));

    var mixed = answersKeptLast();

    assertThatThrownBy(() -> assertKeptApart(mixed)).isInstanceOf(AssertionError.class);
  }

  @Test
  void the_sequential_answers_come_in_the_order_of_the_days() {
    engine.deploy(SEQUENTIAL, GalleryEngine.model(SEQUENTIAL));
    List<String> shuffled = new ArrayList<>(days(6));
    Collections.swap(shuffled, 1, 4);

    String instance = engine.run(SEQUENTIAL, variables(EMPLOYEE, json(shuffled)));

    assertThat(answers(instance))
        .extracting(answer -> answer.get("remedyDate").asText())
        .containsExactlyElementsOf(shuffled);
  }

  @Test
  void a_day_that_waits_for_a_retry_holds_up_only_itself_in_parallel() {
    engine.deploy(PARALLEL, GalleryEngine.model(PARALLEL));
    String instance = engine.start(PARALLEL, variables(EMPLOYEE, json(days(3))));

    failOnce();
    engine.runJobs();

    assertThat(answers(instance)).hasSize(2);
    assertThat(waiting().getRetries()).isEqualTo(3);
  }

  @Test
  void a_day_that_waits_for_a_retry_holds_up_those_behind_it_in_sequence() {
    engine.deploy(SEQUENTIAL, GalleryEngine.model(SEQUENTIAL));
    String instance = engine.start(SEQUENTIAL, variables(EMPLOYEE, json(days(3))));

    failOnce();
    engine.runJobs();

    assertThat(answers(instance)).isEmpty();
    assertThat(waiting().getRetries()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {SEQUENTIAL, PARALLEL})
  void a_day_without_an_answer_has_its_entry_too_and_the_days_are_a_persons(String process) {
    engine.deploy(process, GalleryEngine.model(process));
    engine.feishu().onRemedies(Fault.answer(400, 1220005, "no permission"));

    String instance = engine.run(process, variables(EMPLOYEE, json(days(2))));

    assertThat(answers(instance))
        .hasSize(2)
        .filteredOn(answer -> answer.get("remedyStatus").asText().equals("UNAVAILABLE"))
        .singleElement()
        .satisfies(
            answer -> assertThat(answer.get("remedyMessage").asText()).contains("permission"));
    engine.complete(instance, "Task_DealWithDays", Map.of());
    assertThat(engine.end(instance)).isEqualTo("End_DaysDone");
  }

  @ParameterizedTest
  @ValueSource(strings = {SEQUENTIAL, PARALLEL})
  void days_without_a_fault_need_no_person(String process) {
    engine.deploy(process, GalleryEngine.model(process));

    String instance = engine.run(process, variables("faultless.zheng", json(days(3))));

    assertThat(engine.end(instance)).isEqualTo("End_NotNeeded");
  }

  @ParameterizedTest
  @ValueSource(strings = {SEQUENTIAL, PARALLEL})
  void no_day_at_all_needs_no_person_either(String process) {
    engine.deploy(process, GalleryEngine.model(process));

    String instance = engine.run(process, variables(EMPLOYEE, json(List.of())));

    assertThat(engine.end(instance)).isEqualTo("End_NotNeeded");
    assertThat(engine.feishu().remedyRequests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {SEQUENTIAL, PARALLEL})
  void the_days_may_be_text_and_written_as_numbers(String process) {
    engine.deploy(process, GalleryEngine.model(process));

    String instance =
        engine.run(process, variables(EMPLOYEE, "[\"2026-11-19\", \"20261118\", 20261117]"));

    assertThat(answers(instance))
        .extracting(answer -> answer.at("/remedySlots/0/remedyDate").asText())
        .containsExactlyInAnyOrder("2026-11-19", "2026-11-18", "2026-11-17");
  }

  @ParameterizedTest
  @ValueSource(strings = {SEQUENTIAL, PARALLEL})
  void text_that_is_no_list_of_days_is_rejected_when_the_instance_is_started(String process) {
    engine.deploy(process, GalleryEngine.model(process));

    assertThatThrownBy(() -> engine.start(process, variables(EMPLOYEE, "2026-11-19, 2026-11-18")))
        .hasMessageContaining("Unable to parse input into json");
  }

  /** Runs the calls of all days, and only then what keeps their answers. */
  private List<JsonNode> answersKeptLast() {
    String instance = engine.start(PARALLEL, variables(EMPLOYEE, json(days(12))));
    List<Job> calls = engine.jobs();
    assertThat(calls).hasSize(12);
    calls.forEach(engine::run);
    assertThat(answers(instance)).isEmpty();
    engine.runJobs();
    return answers(instance);
  }

  private void failOnce() {
    engine.feishu().onRemedies(Fault.answer(500, 1225000, "internal").times(50));
    Job first = engine.jobs().get(0);
    assertThatThrownBy(() -> engine.run(first)).hasMessageContaining("1225000");
    engine.feishu().clearFaults();
  }

  private Job waiting() {
    return engine.engine().getManagementService().createJobQuery().singleResult();
  }

  /** Starts it, and waits until a person has to look at the answers. */
  private String runOnJobExecutor(String process, List<String> days) {
    String instance = engine.start(process, variables(EMPLOYEE, json(days)));
    var configuration =
        (ProcessEngineConfigurationImpl) engine.engine().getProcessEngineConfiguration();
    configuration.getJobExecutor().start();
    try {
      await().atMost(Duration.ofMinutes(1)).until(() -> engine.task(instance) != null);
    } finally {
      configuration.getJobExecutor().shutdown();
    }
    return instance;
  }

  private Duration shortestGap() {
    List<Instant> received =
        engine.feishu().remedyRequests().stream()
            .map(RecordedRequest::receivedAt)
            .sorted()
            .toList();
    List<Duration> gaps = new ArrayList<>();
    for (int next = 1; next < received.size(); next++) {
      gaps.add(Duration.between(received.get(next - 1), received.get(next)));
    }
    return Collections.min(gaps);
  }

  /** Each day has the status of its own, and slots of its own day or none. */
  private static void assertKeptApart(List<JsonNode> answers) {
    Map<String, String> statuses =
        answers.stream()
            .collect(
                toMap(
                    answer -> answer.get("remedyDate").asText(),
                    answer -> answer.get("remedyStatus").asText()));
    assertThat(statuses).isEqualTo(expected(statuses.size()));
    assertThat(answers)
        .allSatisfy(
            answer ->
                assertThat(answer.get("remedySlots"))
                    .allSatisfy(
                        slot ->
                            assertThat(slot.get("remedyDate")).isEqualTo(answer.get("remedyDate")))
                    .hasSize(answer.get("remedyStatus").asText().equals("AVAILABLE") ? 1 : 0));
  }

  private static Map<String, String> expected(int count) {
    Map<String, String> expected = new HashMap<>();
    for (String day : days(count)) {
      boolean withinRange = !LocalDate.parse(day).isBefore(TODAY.minusDays(7));
      expected.put(day, withinRange ? "AVAILABLE" : "OUT_OF_RANGE");
    }
    return expected;
  }

  private List<JsonNode> answers(String instance) {
    List<JsonNode> answers = new ArrayList<>();
    try {
      JSON.readTree(engine.variable(instance, "remedyAnswers").toString()).forEach(answers::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answers;
  }

  /** From yesterday backwards. */
  private static List<String> days(int count) {
    return Stream.iterate(TODAY.minusDays(1), day -> day.minusDays(1))
        .limit(count)
        .map(LocalDate::toString)
        .toList();
  }

  private static Object json(List<String> days) {
    return SpinValues.jsonValue(days.stream().map(day -> '"' + day + '"').toList().toString())
        .create();
  }

  private static Map<String, Object> variables(String employee, Object days) {
    return Map.of("userId", employee, "remedyDates", days);
  }

  private static String changed(String model, String from, String to) {
    assertThat(model).contains(from);
    return model.replace(from, to);
  }
}
