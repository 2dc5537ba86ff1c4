package io.remedyflow.plugin.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.testing.TestEngine;
import io.remedyflow.testing.database.H2;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A task behind which nothing comes: the engine cannot hand its results on. */
class DeadEndParseListenerTest {

  private static final JavaDelegate ANSWERED =
      execution -> execution.setVariableLocal("remedyStatus", "AVAILABLE");

  @Test
  void it_is_rejected_and_pointed_to_an_end_event() {
    ProcessEngine engine = engine(on(database()), true);
    try {
      assertThatThrownBy(() -> deploy(engine, task().done()))
          .isInstanceOf(ParseException.class)
          .hasMessageContaining("fetch")
          .hasMessageContaining("Draw a flow from it to an end event");
    } finally {
      engine.close();
    }
  }

  @Test
  void a_task_that_leads_on_or_has_no_results_or_stands_in_a_subprocess_is_no_dead_end() {
    ProcessEngine engine = engine(on(database()), true);
    try {
      assertThatCode(() -> deploy(engine, task().endEvent().done())).doesNotThrowAnyException();
      assertThatCode(
              () ->
                  deploy(
                      engine, start().serviceTask("fetch").camundaDelegateExpression(OURS).done()))
          .doesNotThrowAnyException();
      deploy(engine, inSubprocess());
      String instance = engine.getRuntimeService().startProcessInstanceByKey("p").getId();

      assertThat(engine.getRuntimeService().getVariable(instance, "remedyStatus"))
          .isEqualTo("AVAILABLE");
    } finally {
      engine.close();
    }
  }

  /** A message event names its delegate in an element that is no activity. */
  @Test
  void a_compensation_handler_and_a_message_event_are_no_dead_ends() {
    ProcessEngine engine = engine(on(database()), true);
    try {
      String compensated =
          Bpmn.convertToString(
              start()
                  .userTask("booked")
                  .boundaryEvent()
                  .compensateEventDefinition()
                  .compensateEventDefinitionDone()
                  .compensationStart()
                  .serviceTask("fetch")
                  .camundaDelegateExpression(OURS)
                  .camundaOutputParameter("remedyStatus", "${remedyStatus}")
                  .compensationDone()
                  .endEvent()
                  .done());
      assertThatCode(() -> deploy(engine, Bpmn.readModelFromStream(stream(compensated))))
          .doesNotThrowAnyException();

      String message =
          Bpmn.convertToString(start().endEvent("sent").message("m").done())
              .replace(
                  "<messageEventDefinition ",
                  "<messageEventDefinition camunda:delegateExpression=\"" + OURS + "\" ");
      assertThat(message).contains(OURS);
      assertThatCode(() -> deploy(engine, Bpmn.readModelFromStream(stream(message))))
          .doesNotThrowAnyException();
    } finally {
      engine.close();
    }
  }

  private static InputStream stream(String model) {
    return new ByteArrayInputStream(model.getBytes(StandardCharsets.UTF_8));
  }

  /** Before the plugin came, such a model failed each time that it was started. */
  @Test
  void a_model_from_before_the_plugin_runs_to_its_end() {
    String database = database();
    ProcessEngine before = engine(on(database), false);
    deploy(before, task().done());
    before.close();
    ProcessEngine after = engine(on(database), true);
    try {
      assertThat(after.getRuntimeService().startProcessInstanceByKey("p").isEnded()).isTrue();
    } finally {
      after.close();
    }
  }

  private static Stream<Arguments> parting() {
    return Stream.of(
        Arguments.of(
            "a parallel gateway",
            start().parallelGateway("fork").userTask("other").endEvent().moveToNode("fork")),
        Arguments.of(
            "an inclusive gateway",
            start().inclusiveGateway("fork").userTask("other").endEvent().moveToNode("fork")),
        Arguments.of(
            "a task with two flows",
            start().userTask("fork").userTask("other").endEvent().moveToNode("fork")),
        Arguments.of(
            "an event that does not interrupt",
            start()
                .userTask("other")
                .endEvent()
                .moveToActivity("other")
                .boundaryEvent()
                .cancelActivity(false)
                .timerWithDuration("PT0S")));
  }

  /** Whether it is the last one is known when it runs. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("parting")
  @Provokes(FaultRow.E30)
  void where_paths_part_it_hands_its_results_on_whether_it_is_the_last_or_not(
      String how, AbstractFlowNodeBuilder<?, ?> node) {
    BpmnModelInstance model =
        node.userTask("before")
            .serviceTask("fetch")
            .camundaAsyncBefore()
            .camundaDelegateExpression(OURS)
            .camundaOutputParameter("remedyStatus", "${remedyStatus}")
            .done();
    for (boolean isLast : new boolean[] {false, true}) {
      ProcessEngine engine = engine(withHistory(database()), true);
      try {
        deploy(engine, model);
        String instance = engine.getRuntimeService().startProcessInstanceByKey("p").getId();
        completeAll(engine, "fork");
        runJobs(engine);
        if (isLast) {
          completeAll(engine, "other");
        }
        completeAll(engine, "before");

        runJobs(engine);

        assertThat(
                engine
                    .getHistoryService()
                    .createHistoricVariableInstanceQuery()
                    .processInstanceId(instance)
                    .variableName("remedyStatus")
                    .list())
            .anyMatch(
                variable ->
                    instance.equals(variable.getActivityInstanceId())
                        && "AVAILABLE".equals(variable.getValue()));
        assertThat(engine.getRuntimeService().createProcessInstanceQuery().count())
            .isEqualTo(isLast ? 0 : 1);
      } finally {
        engine.close();
      }
    }
  }

  /** What it handed on is still there when the calling process takes it over. */
  @Test
  void a_called_process_that_ends_with_it_gives_its_results_to_the_caller() {
    ProcessEngine engine = engine(on(database()), true);
    try {
      deploy(
          engine,
          start()
              .inclusiveGateway("fork")
              .condition("never", "${false}")
              .endEvent()
              .moveToNode("fork")
              .condition("always", "${true}")
              .serviceTask("fetch")
              .camundaDelegateExpression(OURS)
              .camundaOutputParameter("remedyStatus", "${remedyStatus}")
              .done());
      engine
          .getRepositoryService()
          .createDeployment()
          .addModelInstance(
              "caller.bpmn",
              Bpmn.createExecutableProcess("caller")
                  .startEvent()
                  .callActivity()
                  .calledElement("p")
                  .camundaOut("remedyStatus", "answer")
                  .userTask()
                  .endEvent()
                  .done())
          .deploy();
      String instance = engine.getRuntimeService().startProcessInstanceByKey("caller").getId();

      assertThat(engine.getRuntimeService().getVariable(instance, "answer")).isEqualTo("AVAILABLE");
    } finally {
      engine.close();
    }
  }

  /** An exclusive gateway parts no paths: the process can only end with the task. */
  @Test
  void behind_an_exclusive_gateway_it_is_rejected_as_well() {
    ProcessEngine engine = engine(on(database()), true);
    try {
      BpmnModelInstance model =
          start()
              .exclusiveGateway("either")
              .condition("no", "${false}")
              .endEvent()
              .moveToNode("either")
              .condition("yes", "${true}")
              .serviceTask("fetch")
              .camundaDelegateExpression(OURS)
              .camundaOutputParameter("remedyStatus", "${remedyStatus}")
              .done();
      assertThatThrownBy(() -> deploy(engine, model))
          .isInstanceOf(ParseException.class)
          .hasMessageContaining("Nothing follows the task");
    } finally {
      engine.close();
    }
  }

  private static void completeAll(ProcessEngine engine, String task) {
    engine
        .getTaskService()
        .createTaskQuery()
        .taskDefinitionKey(task)
        .list()
        .forEach(open -> engine.getTaskService().complete(open.getId()));
  }

  private static void runJobs(ProcessEngine engine) {
    engine
        .getManagementService()
        .createJobQuery()
        .list()
        .forEach(job -> engine.getManagementService().executeJob(job.getId()));
  }

  private static ProcessEngineConfigurationImpl withHistory(String database) {
    ProcessEngineConfigurationImpl configuration = on(database);
    configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
    return configuration;
  }

  private static final String OURS = "${fetchAllowedRemedies}";

  private static AbstractFlowNodeBuilder<?, ?> start() {
    return Bpmn.createExecutableProcess("p").startEvent();
  }

  private static ServiceTaskBuilder task() {
    return start()
        .serviceTask("fetch")
        .camundaDelegateExpression(OURS)
        .camundaOutputParameter("remedyStatus", "${remedyStatus}");
  }

  private static BpmnModelInstance inSubprocess() {
    return start()
        .subProcess()
        .embeddedSubProcess()
        .startEvent()
        .serviceTask("fetch")
        .camundaDelegateExpression(OURS)
        .camundaOutputParameter("remedyStatus", "${remedyStatus}")
        .subProcessDone()
        .userTask()
        .endEvent()
        .done();
  }

  private static void deploy(ProcessEngine engine, BpmnModelInstance model) {
    engine.getRepositoryService().createDeployment().addModelInstance("p.bpmn", model).deploy();
  }

  private static String database() {
    return H2.lasting();
  }

  private static ProcessEngineConfigurationImpl on(String database) {
    ProcessEngineConfigurationImpl configuration = TestEngine.on(database, "dead-end");
    configuration.setBeans(new HashMap<>(Map.of("fetchAllowedRemedies", ANSWERED)));
    return configuration;
  }

  private static ProcessEngine engine(
      ProcessEngineConfigurationImpl configuration, boolean plugin) {
    if (plugin) {
      configuration.getProcessEnginePlugins().add(RemedyflowPlugin.forSpring(null));
    }
    return configuration.buildProcessEngine();
  }
}
