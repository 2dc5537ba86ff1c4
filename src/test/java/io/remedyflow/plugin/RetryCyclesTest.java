package io.remedyflow.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.camunda.TaskEngine;
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryCyclesTest {

  private static final String OURS = "${fetchAllowedRemedies}";
  private static final String NATIVE =
      "<camunda:failedJobRetryTimeCycle>R9/PT9S</camunda:failedJobRetryTimeCycle>";
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  /** {@code PT10S,PT1M,PT10M} is three waits, for three retries after the first failure. */
  private static final int DEFAULT_WAITS = 3;

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
    task.engine()
        .getRepositoryService()
        .createDeploymentQuery()
        .list()
        .forEach(
            deployment ->
                task.engine().getRepositoryService().deleteDeployment(deployment.getId(), true));
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
  void another_task_with_the_property_is_none_of_ours() {
    task.start("${somebodyElses}", FailingTask.cycle("PT10S,PT1M"));

    assertThat(task.fail().getRetries()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "PT10S,soon", "PT10S,,PT1M", "PT10S,", "10", "R3/soon"})
  void a_cycle_that_cannot_be_read_is_refused_with_the_task_named(String cycle) {
    assertThatThrownBy(() -> task.deploy(OURS, FailingTask.cycle(cycle)))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("'" + cycle + "'")
        .hasMessageContaining("'fetch'")
        .hasMessageContaining("PT10S,PT1M,PT10M");
  }

  @Test
  void a_model_from_before_the_plugin_goes_on_running_whatever_its_cycle() {
    String database = "jdbc:h2:mem:before-the-plugin;DB_CLOSE_DELAY=-1";
    ProcessEngineConfigurationImpl without = TaskEngine.inMemory("without");
    without.setJdbcUrl(database);
    without.setDatabaseSchemaUpdate("true");
    ProcessEngine before = without.buildProcessEngine();
    before
        .getRepositoryService()
        .createDeployment()
        .addString("p.bpmn", FailingTask.model(OURS, FailingTask.cycle("soon")))
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

      assertThat(after.fail().getRetries()).isEqualTo(DEFAULT_WAITS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<camunda:properties/>"})
  void a_task_drawn_by_hand_on_an_engine_without_a_cycle_waits_between_its_retries(String byHand) {
    try (FailingTask bare = new FailingTask(true, engine -> {})) {
      bare.start(OURS, byHand);

      Job job = bare.fail();

      assertThat(job.getRetries()).isEqualTo(DEFAULT_WAITS);
      assertThat(job.getDuedate()).isEqualTo(Date.from(NOW.plusSeconds(10)));
    }
  }

  @Test
  void the_default_is_for_our_tasks_only() {
    try (FailingTask bare = new FailingTask(true, engine -> {})) {
      bare.start("${somebodyElses}", "");

      assertThat(bare.fail().getRetries()).isEqualTo(2);
    }
  }
}
