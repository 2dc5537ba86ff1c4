package io.remedyflow.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.designer.DesignerTools;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** What an operator reads of an incident: Camunda's own Cockpit in Chromium. */
class CockpitTest {

  private static final String PASSWORD = "only-for-this-test";
  private static final int WHAT_THE_ENGINE_KEEPS = 666;

  /** No event catches the error: then the message is at its longest. */
  private static final BpmnModelInstance UNCAUGHT =
      Bpmn.createExecutableProcess("ask-about-nobody")
          .name("Ask about nobody")
          .camundaHistoryTimeToLiveString("P1D")
          .startEvent()
          .serviceTask("Task_FetchAllowedRemedies")
          .name("Fetch allowed remedy times")
          .camundaAsyncBefore()
          .camundaDelegateExpression("${fetchAllowedRemedies}")
          .camundaInputParameter("userId", "abd754f7")
          .camundaInputParameter("remedyDate", "2021-01-04")
          .camundaInputParameter("onRejection", "bpmnError")
          .endEvent()
          .done();

  @AutoClose
  private static final ConfigurableApplicationContext demo =
      RemedyApprovalApplication.start(
          "--server.port=0", "--" + RemedyApprovalApplication.PASSWORD + "=" + PASSWORD);

  @Test
  void the_longest_incident_is_truncated_in_the_list_and_read_in_full_with_a_click()
      throws IOException {
    demo.getBean(FeishuSimulator.class)
        .onRemedies(Fault.answer(400, 1220004, "用户不存在或没有权限 ".repeat(30)));
    Incident incident = incident();

    JsonNode cockpit = lookUp(incident);

    assertThat(incident.getIncidentMessage())
        .hasSize(WHAT_THE_ENGINE_KEEPS)
        .startsWith("No event catches the BPMN error FEISHU_REMEDY_REJECTED")
        .endsWith("not retried]");
    assertThat(cockpit.path("listed").asText()).isEqualTo(incident.getIncidentMessage());
    assertThat(cockpit.path("cutOff").asBoolean()).isTrue();
    assertThat(cockpit.path("opened").asText().lines().findFirst())
        .hasValueSatisfying(line -> assertThat(line).endsWith(incident.getIncidentMessage()));
  }

  private static Incident incident() {
    ProcessEngine engine = demo.getBean(ProcessEngine.class);
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance("ask-about-nobody.bpmn", UNCAUGHT)
        .deploy();
    String instance =
        engine.getRuntimeService().startProcessInstanceByKey("ask-about-nobody").getId();
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                engine
                    .getRuntimeService()
                    .createIncidentQuery()
                    .processInstanceId(instance)
                    .singleResult(),
            Objects::nonNull);
  }

  private static JsonNode lookUp(Incident incident) throws IOException {
    int port = ((WebServerApplicationContext) demo).getWebServer().getPort();
    return new ObjectMapper()
        .readTree(
            DesignerTools.nodeWithChromium(
                "cockpit.mjs",
                "http://127.0.0.1:" + port,
                PASSWORD,
                incident.getProcessInstanceId(),
                Path.of("target", "pictures")));
  }
}
