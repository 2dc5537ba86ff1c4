package io.remedyflow.plugin.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.testing.FailingTask;
import io.remedyflow.testing.TestEngine;
import io.remedyflow.testing.database.H2;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.spin.plugin.impl.SpinProcessEnginePlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RetryCyclesTest {

  private static final String OURS = "${fetchAllowedRemedies}";
  private static final String NATIVE =
      "<camunda:failedJobRetryTimeCycle>R9/PT9S</camunda:failedJobRetryTimeCycle>";
  private static final String NATIVE_EXPRESSION =
      "<camunda:failedJobRetryTimeCycle>%s</camunda:failedJobRetryTimeCycle>";
  private static final String PROPERTY =
      "<camunda:properties><camunda:property name=\"io.remedyflow.retryCycle\" value=\"%s\"/></camunda:properties>";
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  /** The seconds before each retry by default, as the contract promises them. */
  private static final List<Integer> DEFAULT_WAITS = List.of(10, 60, 600);

  private static final String DEFAULT_APPLIES =
      "The default cycle " + CommonFields.DEFAULT_RETRY_CYCLE + " applies";

  private static FailingTask task;

  @BeforeAll
  static void open() {
    // An engine-wide cycle, which the engine's own listener puts on every task after ours ran.
    task = new FailingTask(true, engine -> engine.setFailedJobRetryTimeCycle("R6/PT6S"));
  }

  @AfterAll
  static void close() {
    task.close();
  }

  @BeforeEach
  void stopTheClock() {
    ClockUtil.setCurrentTime(Date.from(NOW));
  }

  @AfterEach
  void undeploy() {
    ClockUtil.reset();
    TestEngine.forgetModels(task.engine());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "PT10S,PT1M,PT10M; 3; 10",
        "PT10S, PT1M; 2; 10",
        "R3/PT20S; 2; 20",
        "PT5S; 1; 5",
        "${cycle}; 2; 7"
      })
  void a_designers_cycle_counts(String cycle, int left, int seconds) {
    task.start(OURS, FailingTask.cycle(cycle));

    Job job = task.fail();

    assertThat(job.getRetries()).isEqualTo(left);
    assertThat(job.getDuedate()).isEqualTo(Date.from(NOW.plusSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${empty other ? 'PT7S,PT8S' : 'PT1M'}",
        "${ cycle eq 'none' ? 'PT1M' : cycle }",
        " ${not empty cycle ? cycle : 'PT1M'} ",
        "#{cycle ne null and cycle ne '' ? 'PT7S, PT8S' : 'PT1M'}"
      })
  @Provokes(FaultRow.E26)
  void the_blanks_of_an_expression_belong_to_it(String cycle) {
    task.deploy(OURS, FailingTask.cycle(cycle.replace("'", "&apos;")));
    start("cycle", "PT7S,PT8S", "other", "");

    Job job = task.fail();

    assertThat(job.getRetries()).isEqualTo(2);
    assertThat(job.getDuedate()).isEqualTo(Date.from(NOW.plusSeconds(7)));
  }

  private static Stream<Arguments> unreadable() {
    Stream<Object> values =
        Stream.of(
            "",
            "  ",
            "soon",
            "PT10S,soon",
            "10",
            "R0/PT1S",
            "R/PT0S",
            "PT999999999999H",
            12,
            true,
            List.of("PT7S"),
            "${'PT7S,PT8S'}",
            "${cycle}");
    Stream<String> places = Stream.of(PROPERTY, NATIVE_EXPRESSION);
    List<Object> yielded = values.toList();
    return places.flatMap(
        place ->
            Stream.concat(
                Stream.of(
                    Arguments.of(place.formatted("${null}"), "-"),
                    Arguments.of(place.formatted("${unknown}"), "-"),
                    Arguments.of(place.formatted("${cycle.nothing()}"), "-"),
                    Arguments.of(place.formatted("${foreign.execute(execution)}"), "-")),
                yielded.stream().map(value -> Arguments.of(place.formatted("${cycle}"), value))));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  @Provokes(FaultRow.E26)
  void what_gives_no_cycle_when_the_job_fails_is_the_default_and_one_warning(
      String extension, Object yielded, CapturedOutput output) {
    task.deploy(OURS, extension);
    start("cycle", yielded);

    for (int failed = 0; failed < DEFAULT_WAITS.size(); failed++) {
      Job job = task.fail();
      assertThat(job.getRetries()).isEqualTo(DEFAULT_WAITS.size() - failed);
      assertThat(job.getDuedate()).isEqualTo(Date.from(NOW.plusSeconds(DEFAULT_WAITS.get(failed))));
    }
    assertThat(task.fail().getRetries()).isZero();

    assertThat(output).containsOnlyOnce(DEFAULT_APPLIES);
    assertThat(output).contains("task 'fetch' of process 'p'");
  }

  /** The prediction is right: {@code onFailure} acts at the last attempt. */
  @ParameterizedTest
  @ValueSource(strings = {PROPERTY, NATIVE_EXPRESSION})
  void the_last_attempt_is_that_of_the_default(String place) {
    try (FailingTask goingOn =
        new FailingTask(
            true, engine -> engine.getProcessEnginePlugins().add(new SpinProcessEnginePlugin()))) {
      goingOn.deploy(
          OURS,
          place.formatted("${unknown}"),
          "<camunda:inputParameter name=\"onFailure\">continue</camunda:inputParameter>");
      goingOn.engine().getRuntimeService().startProcessInstanceByKey("p");

      for (int failed = 0; failed < DEFAULT_WAITS.size(); failed++) {
        goingOn.fail();
      }
      goingOn.engine().getManagementService().executeJob(goingOn.job().getId());

      assertThat(goingOn.tries()).isEqualTo(DEFAULT_WAITS.size() + 1);
      assertThat(goingOn.engine().getRuntimeService().createProcessInstanceQuery().count())
          .isZero();
    }
  }

  /** The engine accepts it, and would find out when the job fails. */
  @ParameterizedTest
  @ValueSource(strings = {"soon", "PT10S,soon", "PT10S,${cycle}"})
  @Provokes(FaultRow.E26)
  void a_native_cycle_that_cannot_be_read_is_the_default_and_one_warning(
      String cycle, CapturedOutput output) {
    task.start(OURS, NATIVE.replace("R9/PT9S", cycle));

    assertThat(task.fail().getRetries()).isEqualTo(DEFAULT_WAITS.size());
    assertThat(output).containsOnlyOnce(DEFAULT_APPLIES);
  }

  @Test
  void an_empty_native_cycle_is_none() {
    task.start(OURS, FailingTask.cycle("PT7S") + NATIVE.replace("R9/PT9S", " "));

    assertThat(task.fail().getRetries()).isEqualTo(1);
  }

  @Test
  void the_whole_engines_expression_is_read_like_any_other(CapturedOutput output) {
    try (FailingTask whole =
        new FailingTask(true, engine -> engine.setFailedJobRetryTimeCycle("${unknown}"))) {
      whole.start(OURS, "");

      assertThat(whole.fail().getRetries()).isEqualTo(DEFAULT_WAITS.size());
      assertThat(output).containsOnlyOnce(DEFAULT_APPLIES);
    }
  }

  @Test
  void the_expressions_of_others_are_the_engines(CapturedOutput output) {
    task.start("${foreign}", NATIVE.replace("R9/PT9S", "${unknown}"));

    assertThat(task.fail().getRetries()).isEqualTo(2);
    assertThat(output).doesNotContain("default cycle");
  }

  private static void start(Object... variables) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      map.put((String) variables[i], variables[i + 1]);
    }
    task.engine().getRuntimeService().startProcessInstanceByKey("p", map);
  }

  @Test
  void the_engines_own_element_wins() {
    task.start(OURS, FailingTask.cycle("PT10S,PT1M") + NATIVE);

    Job job = task.fail();

    assertThat(job.getRetries()).isEqualTo(8);
    assertThat(job.getDuedate()).isEqualTo(Date.from(NOW.plusSeconds(9)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void without_a_cycle_the_engines_counts(String nothing) {
    task.start(OURS, FailingTask.cycle(nothing));

    assertThat(task.fail().getRetries()).isEqualTo(5);
  }

  @Test
  void another_task_with_the_property_is_not_ours() {
    task.start("${foreign}", FailingTask.cycle("PT10S,PT1M"));

    assertThat(task.fail().getRetries()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "soon",
        "PT10S,soon",
        "PT10S,,PT1M",
        "PT10S,",
        "10",
        "R3/soon",
        "${cycle",
        "${empty}",
        "R0/PT1S"
      })
  void a_cycle_that_cannot_be_read_is_rejected_with_the_task_named(String cycle) {
    assertThatThrownBy(() -> task.deploy(OURS, FailingTask.cycle(cycle)))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("'" + cycle + "'")
        .hasMessageContaining("'fetch'")
        .hasMessageContaining("PT10S,PT1M,PT10M");
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "${cycle"})
  void a_model_from_before_the_plugin_still_runs_with_any_cycle(String cycle) {
    String database = H2.lasting();
    ProcessEngine before = TestEngine.on(database, "without").buildProcessEngine();
    before
        .getRepositoryService()
        .createDeployment()
        .addString("p.bpmn", FailingTask.model(OURS, FailingTask.cycle(cycle)))
        .deploy();
    before.close();

    try (FailingTask after =
        new FailingTask(
            true,
            engine -> {
              engine.setJdbcUrl(database);
              engine.setDatabaseSchemaUpdate("true");
            })) {
      after.engine().getRuntimeService().startProcessInstanceByKey("p");

      assertThat(after.fail().getRetries()).isEqualTo(DEFAULT_WAITS.size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<camunda:properties/>"})
  void a_task_drawn_by_hand_on_an_engine_without_a_cycle_waits_between_its_retries(String byHand) {
    try (FailingTask bare = new FailingTask(true, engine -> {})) {
      bare.start(OURS, byHand);

      Job job = bare.fail();

      assertThat(job.getRetries()).isEqualTo(DEFAULT_WAITS.size());
      assertThat(job.getDuedate()).isEqualTo(Date.from(NOW.plusSeconds(DEFAULT_WAITS.get(0))));
    }
  }

  @Test
  void the_default_is_for_our_tasks_only() {
    try (FailingTask bare = new FailingTask(true, engine -> {})) {
      bare.start("${foreign}", "");

      assertThat(bare.fail().getRetries()).isEqualTo(2);
    }
  }
}
