package io.remedyflow.docs;

// sample:begin
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.remedyflow.plugin.RemedyflowPlugin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemedyProcessTest {

  private static final String TOKEN =
      "{\"code\": 0, \"tenant_access_token\": \"t-1\", \"expire\": 7200}";
  private static final String ONE_SLOT =
      """
      {"code": 0, "data": {"user_allowed_remedys": [{
        "user_id": "abd754f7", "remedy_date": 20210104, "is_free_punch": false, "punch_no": 0,
        "work_type": 1, "punch_status": "Lack", "normal_punch_time": "2021-01-04 09:00",
        "remedy_start_time": "2021-01-04 08:00", "remedy_end_time": "2021-01-04 10:00"}]}}""";
  private static final String QUOTA_USED_UP =
      "{\"code\": 1226504, \"msg\": \"no remedy time left\"}";

  private final HttpServer feishu = feishu();
  private final ProcessEngine engine = engine();
  private volatile String answer = ONE_SLOT;

  @BeforeEach
  void deploy() {
    engine
        .getRepositoryService()
        .createDeployment()
        .addClasspathResource("bpmn/gallery/branch-on-status.bpmn")
        .deploy();
  }

  @AfterEach
  void stop() {
    engine.close();
    feishu.stop(0);
  }

  @Test
  void an_employee_chooses_a_punch() {
    assertThat(waitingAt(start())).isEqualTo("Task_ChoosePunch");
  }

  @Test
  void a_used_up_quota_ends_the_process() {
    answer = QUOTA_USED_UP;

    assertThat(endedAt(start())).isEqualTo("End_QuotaUsedUp");
  }

  /** Starts the process, and runs the task's job in this thread. */
  private String start() {
    var input = Map.<String, Object>of("userId", "abd754f7", "remedyDate", "2021-01-04");
    String instance =
        engine.getRuntimeService().startProcessInstanceByKey("branch-on-status", input).getId();
    var jobs = engine.getManagementService();
    jobs.executeJob(jobs.createJobQuery().processInstanceId(instance).singleResult().getId());
    return instance;
  }

  private String waitingAt(String instance) {
    return engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceId(instance)
        .singleResult()
        .getTaskDefinitionKey();
  }

  private String endedAt(String instance) {
    return engine
        .getHistoryService()
        .createHistoricActivityInstanceQuery()
        .processInstanceId(instance)
        .activityType("noneEndEvent")
        .singleResult()
        .getActivityId();
  }

  private ProcessEngine engine() {
    var plugin = new RemedyflowPlugin();
    plugin.setConfiguration(
        """
        remedyflow.connections.default.app-id=cli_test
        remedyflow.connections.default.app-secret=only-for-this-test
        remedyflow.connections.default.base-url=http://127.0.0.1:%d
        """
            .formatted(feishu.getAddress().getPort()));
    var configuration = new StandaloneInMemProcessEngineConfiguration();
    configuration.setProcessEngineName("remedy-process-test");
    configuration.setJdbcUrl("jdbc:h2:mem:remedy-process-test");
    configuration.getProcessEnginePlugins().add(plugin);
    return configuration.buildProcessEngine();
  }

  private HttpServer feishu() {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer server = HttpServer.create(address, 0);
      server.createContext(
          "/open-apis/auth/v3/tenant_access_token/internal", exchange -> reply(exchange, TOKEN));
      server.createContext(
          "/open-apis/attendance/v1/user_task_remedys/query_user_allowed_remedys",
          exchange -> reply(exchange, answer));
      server.start();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void reply(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
