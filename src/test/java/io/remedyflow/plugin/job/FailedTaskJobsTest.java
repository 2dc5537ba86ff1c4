package io.remedyflow.plugin.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.testing.FailingTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultFailedJobCommandFactory;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.Test;

class FailedTaskJobsTest {

  private static final String OURS = "${fetchAllowedRemedies}";

  @Test
  void a_failure_that_no_retry_mends_is_an_incident_at_the_first_failure() {
    try (FailingTask task = new FailingTask(false, engine -> {})) {
      task.start(OURS, FailingTask.cycle("PT10S,PT1M,PT10M"));

      Job job = task.fail();

      assertThat(job.getRetries()).isZero();
      assertThat(task.tries()).isEqualTo(1);
      Incident incident = task.engine().getRuntimeService().createIncidentQuery().singleResult();
      assertThat(incident.getActivityId()).isEqualTo("fetch");
      assertThat(incident.getIncidentMessage())
          .startsWith("1225000: Feishu is down.")
          .contains("task fetch", "connection default", "code 1225000", "log id log-1");
    }
  }

  @Test
  void an_administrator_sets_retries_and_the_task_is_tried_again() {
    try (FailingTask task = new FailingTask(false, engine -> {})) {
      task.start(OURS, "");
      Job job = task.fail();

      task.engine().getManagementService().setJobRetries(job.getId(), 1);
      assertThat(task.engine().getRuntimeService().createIncidentQuery().count()).isZero();
      task.fail();

      assertThat(task.tries()).isEqualTo(2);
      assertThat(task.engine().getRuntimeService().createIncidentQuery().count()).isEqualTo(1);
    }
  }

  @Test
  void a_failure_that_may_pass_keeps_its_retries() {
    try (FailingTask task = new FailingTask(true, engine -> {})) {
      task.start(OURS, "");
      int before = task.job().getRetries();

      assertThat(task.fail().getRetries()).isEqualTo(before - 1).isPositive();
      assertThat(task.engine().getRuntimeService().createIncidentQuery().count()).isZero();
    }
  }

  @Test
  void a_job_without_retries_is_due_as_soon_as_a_person_grants_one() {
    try (FailingTask task = new FailingTask(true, engine -> {})) {
      task.start(OURS, FailingTask.cycle("PT2M"));
      assertThat(task.fail().getDuedate()).isInTheFuture();
      Job job = task.fail();
      assertThat(job.getRetries()).isZero();

      task.engine()
          .getManagementService()
          .setJobRetriesAsync(List.of(job.getId()), 1)
          .getId(); // as a batch of the engine, without a due date

      assertThat(
              task.engine()
                  .getManagementService()
                  .createJobQuery()
                  .jobId(job.getId())
                  .singleResult()
                  .getDuedate())
          .isNull();
    }
  }

  @Test
  void where_jobs_need_a_due_date_one_without_retries_is_due_now() {
    try (FailingTask task =
        new FailingTask(true, engine -> engine.setEnsureJobDueDateNotNull(true))) {
      task.start(OURS, FailingTask.cycle("R1/PT2M"));

      assertThat(task.fail().getDuedate()).isBeforeOrEqualTo(Instant.now());
    }
  }

  @Test
  void a_foreign_job_without_retries_is_left_as_the_engine_left_it() {
    try (FailingTask task = new FailingTask(false, engine -> {})) {
      task.start("${foreign}", "");
      Date due = task.job().getDuedate();

      for (int n = 0; n < 3; n++) {
        task.fail();
      }

      assertThat(task.job().getRetries()).isZero();
      assertThat(task.job().getDuedate()).isEqualTo(due);
    }
  }

  @Test
  void a_foreign_failure_is_left_to_the_engine() {
    try (FailingTask task = new FailingTask(false, engine -> {})) {
      task.start("${foreign}", "");

      assertThat(task.fail().getRetries()).isEqualTo(2);
    }
  }

  @Test
  void a_plugin_that_comes_later_and_puts_its_own_factory_in_does_not_take_this_away() {
    AbstractProcessEnginePlugin later =
        new AbstractProcessEnginePlugin() {
          @Override
          public void postInit(ProcessEngineConfigurationImpl engine) {
            engine.setFailedJobCommandFactory(new DefaultFailedJobCommandFactory());
          }
        };
    try (FailingTask task =
        new FailingTask(
            false,
            engine ->
                engine.setProcessEnginePlugins(
                    new ArrayList<>() {
                      @Override
                      public boolean add(ProcessEnginePlugin plugin) {
                        return super.add(plugin) && super.add(later);
                      }
                    }))) {
      task.start(OURS, "");

      assertThat(task.fail().getRetries()).isZero();
    }
  }
}
