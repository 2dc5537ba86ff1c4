package io.remedyflow.plugin.parse;

import static io.remedyflow.plugin.parse.DrawnModel.fetch;
import static io.remedyflow.plugin.parse.DrawnModel.output;
import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.testing.TestEngine;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Tasks whose results nothing in the model can see. */
@ExtendWith(OutputCaptureExtension.class)
class LostResultsTest {

  private static final String BARE =
      "<serviceTask id=\"fetch\" camunda:asyncBefore=\"true\" camunda:delegateExpression=\"${fetchAllowedRemedies}\">%s</serviceTask>";

  @AutoClose
  private static final ProcessEngine engine =
      TestEngine.inMemory("lost", new RemedyflowPlugin()).buildProcessEngine();

  @ParameterizedTest
  @ValueSource(strings = {"serviceTask", "sendTask", "businessRuleTask", "intermediateThrowEvent"})
  @Provokes(FaultRow.E27)
  void a_task_without_output_parameters_is_warned_of(String kind, CapturedOutput output) {
    deploy(fetch(kind, "fetch", ""), "fetch");

    assertThat(output)
        .containsOnlyOnce("The results of task 'fetch' of process 'p'")
        .contains("such as remedyStatus with the value ${remedyStatus}");
  }

  @Test
  @Provokes(FaultRow.E27)
  void an_end_event_can_hand_nothing_on(CapturedOutput output) {
    deploy(fetch("endEvent", "fetch", ""));

    assertThat(output)
        .containsOnlyOnce("The results of task 'fetch' of process 'p'")
        .contains("Use a service task in front of the end event");
  }

  @Test
  void a_boundary_event_makes_the_task_a_scope(CapturedOutput output) {
    deploy(
        BARE.formatted("")
            + "<boundaryEvent id=\"b\" attachedToRef=\"fetch\"><errorEventDefinition/></boundaryEvent>",
        "fetch");

    assertThat(output).contains("The results of task 'fetch'");
  }

  @Test
  void one_output_parameter_is_enough(CapturedOutput output) {
    deploy(fetch("serviceTask", "fetch", output("status")), "fetch");

    assertThat(output).doesNotContain("LostResultsRule");
  }

  @Test
  void a_task_that_is_no_scope_writes_into_the_process(CapturedOutput output) {
    deploy(BARE.formatted(""), "fetch");

    assertThat(output).doesNotContain("LostResultsRule");
  }

  @Test
  void a_listener_at_the_end_of_the_task_sees_them(CapturedOutput output) {
    deploy(
        fetch("serviceTask", "fetch", "")
            .replace(
                "<extensionElements>",
                "<extensionElements><camunda:executionListener event=\"end\" expression=\"${execution.setVariable('x', remedyStatus)}\"/>"),
        "fetch");

    assertThat(output).doesNotContain("LostResultsRule");
  }

  @Test
  void foreign_tasks_are_ignored(CapturedOutput output) {
    deploy(fetch("serviceTask", "fetch", "").replace("fetchAllowedRemedies", "foreign"), "fetch");

    assertThat(output).doesNotContain("LostResultsRule");
  }

  private static void deploy(String task, String... last) {
    DrawnModel model =
        new DrawnModel("p").with("startEvent", List.of("s")).with(task).flow("s", "fetch");
    if (last.length > 0) {
      model.with("endEvent", List.of("e")).flow(last[0], "e");
    }
    engine.getRepositoryService().createDeployment().addString("p.bpmn", model.xml()).deploy();
  }
}
