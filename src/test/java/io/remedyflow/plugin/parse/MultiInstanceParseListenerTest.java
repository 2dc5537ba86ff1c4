package io.remedyflow.plugin.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.testing.TestEngine;
import io.remedyflow.testing.database.H2;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.ServiceTaskBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultiInstanceParseListenerTest {

  @AutoClose
  private static final ProcessEngine engine =
      TestEngine.inMemory("rejection", new RemedyflowPlugin()).buildProcessEngine();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${fetchAllowedRemedies}",
        "#{fetchAllowedRemedies}",
        " ${ fetchAllowedRemedies } ",
        "${fetchAllowedRemedies }"
      })
  void a_multi_instance_task_is_rejected_and_pointed_to_a_subprocess(String expression) {
    assertThatThrownBy(() -> deploy(engine, times("3", expression).endEvent().done()))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("fetch")
        .hasMessageContaining("subprocess");
  }

  @Test
  void a_multi_instance_task_with_outputs_is_rejected_alike() {
    var model =
        times("3", "${fetchAllowedRemedies}")
            .camundaInputParameter("userId", "7")
            .camundaOutputParameter("remedyStatus", "${remedyStatus}")
            .endEvent()
            .done();

    assertThatThrownBy(() -> deploy(engine, model))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("subprocess");
  }

  @Test
  void every_offender_is_named_at_once() {
    var model =
        times("3", "${fetchAllowedRemedies}")
            .subProcess("sub")
            .embeddedSubProcess()
            .startEvent()
            .serviceTask("nested")
            .camundaDelegateExpression("${fetchAllowedRemedies}")
            .multiInstance()
            .sequential()
            .cardinality("2")
            .multiInstanceDone()
            .endEvent()
            .done();

    assertThatThrownBy(() -> deploy(engine, model))
        .isInstanceOfSatisfying(
            ParseException.class,
            e ->
                assertThat(e.getResorceReports().get(0).getErrors().get(0).getMessage())
                    .contains("fetch, nested"));
  }

  @Test
  void a_subprocess_may_be_multi_instance() {
    var sub = Bpmn.createExecutableProcess("p").startEvent().subProcess("sub");
    sub.multiInstance().parallel().cardinality("3").multiInstanceDone();
    BpmnModelInstance model =
        sub.embeddedSubProcess()
            .startEvent()
            .serviceTask("fetch")
            .camundaDelegateExpression("${fetchAllowedRemedies}")
            .camundaInputParameter("onFailure", "continue")
            .endEvent()
            .done();
    deploy(engine, model);

    assertThat(engine.getRuntimeService().startProcessInstanceByKey("p").isEnded()).isTrue();
  }

  @Test
  void foreign_multi_instance_tasks_are_ignored() {
    deploy(engine, times("3", "${somethingElse}").endEvent().done());
  }

  @Test
  void a_model_from_before_the_plugin_keeps_running_when_it_is_parsed_again() {
    String database = H2.lasting();
    JavaDelegate before = execution -> {};
    ProcessEngineConfigurationImpl without = TestEngine.on(database, "before");
    without.setBeans(new HashMap<>(Map.of("fetchAllowedRemedies", before)));
    ProcessEngine old = without.buildProcessEngine();
    deploy(old, times("2", "${fetchAllowedRemedies}").camundaAsyncBefore().endEvent().done());
    old.close();
    ProcessEngineConfigurationImpl with = TestEngine.on(database, "after", new RemedyflowPlugin());
    ProcessEngine now = with.buildProcessEngine();
    try {
      var first = now.getRuntimeService().startProcessInstanceByKey("p");
      with.getDeploymentCache().discardProcessDefinitionCache();
      var second = now.getRuntimeService().startProcessInstanceByKey("p");

      assertThat(List.of(first.isEnded(), second.isEnded())).containsOnly(false);
    } finally {
      now.close();
    }
  }

  private static ServiceTaskBuilder times(String cardinality, String expression) {
    return Bpmn.createExecutableProcess("p")
        .startEvent()
        .serviceTask("fetch")
        .camundaDelegateExpression(expression)
        .multiInstance()
        .parallel()
        .cardinality(cardinality)
        .<ServiceTaskBuilder>multiInstanceDone();
  }

  private static void deploy(ProcessEngine where, BpmnModelInstance model) {
    where.getRepositoryService().createDeployment().addModelInstance("p.bpmn", model).deploy();
  }
}
