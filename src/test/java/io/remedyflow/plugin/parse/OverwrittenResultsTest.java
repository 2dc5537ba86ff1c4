package io.remedyflow.plugin.parse;

import static io.remedyflow.plugin.parse.DrawnModel.empty;
import static io.remedyflow.plugin.parse.DrawnModel.fetch;
import static io.remedyflow.plugin.parse.DrawnModel.subprocess;
import static org.assertj.core.api.Assertions.assertThat;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.testing.TestEngine;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Tasks that may run at the same time and write the same variables. */
@ExtendWith(OutputCaptureExtension.class)
class OverwrittenResultsTest {

  private static final String A = fetch("A", "status");
  private static final String B = fetch("B", "status");
  private static final String CONDITION =
      "<sequenceFlow id=\"to_%1$s\" sourceRef=\"g\" targetRef=\"%1$s\"><conditionExpression xsi:type=\"tFormalExpression\">${x}</conditionExpression></sequenceFlow>";
  private static final String TIMER =
      "<boundaryEvent id=\"b\" attachedToRef=\"%s\" cancelActivity=\"%s\"><timerEventDefinition><timeDuration xsi:type=\"tFormalExpression\">PT1H</timeDuration></timerEventDefinition></boundaryEvent>";
  private static final String PARALLEL =
      "<multiInstanceLoopCharacteristics><loopCardinality xsi:type=\"tFormalExpression\">3</loopCardinality></multiInstanceLoopCharacteristics>";

  @AutoClose
  private static final ProcessEngine engine =
      TestEngine.inMemory("overwritten", new RemedyflowPlugin()).buildProcessEngine();

  private static DrawnModel model() {
    return new DrawnModel("p")
        .with("startEvent", List.of("s"))
        .with("endEvent", List.of("e"))
        .with("userTask", List.of("u"));
  }

  private static DrawnModel forked(String gateway) {
    return model().with(gateway, List.of("g")).flow("s", "g").with(A, B);
  }

  private static DrawnModel inside(String id) {
    return new DrawnModel(id)
        .with("startEvent", List.of(id + "_s"))
        .with("endEvent", List.of(id + "_e"));
  }

  private static String around(String id, String task, String taskId, String extensions) {
    return subprocess(id, extensions, inside(id).with(task).flow(id + "_s", taskId, id + "_e"));
  }

  private static Stream<Arguments> meeting() {
    return Stream.of(
        Arguments.of(
            "a parallel gateway",
            forked("parallelGateway").flow("g", "A", "e").flow("g", "B", "e")),
        Arguments.of(
            "an inclusive gateway",
            forked("inclusiveGateway")
                .with(CONDITION.formatted("A"), CONDITION.formatted("B"))
                .flow("A", "e")
                .flow("B", "e")),
        Arguments.of(
            "a start with two flows", model().with(A, B).flow("s", "A", "e").flow("s", "B", "e")),
        Arguments.of(
            "later in each path",
            forked("parallelGateway")
                .with("userTask", List.of("v"))
                .flow("g", "u", "A", "e")
                .flow("g", "v", "B", "e")),
        Arguments.of(
            "one path continues behind the join of two others",
            forked("parallelGateway")
                .with("parallelGateway", List.of("j"))
                .with("userTask", List.of("v"))
                .flow("g", "u", "j", "A", "e")
                .flow("g", "v", "j")
                .flow("g", "B", "e")),
        Arguments.of(
            "a merge that joins nothing",
            forked("parallelGateway")
                .with("exclusiveGateway", List.of("x"))
                .flow("g", "A", "x", "e")
                .flow("g", "B", "x")),
        Arguments.of(
            "an event that does not interrupt",
            model()
                .with(A, B, TIMER.formatted("u", "false"))
                .flow("s", "u", "A", "e")
                .flow("b", "B", "e")),
        Arguments.of(
            "an event at the task itself that does not interrupt",
            model()
                .with(A, B, TIMER.formatted("A", "false"))
                .flow("s", "A", "e")
                .flow("b", "B", "e")),
        Arguments.of(
            "an event subprocess that does not interrupt",
            model()
                .with(A)
                .flow("s", "A", "e")
                .with(
                    "<subProcess id=\"x\" triggeredByEvent=\"true\"><startEvent id=\"xs\" isInterrupting=\"false\"><messageEventDefinition messageRef=\"message\"/></startEvent>"
                        + B
                        + "<endEvent id=\"xe\"/><sequenceFlow id=\"x1\" sourceRef=\"xs\" targetRef=\"B\"/><sequenceFlow id=\"x2\" sourceRef=\"B\" targetRef=\"xe\"/></subProcess>")),
        Arguments.of(
            "a subprocess in one path",
            forked("parallelGateway")
                .with(around("sub", fetch("C", "status"), "C", ""))
                .flow("g", "sub", "e")
                .flow("g", "A", "e")
                .flow("s", "B")),
        Arguments.of(
            "a subprocess around both",
            model()
                .with(
                    subprocess(
                        "sub",
                        empty("status"),
                        inside("sub")
                            .with(A, B)
                            .flow("sub_s", "A", "sub_e")
                            .flow("sub_s", "B", "sub_e")))
                .flow("s", "sub", "e")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("meeting")
  @Provokes(FaultRow.E28)
  void tasks_that_may_meet_are_warned_of_once(String how, DrawnModel model, CapturedOutput output) {
    deploy(model);

    assertThat(output)
        .containsOnlyOnce("may run at the same time and write the same variables: status")
        .contains("Name the output parameters differently", "empty input parameter");
  }

  private static Stream<Arguments> apart() {
    return Stream.of(
        Arguments.of(
            "an exclusive gateway",
            forked("exclusiveGateway")
                .with(CONDITION.formatted("A"), CONDITION.formatted("B"))
                .flow("A", "e")
                .flow("B", "e")),
        Arguments.of(
            "a default flow",
            model()
                .with(
                    A,
                    B,
                    "<inclusiveGateway id=\"g\" default=\"to_none\"/>",
                    CONDITION.formatted("A"),
                    "<sequenceFlow id=\"to_none\" sourceRef=\"g\" targetRef=\"B\"/>")
                .flow("s", "g")
                .flow("A", "e")
                .flow("B", "e")),
        Arguments.of("one after the other", model().with(A, B).flow("s", "A", "B", "e")),
        Arguments.of(
            "behind the join",
            forked("parallelGateway")
                .with("parallelGateway", List.of("j"))
                .flow("g", "u", "j", "B", "e")
                .flow("g", "A", "j")),
        Arguments.of(
            "exclusive within one path",
            forked("parallelGateway")
                .with("<exclusiveGateway id=\"x\" default=\"d\"/>")
                .with(CONDITION.formatted("A").replace("\"g\"", "\"x\""))
                .with("<sequenceFlow id=\"d\" sourceRef=\"x\" targetRef=\"B\"/>")
                .flow("g", "x")
                .flow("g", "u", "e")
                .flow("A", "e")
                .flow("B", "e")),
        Arguments.of(
            "an event that interrupts",
            model()
                .with(A, B, TIMER.formatted("A", "true"))
                .flow("s", "A", "e")
                .flow("b", "B", "e")),
        Arguments.of(
            "a loop back to the fork",
            forked("parallelGateway")
                .with("parallelGateway", List.of("j"))
                .with("<exclusiveGateway id=\"x\" default=\"d\"/>")
                .with("exclusiveGateway", List.of("m"))
                .with("<sequenceFlow id=\"d\" sourceRef=\"x\" targetRef=\"m\"/>")
                .with(CONDITION.formatted("B").replace("\"g\"", "\"x\""))
                .flow("B", "e")
                .flow("m", "g")
                .flow("g", "A", "j", "x")
                .flow("g", "u", "j")),
        Arguments.of(
            "names of their own",
            model()
                .with(fetch("A", "statusA"), fetch("B", "statusB"))
                .flow("s", "A", "e")
                .flow("s", "B", "e")),
        Arguments.of(
            "variables of their own",
            model()
                .with(around("a", A, "A", empty("status")), around("b", B, "B", empty("status")))
                .flow("s", "a", "e")
                .flow("s", "b", "e")),
        Arguments.of(
            "each instance with its own variable",
            model()
                .with(around("sub", A, "A", PARALLEL).replace(PARALLEL, empty("status") + PARALLEL))
                .flow("s", "sub", "e")),
        Arguments.of(
            "instances one after the other",
            model()
                .with(
                    around(
                        "sub",
                        A,
                        "A",
                        PARALLEL
                            .replace("Characteristics>", "Characteristics isSequential=\"true\">")
                            .replace(
                                "</multiInstanceLoopCharacteristics isSequential=\"true\">",
                                "</multiInstanceLoopCharacteristics>")))
                .flow("s", "sub", "e")),
        Arguments.of(
            "other people's tasks",
            model()
                .with(
                    A.replace("fetchAllowedRemedies", "foreign"),
                    B.replace("fetchAllowedRemedies", "foreign"))
                .flow("s", "A", "e")
                .flow("s", "B", "e")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("apart")
  void tasks_that_never_meet_are_not(String how, DrawnModel model, CapturedOutput output) {
    deploy(model);

    assertThat(output).doesNotContain("OverwrittenResultsRule");
  }

  private static Stream<Arguments> repeated() {
    return Stream.of(
        Arguments.of(
            "a parallel multi-instance subprocess",
            model().with(around("sub", A, "A", PARALLEL)).flow("s", "sub", "e")),
        Arguments.of(
            "a subprocess within it",
            model()
                .with(
                    subprocess(
                        "outer",
                        PARALLEL,
                        inside("outer")
                            .with(around("sub", A, "A", ""))
                            .flow("outer_s", "sub", "outer_e")))
                .flow("s", "outer", "e")),
        Arguments.of(
            "two paths to one task",
            model()
                .with("exclusiveGateway", List.of("x"))
                .with(A)
                .flow("s", "u", "x", "A", "e")
                .flow("s", "x")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("repeated")
  @Provokes(FaultRow.E28)
  void a_task_that_may_run_several_times_at_once_is_warned_of(
      String how, DrawnModel model, CapturedOutput output) {
    deploy(model);

    assertThat(output)
        .containsOnlyOnce("Task 'A' of process 'p'")
        .contains("may run several times at once", "status.");
  }

  private static void deploy(DrawnModel model) {
    engine.getRepositoryService().createDeployment().addString("p.bpmn", model.xml()).deploy();
  }
}
