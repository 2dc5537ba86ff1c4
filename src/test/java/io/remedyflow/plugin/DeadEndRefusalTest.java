package io.remedyflow.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.camunda.TaskEngine;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.junit.jupiter.api.Test;

/** A task behind which nothing comes: the engine cannot hand its results on. */
class DeadEndRefusalTest {

  private static final JavaDelegate ANSWERED =
      execution -> execution.setVariableLocal("remedyStatus", "AVAILABLE");

  @Test
  void it_is_refused_and_pointed_to_an_end_event() {
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

  /** What is refused would not have worked; but no model of before is touched. */
  @Test
  void a_model_from_before_the_plugin_fails_as_it_always_did() {
    String database = database();
    ProcessEngine before = engine(on(database), false);
    deploy(before, task().done());
    before.close();
    ProcessEngine after = engine(on(database), true);
    try {
      assertThatThrownBy(() -> after.getRuntimeService().startProcessInstanceByKey("p"))
          .isInstanceOf(NullPointerException.class);
    } finally {
      after.close();
    }
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
    return "jdbc:h2:mem:dead-end-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  }

  private static ProcessEngineConfigurationImpl on(String database) {
    ProcessEngineConfigurationImpl configuration = TaskEngine.inMemory("dead-end");
    configuration.setJdbcUrl(database);
    configuration.setDatabaseSchemaUpdate("true");
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
