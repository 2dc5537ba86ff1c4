package io.remedyflow.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.testing.LogLines;
import io.remedyflow.testing.SimulatedConnection;
import io.remedyflow.testing.TestEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers of logs and incidents do not learn which employee a call was for. */
class EmployeesTest {

  private static final String EMPLOYEE = "zhang.san-0815";
  private static final String MASKED = "zha***";

  private static Parrot feishu;
  private static ProcessEngine engine;
  private static volatile String reply = "";

  @BeforeAll
  static void start() {
    feishu = Parrot.withTokens(() -> answer());
    var settings =
        TestEngine.inMemory(
            "employees",
            TestEngine.plugin(
                connection("default")
                    + connection("open")
                    + "remedyflow.connections.open.show-employee-ids=true"));
    settings.setHistory("full");
    engine = settings.buildProcessEngine();
  }

  @AfterAll
  static void stop() {
    engine.close();
    feishu.close();
  }

  private static String connection(String name) {
    return SimulatedConnection.named(name, "cli_employees", "a-secret", feishu.baseUrl());
  }

  private static Optional<String> answer() {
    return Parrot.http(reply.startsWith("{\"code\":0") ? 200 : 400, Map.of(), reply);
  }

  @Provokes(FaultRow.S7)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"code\":1220001,\"msg\":\"no user zhang.san-0815 here\"}",
        "{\"code\":1220005,\"msg\":\"no permission for [zhang.san-0815]\"}",
        "{\"code\":1225000,\"msg\":\"zhang.san-0815 broke the service\"}",
        "{\"code\":1220005,\"msg\":\"no\",\"error\":{\"permission_violations\":[{\"subject\":\"zhang.san-0815\"}]}}",
        "{\"code\":7,\"msg\":\"user=zhang.san-0815\"}",
        "no JSON, but zhang.san-0815"
      })
  void an_employee_whom_feishu_names_is_masked_in_incident_job_log_and_log(String says) {
    reply = says;

    List<String> texts = textsOfAFailure("default");

    assertThat(texts).noneMatch(text -> text.contains(EMPLOYEE));
    assertThat(texts).anyMatch(text -> text.contains("incident") && text.contains(MASKED));
    assertThat(texts)
        .anyMatch(
            text -> text.contains("Call query_user_allowed_remedys over") && text.contains(MASKED));
  }

  @Provokes(FaultRow.S7)
  @ParameterizedTest
  @ValueSource(strings = {"{\"code\":1220001,\"msg\":\"no user zhang.san-0815 here\"}"})
  void a_connection_that_shows_employees_shows_them(String says) {
    reply = says;

    List<String> texts = textsOfAFailure("open");

    assertThat(texts)
        .anyMatch(text -> text.contains("incident") && text.contains("no user " + EMPLOYEE));
    assertThat(texts)
        .anyMatch(
            text ->
                text.contains("Call query_user_allowed_remedys over") && text.contains(EMPLOYEE));
  }

  /** All that people read of a task that fails: in the engine, and in the logs from INFO. */
  private static List<String> textsOfAFailure(String connection) {
    LogLines log = LogLines.ofAll();
    String instance;
    try (log) {
      instance = fail(connection);
    }
    List<String> texts = new ArrayList<>();
    for (ILoggingEvent event : log.events()) {
      boolean ours = event.getLoggerName().startsWith("io.remedyflow");
      if (ours || event.getLevel().isGreaterOrEqual(Level.INFO)) {
        texts.add(event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
          texts.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
      }
    }
    var history = engine.getHistoryService();
    var management = engine.getManagementService();
    texts.add(
        "incident: "
            + engine
                .getRuntimeService()
                .createIncidentQuery()
                .processInstanceId(instance)
                .singleResult()
                .getIncidentMessage());
    history
        .createHistoricIncidentQuery()
        .processInstanceId(instance)
        .list()
        .forEach(each -> texts.add(each.getIncidentMessage()));
    management
        .createJobQuery()
        .processInstanceId(instance)
        .list()
        .forEach(
            job -> {
              texts.add(job.getExceptionMessage());
              texts.add(management.getJobExceptionStacktrace(job.getId()));
            });
    history
        .createHistoricJobLogQuery()
        .processInstanceId(instance)
        .failureLog()
        .list()
        .forEach(
            failure -> {
              texts.add(failure.getJobExceptionMessage());
              texts.add(history.getHistoricJobLogExceptionStacktrace(failure.getId()));
            });
    return texts;
  }

  private static String fail(String connection) {
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "p.bpmn",
            Bpmn.createExecutableProcess("p")
                .startEvent()
                .serviceTask("fetch")
                .camundaAsyncBefore()
                .camundaFailedJobRetryTimeCycle("R1/PT1S")
                .camundaDelegateExpression("${fetchAllowedRemedies}")
                .camundaInputParameter("userId", EMPLOYEE)
                .camundaInputParameter("remedyDate", "2024-01-05")
                .camundaInputParameter("feishuConnection", connection)
                .endEvent()
                .done())
        .deploy();
    String instance = engine.getRuntimeService().startProcessInstanceByKey("p").getId();
    var management = engine.getManagementService();
    String job = management.createJobQuery().processInstanceId(instance).singleResult().getId();
    try {
      management.executeJob(job);
      throw new AssertionError("the job did not fail");
    } catch (RuntimeException expected) {
      return instance;
    }
  }
}
