package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.remedyflow.camunda.FeishuTaskDelegate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.spin.json.SpinJsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest
class ConsumerTest {

  private static final HttpServer FEISHU = feishu();

  @Autowired private RuntimeService runtime;
  @Autowired private TaskService tasks;
  @Autowired private RepositoryService repository;

  private static HttpServer feishu() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/open-apis/auth/v3/tenant_access_token/internal",
          exchange ->
              answer(exchange, "{\"code\":0,\"tenant_access_token\":\"t-1\",\"expire\":7200}"));
      server.createContext(
          "/open-apis/attendance/v1/user_task_remedys/query_user_allowed_remedys",
          exchange ->
              answer(
                  exchange,
                  "{\"code\":0,\"data\":{\"user_allowed_remedys\":[{\"user_id\":\"abd754f7\","
                      + "\"remedy_date\":20210104,\"punch_no\":0,\"work_type\":1,"
                      + "\"punch_status\":\"Lack\"}]}}"));
      server.start();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @DynamicPropertySource
  static void pointAtTheStandIn(DynamicPropertyRegistry properties) {
    properties.add(
        "remedyflow.connections.default.base-url",
        () -> "http://127.0.0.1:" + FEISHU.getAddress().getPort());
  }

  @AfterAll
  static void stop() {
    FEISHU.stop(0);
  }

  @Test
  void the_task_runs_with_a_dependency_and_two_properties() {
    String instance =
        runtime.startProcessInstanceByKey("ask", Map.of("employee", "abd754f7")).getId();

    await().until(() -> tasks.createTaskQuery().processInstanceId(instance).count() == 1);
    assertThat(runtime.getVariable(instance, "remedyStatus")).isEqualTo("AVAILABLE");
    assertThat((SpinJsonNode) runtime.getVariable(instance, "slots"))
        .satisfies(slots -> assertThat(slots.elements()).hasSize(1));
  }

  @Test
  void no_model_but_our_own_was_deployed() {
    assertThat(repository.createProcessDefinitionQuery().list())
        .singleElement()
        .satisfies(definition -> assertThat(definition.getKey()).isEqualTo("ask"));
    assertThat(repository.createDecisionDefinitionQuery().count()).isZero();
  }

  @Test
  void the_jar_holds_nothing_but_the_plugin() throws Exception {
    Path jar =
        Path.of(
            FeishuTaskDelegate.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    try (JarFile file = new JarFile(jar.toFile())) {
      assertThat(file.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName))
          .contains(
              "element-templates/en/find-employee.json",
              "element-templates/en/fetch-allowed-remedies.json",
              "element-templates/en/start-remedy-approval.json",
              "element-templates/en/report-remedy-decision.json",
              "element-templates/en/find-remedies.json",
              "element-templates/zh-CN/find-employee.json",
              "element-templates/zh-CN/fetch-allowed-remedies.json",
              "element-templates/zh-CN/start-remedy-approval.json",
              "element-templates/zh-CN/report-remedy-decision.json",
              "element-templates/zh-CN/find-remedies.json",
              "META-INF/LICENSE",
              "META-INF/spring-configuration-metadata.json")
          .allMatch(
              name ->
                  name.matches(
                      "io/remedyflow/(remedy(/(approval|employee))?|ratelimit(/postgres)?|feishu(/(http|answer|token|client|attendance|contact))?|camunda(/(contract|tasks))?|plugin(/(config|parse|reservation|job))?|autoconfigure)/[\\w$-]+\\.class"
                          + "|io/remedyflow/sql/postgresql/(create|drop)-rate-limit\\.sql"
                          + "|element-templates/.+\\.json"
                          + "|META-INF/(LICENSE|MANIFEST\\.MF|spring\\.factories|spring-configuration-metadata\\.json)"
                          + "|META-INF/spring/org\\.springframework\\.boot\\.autoconfigure\\.AutoConfiguration\\.imports"
                          + "|META-INF/maven/io\\.remedyflow/remedyflow-camunda7/pom\\.(xml|properties)"));
    }
  }
}
