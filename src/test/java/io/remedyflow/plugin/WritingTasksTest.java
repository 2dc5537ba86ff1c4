package io.remedyflow.plugin;

import static io.remedyflow.plugin.WritingEngine.decided;
import static io.remedyflow.plugin.WritingEngine.noRemedies;
import static io.remedyflow.plugin.WritingEngine.process;
import static io.remedyflow.plugin.WritingEngine.report;
import static io.remedyflow.plugin.WritingEngine.start;
import static io.remedyflow.plugin.WritingEngine.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.camunda.spin.plugin.variable.SpinValues;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tasks that write, in an engine with the plugin. */
class WritingTasksTest {

  /** As the template has it. */
  private static final String SLOTS = "${execution.getVariable('remedySlots')}";

  private static final String LIST =
      "[{\"value\":\"0-1\",\"userId\":\"abd754f7\",\"remedyDate\":\"2021-01-04\",\"punchNo\":0,\"workType\":\"ON_DUTY\",\"earliest\":\"2021-01-04T08:00:00\",\"latest\":\"2021-01-04T10:00:00\"}]";

  @AutoClose private final WritingEngine engine = new WritingEngine();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_process_without_a_list_of_slots_runs_with_the_default_of_the_template(boolean inJob) {
    engine.feishu().next(noRemedies(), noRemedies(), started());

    ProcessInstance instance = run(start(process(), "remedySlots", SLOTS), inJob, Map.of());

    assertThat(engine.variable(instance, "approvalStatus")).isEqualTo("STARTED");
    assertThat(engine.variable(instance, "remedyApprovalId")).isEqualTo(WritingEngine.APPROVAL);
    assertThat(engine.paths()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_time_within_the_slot_of_a_json_variable_is_sent(boolean inJob) {
    engine.feishu().next(noRemedies(), noRemedies(), started());

    ProcessInstance instance =
        run(
            start(process(), "remedySlots", SLOTS),
            inJob,
            Map.of("remedySlots", SpinValues.jsonValue(LIST).create()));

    assertThat(engine.variable(instance, "approvalStatus")).isEqualTo("STARTED");
    assertThat(engine.paths()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_time_outside_the_slot_of_a_json_variable_is_rejected_and_nothing_is_sent(boolean inJob) {
    ProcessInstance instance =
        run(
            start(process(), "remedySlots", SLOTS),
            inJob,
            Map.of(
                "remedySlots",
                SpinValues.jsonValue(LIST).create(),
                "remedyTime",
                "2021-01-04T10:01"));

    assertThat(engine.variable(instance, "approvalStatus")).isEqualTo("REJECTED");
    assertThat((String) engine.variable(instance, "approvalMessage"))
        .contains("outside the window");
    assertThat(engine.paths()).isEmpty();
  }

  @Test
  void a_reason_that_no_text_variable_holds_is_rejected_and_nothing_is_sent() {
    ProcessInstance instance =
        run(start(process(), "reason", "${'%s'}".formatted("x".repeat(10_000))), true, Map.of());

    assertThat((String) engine.variable(instance, "approvalMessage"))
        .contains("10000 characters, more than 500");
    assertThat(engine.paths()).isEmpty();
  }

  /** A form's checkbox is a Boolean, and the choice that the template has by default. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void no_thread_waits_while_the_decision_of_a_checkbox_is_reported(boolean approved) {
    AtomicBoolean freed = new AtomicBoolean();
    engine
        .feishu()
        .next(
            (socket, raw) -> {
              await()
                  .until(
                      () -> engine.executor().getThreadPoolExecutor().getCompletedTaskCount() > 0);
              freed.set(engine.executor().getThreadPoolExecutor().getActiveCount() == 0);
              decided(approved ? 2 : 1).on(socket, raw);
            });

    ProcessInstance instance =
        run(
            report(process().serviceTask("report"), "${approved}"),
            true,
            Map.of("approved", approved));

    assertThat(engine.variable(instance, "decisionStatus")).isEqualTo("REPORTED");
    assertThat(freed).isTrue();
    assertThat(engine.paths()).hasSize(1);
  }

  private ProcessInstance run(
      ServiceTaskBuilder task, boolean inJob, Map<String, Object> variables) {
    engine.work();
    ProcessInstance instance =
        engine.run(task.camundaAsyncBefore(inJob).userTask("after").endEvent().done(), variables);
    await().until(() -> engine.isAt("after"));
    return instance;
  }
}
