package io.remedyflow.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.DenialReason;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyCalls;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.RemedyConnections;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.testing.SpringEngine;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.spin.json.SpinJsonNode;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;

/** An engine as Camunda's starter makes it, with no configuration for this library. */
@SpringBootTest(
    classes = SpringBootEngineTest.Application.class,
    webEnvironment = WebEnvironment.NONE,
    properties = {
      "spring.config.name=none",
      "camunda.bpm.generic-properties.properties.enforce-history-time-to-live=false",
      "camunda.bpm.auto-deployment-enabled=false",
      "camunda.bpm.job-execution.enabled=false"
    })
@DirtiesContext
class SpringBootEngineTest {

  @Autowired private ProcessEngine engine;

  @Test
  void a_model_runs_the_task() {
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "p.bpmn",
            Bpmn.createExecutableProcess("p")
                .startEvent()
                .serviceTask("fetch")
                .camundaDelegateExpression("${fetchAllowedRemedies}")
                .camundaInputParameter("userId", "000123")
                .camundaInputParameter("remedyDate", "20210104")
                .camundaOutputParameter("remedyStatus", "${remedyStatus}")
                .camundaOutputParameter("remedySlots", "${remedySlots}")
                .camundaOutputParameter("remedyMessage", "${remedyMessage}")
                .userTask("after")
                .done())
        .deploy();

    var instance = engine.getRuntimeService().startProcessInstanceByKey("p");

    var variables = engine.getRuntimeService().getVariables(instance.getId());
    assertThat(variables)
        .containsEntry("remedyStatus", "QUOTA_USED_UP")
        .containsEntry("remedyMessage", "000123 on 2021-01-04");
    assertThat(variables.get("remedySlots"))
        .isInstanceOfSatisfying(SpinJsonNode.class, slots -> assertThat(slots.isArray()).isTrue());
  }

  @Test
  void a_multi_instance_task_is_rejected() {
    var model =
        Bpmn.createExecutableProcess("q")
            .startEvent()
            .serviceTask("fetch")
            .camundaDelegateExpression("${fetchAllowedRemedies}")
            .multiInstance()
            .cardinality("2")
            .multiInstanceDone()
            .endEvent()
            .done();

    assertThatThrownBy(
            () ->
                engine
                    .getRepositoryService()
                    .createDeployment()
                    .addModelInstance("q.bpmn", model)
                    .deploy())
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("subprocess");
  }

  @SpringEngine.Application
  static class Application {

    @Bean
    RemedyConnections connections() {
      return new RemedyConnections(
          List.of(
              new RemedyConnection(
                  "default",
                  ZoneId.of("Asia/Shanghai"),
                  Language.EN,
                  RemedyCalls.answering(
                      RemedyQuery.class,
                      query -> {
                        String text = query.userId() + " on " + query.remedyDate();
                        return new RemedyOutcome.Denied(
                            DenialReason.QUOTA_USED_UP,
                            1226504,
                            new BilingualText(text, text),
                            null);
                      }))),
          Map.of());
    }
  }
}
