package io.remedyflow.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.remedyflow.autoconfigure.RemedyflowProperties;
import io.remedyflow.camunda.FeishuTaskDelegate;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.plugin.config.RemedyflowConnections;
import io.remedyflow.remedy.RemedyConnections;
import io.remedyflow.testing.http.SocketServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ExceptionUtil;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.spring.boot.starter.rest.CamundaBpmRestJerseyAutoConfiguration;
import org.camunda.bpm.spring.boot.starter.webapp.CamundaBpmWebappAutoConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Runs every way in which secret and token could get out, in an application that logs all it can,
 * and then looks for them in every place that people read.
 *
 * <p>A new sink is one more test here.
 */
class SinksTest {

  private static final String PROXY_PASSWORD = "proxy-password-of-the-sinks";
  private static final List<String> ACTIONS = List.of("incident", "continue");

  private static final Needles NEEDLES =
      new Needles(
          List.of(
              EchoingFeishu.SECRET.substring(0, 16),
              EchoingFeishu.TOKEN.substring(0, 16),
              PROXY_PASSWORD.substring(0, 16),
              Base64.getEncoder()
                  .encodeToString(("me:" + PROXY_PASSWORD).getBytes(StandardCharsets.UTF_8))
                  .substring(0, 16)));

  private static final Map<String, String> STATUS = new HashMap<>();
  private static final List<Throwable> THROWN = new ArrayList<>();
  private static Parrot feishu;
  private static ConfigurableApplicationContext application;

  @BeforeAll
  static void run_everything() throws IOException {
    feishu = new Parrot(EchoingFeishu::answer);
    NEEDLES.start();
    SpringApplication spring = new SpringApplication(Application.class);
    spring.addInitializers(context -> root().addAppender(NEEDLES));
    application = spring.run(arguments());
    deploy();
    for (String connection : connections()) {
      for (String action : ACTIONS) {
        call(connection, action);
      }
    }
  }

  @AfterAll
  static void stop() throws IOException {
    root().detachAppender(NEEDLES);
    if (application != null) {
      application.close();
    }
    feishu.close();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static List<String> connections() {
    List<String> names = new ArrayList<>();
    for (EchoingFeishu way : EchoingFeishu.values()) {
      names.add(way.connection());
    }
    names.addAll(List.of("unreachable", "proxied", "proxydenied"));
    return names;
  }

  private static String[] arguments() throws IOException {
    int closed = SocketServer.unusedPort();
    Map<String, String> properties = new HashMap<>();
    for (String name : connections()) {
      String prefix = "remedyflow.connections." + name + ".";
      properties.put(prefix + "app-id", "cli_." + name + ".");
      properties.put(prefix + "app-secret", EchoingFeishu.SECRET);
      properties.put(prefix + "base-url", feishu.baseUrl().toString());
      properties.put(prefix + "call-deadline", name.endsWith("silence") ? "700ms" : "10s");
    }
    properties.put("remedyflow.connections.unreachable.base-url", "http://127.0.0.1:" + closed);
    for (String name : List.of("proxied", "proxydenied")) {
      String prefix = "remedyflow.connections." + name + ".";
      properties.put(prefix + "base-url", "http://nobody.invalid");
      properties.put(prefix + "proxy.host", "127.0.0.1");
      properties.put(prefix + "proxy.port", "" + closed);
      properties.put(prefix + "proxy.username", "me");
      properties.put(prefix + "proxy.password", PROXY_PASSWORD);
    }
    properties.put(
        "remedyflow.connections.proxydenied.proxy.port", "" + feishu.baseUrl().getPort());
    properties.putAll(
        Map.of(
            "spring.config.name", "none",
            "server.port", "0",
            "logging.level.root", "TRACE",
            "logging.threshold.console", "OFF",
            "camunda.bpm.history-level", "full",
            "camunda.bpm.auto-deployment-enabled", "false",
            "camunda.bpm.job-execution.enabled", "false",
            "management.endpoints.web.exposure.include", "*",
            "management.endpoint.configprops.show-values", "always",
            "management.endpoint.health.show-details", "always"));
    properties.put("management.endpoint.env.show-values", "always");
    properties.put(
        "camunda.bpm.generic-properties.properties.enforce-history-time-to-live", "false");
    return properties.entrySet().stream()
        .map(property -> "--" + property.getKey() + "=" + property.getValue())
        .toArray(String[]::new);
  }

  private static void deploy() {
    BpmnModelInstance model =
        Bpmn.createExecutableProcess("p")
            .startEvent()
            .serviceTask("fetch")
            .camundaAsyncBefore()
            .camundaFailedJobRetryTimeCycle("R1/PT1S")
            .camundaDelegateExpression("${fetchAllowedRemedies}")
            .camundaInputParameter("userId", "abd754f7")
            .camundaInputParameter("remedyDate", "2024-01-05")
            .camundaInputParameter("feishuConnection", "${connection}")
            .camundaInputParameter("onRejection", "${action}")
            .camundaInputParameter("onFailure", "${action}")
            .camundaOutputParameter("remedyStatus", "${remedyStatus}")
            .camundaOutputParameter("remedySlots", "${remedySlots}")
            .camundaOutputParameter("remedyMessage", "${remedyMessage}")
            .camundaOutputParameter("feishuLogId", "${feishuLogId}")
            .userTask("after")
            .done();
    engine().getRepositoryService().createDeployment().addModelInstance("p.bpmn", model).deploy();
  }

  private static ProcessEngine engine() {
    return application.getBean(ProcessEngine.class);
  }

  private static void call(String connection, String action) {
    var instance =
        engine()
            .getRuntimeService()
            .startProcessInstanceByKey("p", Map.of("connection", connection, "action", action))
            .getId();
    var management = engine().getManagementService();
    try {
      management.executeJob(
          management.createJobQuery().processInstanceId(instance).singleResult().getId());
      STATUS.put(
          connection + " " + action,
          String.valueOf(engine().getRuntimeService().getVariable(instance, "remedyStatus")));
    } catch (RuntimeException e) {
      THROWN.add(e);
      STATUS.put(connection + " " + action, action.equals("incident") ? action : e.getMessage());
    }
  }

  @Provokes(FaultRow.S6)
  @Test
  void every_way_was_taken() {
    for (EchoingFeishu way : EchoingFeishu.values()) {
      assertThat(STATUS.get(way.connection() + " continue")).as("%s", way).contains(way.status());
      boolean answered = List.of("AVAILABLE", "NOT_ALLOWED", "NOT_NEEDED").contains(way.status());
      assertThat(STATUS.get(way.connection() + " incident"))
          .as("%s", way)
          .isEqualTo(answered ? way.status() : "incident");
    }
    assertThat(feishu.heard()).anyMatch(request -> request.body().contains(EchoingFeishu.SECRET));
    assertThat(feishu.heard()).anyMatch(request -> request.head().contains(EchoingFeishu.TOKEN));
    assertThat(feishu.heard())
        .anyMatch(request -> !request.header("Proxy-Authorization").isEmpty());
  }

  @Provokes(FaultRow.S6)
  @Test
  void no_log_at_any_level_shows_secret_or_token() {
    assertThat(NEEDLES.ourLines()).isPositive();
    assertThat(NEEDLES.searched()).isGreaterThan(1_000);
    assertThat(NEEDLES.found()).filteredOn(leak -> leak.startsWith("log ")).isEmpty();
  }

  @Provokes(FaultRow.S6)
  @Test
  void no_table_of_the_engine_holds_secret_or_token() throws SQLException {
    long before = NEEDLES.searched();
    try (Connection database = application.getBean(DataSource.class).getConnection();
        Statement tables = database.createStatement();
        ResultSet table =
            tables.executeQuery(
                "select table_name from information_schema.tables where table_schema = 'PUBLIC'")) {
      while (table.next()) {
        searchTable(database, table.getString(1));
      }
    }

    assertThat(NEEDLES.searched() - before).isGreaterThan(1_000);
    assertThat(NEEDLES.found()).filteredOn(leak -> leak.startsWith("table ")).isEmpty();
  }

  private static void searchTable(Connection database, String table) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("select * from " + table)) {
      while (row.next()) {
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
          String place = "table " + table + "." + row.getMetaData().getColumnName(column);
          Object value = row.getObject(column);
          if (value instanceof Blob || value instanceof byte[]) {
            NEEDLES.search(place, row.getBytes(column));
          } else if (value != null) {
            NEEDLES.search(place, row.getString(column));
          }
        }
      }
    }
  }

  @Provokes(FaultRow.S6)
  @Test
  void no_incident_variable_or_stack_trace_shows_secret_or_token() {
    var runtime = engine().getRuntimeService();
    var history = engine().getHistoryService();
    var management = engine().getManagementService();
    var incidents = runtime.createIncidentQuery().list();
    incidents.forEach(each -> NEEDLES.search("engine, incident", each.getIncidentMessage()));
    management
        .createJobQuery()
        .withException()
        .list()
        .forEach(
            job ->
                NEEDLES.search("engine, job", management.getJobExceptionStacktrace(job.getId())));
    history
        .createHistoricJobLogQuery()
        .failureLog()
        .list()
        .forEach(
            failure ->
                NEEDLES.search(
                    "engine, job log",
                    history.getHistoricJobLogExceptionStacktrace(failure.getId())));
    var variables = history.createHistoricVariableInstanceQuery().list();
    variables.forEach(each -> NEEDLES.search("engine, variable", String.valueOf(each.getValue())));
    THROWN.forEach(
        thrown ->
            NEEDLES.search("engine, exception", ExceptionUtil.getExceptionStacktrace(thrown)));

    assertThat(incidents).hasSizeGreaterThan(20);
    assertThat(variables).hasSizeGreaterThan(100);
    assertThat(NEEDLES.found()).filteredOn(leak -> leak.startsWith("engine")).isEmpty();
  }

  @Provokes(FaultRow.S6)
  @Test
  void no_text_form_of_an_object_shows_secret_or_token() {
    List<Object> roots =
        new ArrayList<>(
            List.of(
                application.getBean(RemedyflowConnections.class),
                application.getBean(RemedyConnections.class),
                application.getBean(RemedyflowProperties.class),
                application.getBean(RemedyflowPlugin.class)));
    roots.addAll(application.getBeansOfType(FeishuTaskDelegate.class).values());
    for (Throwable thrown : THROWN) {
      for (Throwable each = thrown; each != null; each = each.getCause()) {
        roots.add(each);
      }
    }

    Set<Object> objects = Reachable.from(roots);

    // These objects hold secrets by design; the test is that nothing shows them.
    objects.stream()
        .filter(object -> !(object instanceof CharSequence))
        .filter(
            object ->
                object
                    .getClass()
                    .getName()
                    .matches("(io\\.remedyflow|org\\.apache\\.hc|com\\.github|io\\.github)\\..*"))
        .forEach(object -> NEEDLES.search("text of " + object.getClass(), object.toString()));
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().equals("parrot"))
        .forEach(thread -> NEEDLES.search("text of a thread", thread.getName()));
    assertThat(objects.stream().map(object -> object.getClass().getSimpleName()))
        .contains("AppSecret", "TenantToken", "ConnectionSettings", "ProxySettings");
    assertThat(NEEDLES.found()).filteredOn(leak -> leak.startsWith("text ")).isEmpty();
  }

  @Provokes(FaultRow.S6)
  @Test
  void no_json_of_settings_and_properties_shows_secret_or_password() throws IOException {
    List<Object> configured = new ArrayList<>();
    RemedyflowProperties properties = application.getBean(RemedyflowProperties.class);
    configured.add(properties);
    configured.addAll(properties.connections().values());
    Reachable.from(List.of(application.getBean(RemedyflowConnections.class))).stream()
        .filter(ConnectionSettings.class::isInstance)
        .forEach(configured::add);
    ObjectMapper json =
        JsonMapper.builder()
            .findAndAddModules()
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    for (Object each : configured) {
      String text = json.writeValueAsString(each);
      NEEDLES.search("json of " + each.getClass(), text);
      assertThat(text).contains("******");
    }
    assertThat(configured).hasSizeGreaterThan(2 * EchoingFeishu.values().length);
    assertThat(NEEDLES.found()).filteredOn(leak -> leak.startsWith("json ")).isEmpty();
  }

  @Provokes(FaultRow.S6)
  @Test
  void no_page_of_the_actuator_shows_secret_or_token() throws Exception {
    URI root =
        URI.create(
            "http://127.0.0.1:"
                + ((WebServerApplicationContext) application).getWebServer().getPort()
                + "/actuator");
    HttpResponse<String> index = get(root);
    boolean present =
        ClassUtils.isPresent("org.springframework.boot.actuate.endpoint.Sanitizer", null);
    assertThat(index.statusCode()).isEqualTo(present ? 200 : 404);

    Set<String> pages =
        new ObjectMapper()
            .readTree(index.body()).path("_links").findValuesAsText("href").stream()
                // The heap itself holds the secret, as it must.
                .filter(page -> !page.endsWith("/heapdump") && !page.contains("{"))
                .collect(Collectors.toCollection(HashSet::new));
    if (present) {
      connections().forEach(name -> pages.add(root + "/remedyflow/" + name));
    }
    for (String page : pages) {
      NEEDLES.search("actuator " + page, get(URI.create(page)).body());
    }
    assertThat(pages.size()).isGreaterThan(present ? 5 : -1);
    assertThat(NEEDLES.found()).filteredOn(leak -> leak.startsWith("actuator ")).isEmpty();
  }

  private static HttpResponse<String> get(URI page) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
  }

  @SpringBootConfiguration
  @EnableAutoConfiguration(
      exclude = {
        CamundaBpmRestJerseyAutoConfiguration.class,
        CamundaBpmWebappAutoConfiguration.class
      })
  static class Application {}
}
