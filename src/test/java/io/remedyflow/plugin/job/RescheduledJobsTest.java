package io.remedyflow.plugin.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.plugin.reservation.DueDates;
import io.remedyflow.remedy.CallFailedException;
import io.remedyflow.testing.FailingTask;
import io.remedyflow.testing.TestEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs whose call was rate limited. */
class RescheduledJobsTest {

  private static final String OURS = "${fetchAllowedRemedies}";
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final int BY_FEISHU = 99991400;

  private static Supplier<CallFailedException> failure;

  @AutoClose
  private static final FailingTask task =
      new FailingTask(
          () -> failure.get(),
          // The level that writes jobs that failed.
          engine -> engine.setHistory(ProcessEngineConfiguration.HISTORY_FULL));

  @BeforeEach
  void stop_the_clock() {
    at(NOW);
    rateLimited(BY_FEISHU, Duration.ofSeconds(10));
  }

  @AfterEach
  void undeploy() {
    ClockUtil.reset();
    TestEngine.forgetModels(task.engine());
  }

  @ParameterizedTest
  @CsvSource({"PT10S,10", "PT0S,1", "-PT5S,1", "P9D,3600", "PT5M,300", ",5"})
  void a_job_comes_back_at_its_due_date(@Nullable Duration retryAfter, int seconds) {
    rateLimited(BY_FEISHU, retryAfter);
    task.start(OURS, "");

    assertThat(task.fail().getDuedate()).isEqualTo(at(seconds));
  }

  @Test
  void jobs_with_the_same_wait_come_back_at_different_times() {
    assertThat(
            IntStream.range(0, 50)
                .mapToObj(n -> DueDates.after(Duration.ofSeconds(30)))
                .distinct()
                .count())
        .isGreaterThan(40);
  }

  @Test
  void a_job_that_never_failed_still_never_has() {
    task.start(OURS, FailingTask.cycle("PT7S,PT8S,PT9S"));
    task.fail();
    failure = RescheduledJobsTest::retryable;

    Job job = task.fail();

    assertThat(job.getRetries()).as("of the cycle's four").isEqualTo(3);
    assertThat(job.getDuedate()).isEqualTo(at(7));
  }

  @Test
  void a_job_that_failed_before_keeps_its_retries_and_its_message() {
    failure = RescheduledJobsTest::retryable;
    task.start(OURS, FailingTask.cycle("PT7S,PT8S"));
    task.fail();
    rateLimited(BY_FEISHU, Duration.ofSeconds(10));

    Job job = task.fail();

    assertThat(job.getRetries()).isEqualTo(2);
    assertThat(job.getExceptionMessage()).contains("attempt 1 of 3");
    assertThat(failuresInHistory()).isEqualTo(1);
  }

  @Test
  void the_last_retry_is_not_used_up_either() {
    failure = RescheduledJobsTest::retryable;
    task.start(OURS, FailingTask.cycle("PT7S"));
    task.fail();
    rateLimited(BY_FEISHU, Duration.ofSeconds(10));

    assertThat(task.fail().getRetries()).isEqualTo(1);
    assertThat(incidents()).isZero();
  }

  @Test
  void a_call_that_ends_with_its_node_does_not_use_up_the_last_retry() {
    failure = RescheduledJobsTest::retryable;
    task.start(OURS, FailingTask.cycle("PT7S"));
    task.fail();
    failure = RescheduledJobsTest::interrupted;

    Job job = task.fail();

    assertThat(job.getRetries()).isEqualTo(1);
    assertThat(job.getDuedate()).isBetween(at(1), at(2), true, true);
    assertThat(incidents()).isZero();
  }

  @Test
  void nothing_is_left_in_the_history_neither_row_nor_stack_trace() {
    task.start(OURS, "");
    long before = byteArrays();

    for (int n = 0; n < 100; n++) {
      task.fail();
    }

    assertThat(failuresInHistory()).isZero();
    assertThat(byteArrays()).isEqualTo(before);
  }

  @Test
  void a_person_who_runs_the_job_by_hand_reads_why_and_until_when() {
    task.start(OURS, "");

    assertThatThrownBy(() -> task.engine().getManagementService().executeJob(task.job().getId()))
        .hasMessageStartingWith("99991400: Feishu is down.")
        .hasMessageContaining("no retry lost, next 2026-11-22 20:00:")
        .hasNoCause()
        .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"99991400,PT59M,PT61M", ",PT23H,PT25H"})
  @Provokes(FaultRow.L9)
  void an_old_job_loses_retries_and_becomes_an_incident_in_the_end(
      @Nullable Integer code, Duration young, Duration old) {
    rateLimited(code, Duration.ofSeconds(10));
    task.start(OURS, FailingTask.cycle("PT7S,PT8S"));
    at(NOW.plus(young));
    assertThat(task.fail().getExceptionMessage()).isNull();

    at(NOW.plus(old));
    Job job = task.fail();
    assertThat(job.getRetries()).isEqualTo(2);
    assertThat(job.getExceptionMessage()).contains("attempt 1 of 3, next ");
    assertThat(job.getDuedate())
        .as("the time that was named, not the cycle's")
        .isBetween(
            Date.from(NOW.plus(old).plusSeconds(10)),
            Date.from(NOW.plus(old).plusSeconds(20)),
            true,
            true);
    assertThat(task.fail().getRetries()).isEqualTo(1);
    assertThat(incidents()).isZero();
    assertThat(task.fail().getRetries()).isZero();

    assertThat(incidents()).isEqualTo(1);
  }

  @Test
  void without_history_a_job_is_rescheduled_all_the_same() {
    try (FailingTask plain =
        new FailingTask(
            () -> failure.get(),
            engine -> engine.setHistory(ProcessEngineConfiguration.HISTORY_NONE))) {
      plain.start(OURS, "");
      int before = plain.job().getRetries();

      assertThat(plain.fail().getRetries()).isEqualTo(before);
      assertThat(plain.job().getExceptionMessage()).isNull();
    }
  }

  private static long failuresInHistory() {
    return task.engine().getHistoryService().createHistoricJobLogQuery().failureLog().count();
  }

  private static long byteArrays() {
    return task.engine().getManagementService().getTableCount().get("ACT_GE_BYTEARRAY");
  }

  private static long incidents() {
    return task.engine().getRuntimeService().createIncidentQuery().count();
  }

  private static Date at(int seconds) {
    return Date.from(NOW.plusSeconds(seconds));
  }

  private static void at(Instant time) {
    ClockUtil.setCurrentTime(Date.from(time));
  }

  private static void rateLimited(@Nullable Integer code, @Nullable Duration retryAfter) {
    failure =
        () ->
            new CallFailedException(
                FailingTask.TEXT, true, code, "log-1", retryAfter, true, null) {};
  }

  private static CallFailedException retryable() {
    return new CallFailedException(FailingTask.TEXT, true, 1225000, "log-1", null, false, null) {};
  }

  private static CallFailedException interrupted() {
    return new CallFailedException(FailingTask.TEXT, true, null, null, null, false, null) {
      @Override
      public boolean interrupted() {
        return true;
      }
    };
  }
}
