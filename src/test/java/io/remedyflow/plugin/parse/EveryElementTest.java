package io.remedyflow.plugin.parse;

import static io.remedyflow.plugin.parse.DrawnModel.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.EngineOverSimulator;
import io.remedyflow.testing.TestEngine;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Each element that runs the delegate is a task of ours, and what does not run it is none. */
@ExtendWith(OutputCaptureExtension.class)
class EveryElementTest {

  /** The elements that run a delegate, and a task without the template. */
  private enum Kind {
    SERVICE_TASK("serviceTask"),
    SEND_TASK("sendTask"),
    BUSINESS_RULE_TASK("businessRuleTask"),
    INTERMEDIATE_THROW_EVENT("intermediateThrowEvent"),
    END_EVENT("endEvent"),
    BY_HAND("serviceTask");

    private final String element;

    Kind(String element) {
      this.element = element;
    }
  }

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @AutoClose private static final FeishuSimulator feishu = FeishuSimulator.start();

  @AutoClose
  private static final ProcessEngine engine =
      EngineOverSimulator.configuration(
              feishu,
              """
                remedyflow.connections.default.requests-per-second=2
                remedyflow.connections.absent.app-id=cli_a1b2c3
                remedyflow.connections.absent.app-secret=secret
                remedyflow.connections.absent.base-url=http://127.0.0.1:1
                """)
          .buildProcessEngine();

  @AfterEach
  void undeploy() {
    ClockUtil.reset();
    TestEngine.forgetModels(engine);
  }

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.E29)
  void it_has_a_retry_cycle(Kind kind) {
    deploy(
        fetch(
            kind,
            "absent",
            "<camunda:properties><camunda:property name=\"io.remedyflow.retryCycle\" value=\"PT40S,PT2M\"/></camunda:properties>"),
        kind);
    ClockUtil.setCurrentTime(Date.from(NOW));
    start();

    Job job = fail();

    assertThat(job.getRetries()).isEqualTo(2);
    assertThat(job.getDuedate()).isEqualTo(Date.from(NOW.plusSeconds(40)));
  }

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.E29)
  void without_one_the_default_counts(Kind kind) {
    deploy(fetch(kind, "absent", ""), kind);
    start();

    assertThat(fail().getRetries()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.E29)
  void its_jobs_have_reservations(Kind kind) {
    deploy(fetch(kind, "default", ""), kind);

    for (int n = 0; n < 4; n++) {
      start();
    }

    assertThat(engine.getManagementService().createJobQuery().list())
        .filteredOn(job -> job.getDuedate() != null)
        .hasSizeGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  @Provokes(FaultRow.E29)
  void it_is_warned_of_when_it_is_synchronous(Kind kind, CapturedOutput output) {
    deploy(fetch(kind, "default", "").replace("camunda:asyncBefore=\"true\"", ""), kind);

    assertThat(output).containsOnlyOnce("Task 'fetch' of process 'p'").contains("not asynchronous");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "END_EVENT")
  @Provokes(FaultRow.E29)
  void its_results_reach_the_next_element(Kind kind) {
    deploy(
        fetch(kind, "default", "")
            .replace("</camunda:inputOutput>", output("status") + "</camunda:inputOutput>"),
        kind);
    String instance = start();

    engine.getManagementService().executeJob(job().getId());

    assertThat(engine.getRuntimeService().getVariable(instance, "status")).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"INTERMEDIATE_THROW_EVENT", "END_EVENT"})
  @Provokes(FaultRow.E29)
  void it_is_not_multi_instance_itself(Kind kind) {
    String several =
        fetch(kind, "default", "")
            .replace(
                "</" + kind.element + ">",
                "<multiInstanceLoopCharacteristics><loopCardinality xsi:type=\"tFormalExpression\">3</loopCardinality></multiInstanceLoopCharacteristics></"
                    + kind.element
                    + ">");

    assertThatThrownBy(() -> deploy(several, kind))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("cannot be multi-instance itself: fetch");
  }

  @Test
  void an_event_is_no_dead_end_for_the_engine_but_one_that_stops_the_process_is() {
    String event =
        fetch(Kind.INTERMEDIATE_THROW_EVENT, "default", "")
            .replace("</camunda:inputOutput>", output("status") + "</camunda:inputOutput>");

    assertThatThrownBy(() -> deploy(event, Kind.END_EVENT))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("Nothing follows the task")
        .hasMessageContaining("fetch");
  }

  /** The engine looks at one of the attributes only, and at none of an event that is caught. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<serviceTask id=\"fetch\" camunda:type=\"external\" camunda:topic=\"t\" camunda:delegateExpression=\"${fetchAllowedRemedies}\"/>",
        "<serviceTask id=\"fetch\" camunda:class=\"com.example.Other\" camunda:delegateExpression=\"${fetchAllowedRemedies}\"/>",
        "<serviceTask id=\"fetch\" camunda:delegateExpression=\"${other}\" camunda:expression=\"${fetchAllowedRemedies.execute(execution)}\"/>",
        "<userTask id=\"fetch\" camunda:delegateExpression=\"${fetchAllowedRemedies}\"/>",
        "<intermediateCatchEvent id=\"fetch\"><messageEventDefinition messageRef=\"message\" camunda:delegateExpression=\"${fetchAllowedRemedies}\"/></intermediateCatchEvent>"
      })
  void what_does_not_run_it_is_not_our_task(String element, CapturedOutput output) {
    deploy(element, Kind.SERVICE_TASK);

    assertThat(output).doesNotContain("DeploymentWarningsRule", "LostResultsRule");
  }

  @Test
  @Provokes(FaultRow.E29)
  void a_listener_is_warned_of(CapturedOutput output) {
    deploy(
        """
        <userTask id="fetch"><extensionElements>
          <camunda:executionListener event="start" delegateExpression="${fetchAllowedRemedies}"/>
          <camunda:taskListener event="create" delegateExpression="#{ fetchAllowedRemedies }"/>
        </extensionElements></userTask>
        """,
        Kind.SERVICE_TASK);

    assertThat(output)
        .contains("'fetch' in process 'p'")
        .containsOnlyOnce("fetchAllowedRemedies as executionListener")
        .containsOnlyOnce("fetchAllowedRemedies as taskListener");
  }

  @Test
  void a_listener_of_a_flow_or_by_hand_is_warned_of(CapturedOutput output) {
    deploy(
        """
        <userTask id="fetch"/><endEvent id="e"/>
        <sequenceFlow id="taken" sourceRef="fetch" targetRef="e"><extensionElements>
          <camunda:executionListener event="take" expression="${fetchAllowedRemedies.execute(execution)}"/>
        </extensionElements></sequenceFlow>
        """,
        Kind.END_EVENT);

    assertThat(output)
        .contains("'taken' in process 'p'", "fetchAllowedRemedies as executionListener");
  }

  @Test
  void an_expression_that_only_evaluates_the_delegate_is_warned_of(CapturedOutput output) {
    deploy(
        "<serviceTask id=\"fetch\" camunda:expression=\"${fetchAllowedRemedies}\"/>",
        Kind.SERVICE_TASK);

    assertThat(output).contains("Task 'fetch'", "makes no call", "delegateExpression");
  }

  private static String fetch(Kind kind, String connection, String properties) {
    String element =
        DrawnModel.fetch(kind.element, "fetch", "")
            .replace("<extensionElements>", "<extensionElements>" + properties)
            .replace(
                "<camunda:inputOutput>",
                "<camunda:inputOutput><camunda:inputParameter name=\"feishuConnection\">"
                    + connection
                    + "</camunda:inputParameter>");
    return kind == Kind.BY_HAND
        ? element.replace(
            "camunda:delegateExpression=\"${fetchAllowedRemedies}\"",
            "camunda:expression=\"${fetchAllowedRemedies.execute(execution)}\"")
        : element;
  }

  private static void deploy(String element, Kind kind) {
    DrawnModel model =
        new DrawnModel("p").with("startEvent", List.of("s")).with(element).flow("s", "fetch");
    if (kind != Kind.END_EVENT) {
      model.with("userTask", List.of("u")).flow("fetch", "u");
    }
    engine.getRepositoryService().createDeployment().addString("p.bpmn", model.xml()).deploy();
  }

  private static String start() {
    return engine.getRuntimeService().startProcessInstanceByKey("p").getId();
  }

  private static Job job() {
    return engine.getManagementService().createJobQuery().singleResult();
  }

  private static Job fail() {
    String id = job().getId();
    assertThatThrownBy(() -> engine.getManagementService().executeJob(id))
        .hasMessageContaining("attempt 1");
    return job();
  }
}
