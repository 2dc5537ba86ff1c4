package io.remedyflow.bench;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;

/** The call as users of camunda-connect draw it: one task for the token, one for the answer. */
final class ConnectorTasks {

  private static final String TOKEN =
      connector(
          "tenant_access_token",
          "auth/v3/tenant_access_token/internal",
          "",
          "{\"app_id\":\"cli_bench\",\"app_secret\":\"secret\"}",
          "${connectorAnswers.token(statusCode, response)}");

  private static final String REMEDIES =
      connector(
          "remedySlots",
          "attendance/v1/user_task_remedys/query_user_allowed_remedys?employee_type=employee_id",
          "<camunda:entry key=\"Authorization\">Bearer ${tenant_access_token}</camunda:entry>",
          "{\"user_id\":\"${userId}\",\"remedy_date\":20240105}",
          "${connectorAnswers.slots(statusCode, response)}");

  private ConnectorTasks() {}

  static BpmnModelInstance model(boolean exclusive) {
    String xml =
        Bpmn.convertToString(
            Contender.process(Contender.PROCESS)
                .startEvent()
                .serviceTask("token")
                .camundaAsyncBefore()
                .camundaExclusive(exclusive)
                .documentation("TOKEN")
                .serviceTask("fetch")
                .documentation("REMEDIES")
                .intermediateThrowEvent()
                .endEvent()
                .done());
    // The model API has no words for a connector's maps.
    return Bpmn.readModelFromStream(
        new ByteArrayInputStream(
            with(with(xml, "TOKEN", TOKEN), "REMEDIES", REMEDIES)
                .getBytes(StandardCharsets.UTF_8)));
  }

  private static String with(String xml, String name, String connector) {
    return xml.replaceFirst(
        "<documentation [^>]*>" + name + "</documentation>",
        java.util.regex.Matcher.quoteReplacement(connector));
  }

  private static String connector(
      String output, String path, String header, String payload, String value) {
    return """
        <extensionElements><camunda:connector><camunda:inputOutput>
          <camunda:inputParameter name="method">POST</camunda:inputParameter>
          <camunda:inputParameter name="url">${benchFeishu}/open-apis/%s</camunda:inputParameter>
          <camunda:inputParameter name="headers"><camunda:map>
            <camunda:entry key="Content-Type">application/json; charset=utf-8</camunda:entry>%s
          </camunda:map></camunda:inputParameter>
          <camunda:inputParameter name="payload">%s</camunda:inputParameter>
          <camunda:outputParameter name="%s">%s</camunda:outputParameter>
        </camunda:inputOutput><camunda:connectorId>http-connector</camunda:connectorId>
        </camunda:connector></extensionElements>"""
        .formatted(path, header, payload, output, value);
  }
}
