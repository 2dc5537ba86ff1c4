package io.remedyflow.plugin;

import static io.remedyflow.plugin.WritingEngine.decided;
import static io.remedyflow.plugin.WritingEngine.noRemedies;
import static io.remedyflow.plugin.WritingEngine.process;
import static io.remedyflow.plugin.WritingEngine.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.remedyflow.testing.http.RawFeishu.Act;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An approved remedy that is revoked by a compensation handler.
 *
 * <p>What Camunda does: the handler runs in the transaction of the event that throws the
 * compensation, and its own {@code asyncBefore}, which the template sets, has no effect. So a
 * failure goes to whoever completed the step before a synchronous event, or fails the job of an
 * asynchronous one: that job is tried as often as the engine tries any job, without the task's
 * retry cycle, and then is an incident.
 */
class RevocationTest {

  private static final String PROCESS = "/open-apis/attendance/v1/approval_infos/process";

  @AutoClose private final WritingEngine engine = new WritingEngine();

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void a_thrown_compensation_revokes_the_remedy_and_hands_its_status_on(
      boolean handlerInJob, boolean thrownInJob) {
    engine.work();
    engine.feishu().next(decided(4));
    ProcessInstance instance = engine.run(model(handlerInJob, thrownInJob), Map.of());

    engine.complete("decide");

    await().until(() -> engine.isAt("after"));
    assertThat(engine.paths()).containsExactly(PROCESS);
    assertThat(engine.variable(instance, "decisionStatus")).isEqualTo("REPORTED");
  }

  /** Otherwise nobody would know that the remedy still counts. */
  @Test
  void a_remedy_that_cannot_be_revoked_is_a_conflict_that_the_process_sees() {
    engine.work();
    engine.feishu().next(decided(1), noRemedies(), noRemedies(), noRemedies(), ofState(1));
    ProcessInstance instance = engine.run(model(true, true), Map.of());

    engine.complete("decide");

    await().until(() -> engine.isAt("after"));
    assertThat(engine.variable(instance, "decisionStatus")).isEqualTo("CONFLICT");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_failure_goes_to_the_user_where_the_event_is_synchronous(boolean handlerInJob) {
    engine.feishu().next(Act.reset());
    engine.run(model(handlerInJob, false), Map.of());

    assertThatThrownBy(() -> engine.complete("decide"))
        .hasStackTraceContaining("The decision may have been reported.");

    assertThat(engine.isAt("decide")).as("the step can be completed again").isTrue();
    engine.feishu().next(decided(4));
    engine.complete("decide");
    assertThat(engine.isAt("after")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_failure_is_an_incident_of_the_event_where_it_is_asynchronous(boolean handlerInJob) {
    engine.feishu().next(Act.reset(), Act.reset(), Act.reset());
    engine.run(model(handlerInJob, true), Map.of());
    engine.complete("decide");

    engine.work();

    assertThat(engine.incident().getActivityId()).isEqualTo("undo");
    assertThat(stackTrace()).contains("The decision may have been reported.", "ab***");
    assertThat(engine.isAt("after")).isFalse();
    assertThat(engine.paths()).as("as often as the engine tries a job").hasSize(3);
  }

  @Test
  void a_rejection_is_an_incident_too() {
    engine.run(model(true, true), Map.of("userId", "two words"));
    engine.complete("decide");

    engine.work();

    assertThat(engine.incident().getActivityId()).isEqualTo("undo");
    assertThat(stackTrace()).contains("The user ID contains a space");
    assertThat(engine.paths()).isEmpty();
  }

  private String stackTrace() {
    ManagementService management = engine.engine().getManagementService();
    return management.getJobExceptionStacktrace(management.createJobQuery().singleResult().getId());
  }

  private static Act ofState(int state) {
    return WritingEngine.json(
        "{\"code\":0,\"data\":{\"user_remedys\":[{\"user_id\":\"abd754f7\",\"remedy_date\":20210104,\"approval_id\":\"%s\",\"status\":%d}]}}"
            .formatted(WritingEngine.APPROVAL, state));
  }

  private static BpmnModelInstance model(boolean handlerInJob, boolean thrownInJob) {
    ServiceTaskBuilder handler =
        process()
            .userTask("decide")
            .boundaryEvent("decided")
            .compensateEventDefinition()
            .compensateEventDefinitionDone()
            .compensationStart()
            .serviceTask("revoke");
    return report(handler, "revoke")
        .camundaAsyncBefore(handlerInJob)
        .compensationDone()
        .intermediateThrowEvent("undo")
        .camundaAsyncBefore(thrownInJob)
        .compensateEventDefinition()
        .compensateEventDefinitionDone()
        .userTask("after")
        .endEvent()
        .done();
  }
}
