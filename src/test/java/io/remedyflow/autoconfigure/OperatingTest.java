package io.remedyflow.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** An application and its Actuator, over HTTP. */
@OperatedApplication.Started
class OperatingTest {

  @Autowired private ProcessEngine engine;
  @Autowired private TestRestTemplate web;
  @Autowired private FeishuSimulator feishu;

  @BeforeEach
  @AfterEach
  void nothing_is_scripted() {
    feishu.clearFaults();
  }

  @Test
  void a_task_that_ran_is_counted() {
    double before = calls("answered", "ok");

    OperatedApplication.call(engine, "late.li");

    assertThat(calls("answered", "ok")).isEqualTo(before + 1);
    assertThat(count("remedyflow.attempts", "connection:default")).isPositive();
    assertThat(count("remedyflow.wait", "connection:default")).isPositive();
    assertThat(count("remedyflow.token.fetches", "outcome:succeeded")).isPositive();
  }

  @Test
  void a_failure_is_counted_by_what_it_was() {
    double denied = calls("denied", "attendance");
    double failed = calls("permanent_failure", "platform");
    OperatedApplication.call(engine, "spent.shen");
    feishu.onRemedies(Fault.answer(400, 99991672, "Access denied"));

    assertThatThrownBy(() -> OperatedApplication.call(engine, "late.li")).isNotNull();
    get("/actuator/remedyflow/default"); // else the app stays blocked for the other tests

    assertThat(calls("denied", "attendance")).isEqualTo(denied + 1);
    assertThat(calls("permanent_failure", "platform")).isEqualTo(failed + 1);
  }

  @Test
  void an_incident_names_what_one_compares_and_what_to_do_with_the_job() {
    feishu.onRemedies(Fault.answer(400, 99991672, "Access denied"));

    assertThatThrownBy(() -> OperatedApplication.call(engine, "late.li"))
        .hasMessageStartingWith("99991672: ")
        .hasMessageContaining(
            "Then retry the job. [task Task_FetchAllowedRemedies, connection default (app "
                + feishu.appId()
                + " at 127.0.0.1:"
                + feishu.baseUrl().getPort()
                + "), ");
  }

  @Test
  void an_unknown_path_is_named_with_its_host() {
    feishu.onRemedies(Fault.raw(404, "text/html", "not here"));

    assertThatThrownBy(() -> OperatedApplication.call(engine, "late.li"))
        .hasMessageContaining(
            feishu.baseUrl()
                + "/open-apis/attendance/v1/user_task_remedys/query_user_allowed_remedys)")
        .hasMessageStartingWith("HTTP 404 has a body");
  }

  @Test
  void health_shows_each_connection() {
    JsonNode connections = get("/actuator/health").at("/components/remedyflow/components");

    assertThat(connections.at("/default/status").asText()).isEqualTo("UP");
    assertThat(connections.at("/default/details/appId").asText()).isEqualTo(feishu.appId());
    assertThat(connections.at("/hr/status").asText()).isEqualTo("DOWN");
    assertThat(connections.at("/hr/details/code").asInt()).isEqualTo(10014);
  }

  @Test
  void liveness_and_readiness_do_not_depend_on_feishu() {
    for (String group : List.of("liveness", "readiness")) {
      JsonNode health = get("/actuator/health/" + group);
      assertThat(health.at("/status").asText()).as(group).isEqualTo("UP");
      assertThat(health.at("/components/remedyflow").isMissingNode()).as(group).isTrue();
    }
  }

  @Test
  void the_endpoint_answers_whether_a_connection_works() {
    assertThat(get("/actuator/remedyflow").at("/connections/default/host").asText())
        .isEqualTo("127.0.0.1");
    assertThat(get("/actuator/remedyflow/default").at("/works").asBoolean()).isTrue();
    assertThat(web.getForEntity("/actuator/remedyflow/default", String.class).getStatusCode())
        .isEqualTo(HttpStatus.OK);
    ResponseEntity<JsonNode> failed = web.getForEntity("/actuator/remedyflow/hr", JsonNode.class);
    assertThat(failed.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
    assertThat(failed.getBody().at("/works").asBoolean(true)).isFalse();
    assertThat(failed.getBody().at("/code").asInt()).isEqualTo(10014);
    assertThat(web.getForEntity("/actuator/remedyflow/larq", String.class).getStatusCode())
        .isEqualTo(HttpStatus.NOT_FOUND);
  }

  @Test
  @Provokes(FaultRow.S6)
  void no_actuator_output_holds_the_secret_or_a_token() {
    OperatedApplication.call(engine, "late.li");
    List<String> secrets = new ArrayList<>(tokens());
    assertThat(secrets).isNotEmpty();
    secrets.add(feishu.appSecret());
    secrets.add(OperatedApplication.WRONG_SECRET);

    Set<String> walked = new HashSet<>();
    Deque<String> ahead = new ArrayDeque<>(List.of("/actuator"));
    while (!ahead.isEmpty()) {
      String path = ahead.remove();
      if (walked.add(path)) {
        ResponseEntity<String> answer = web.getForEntity(path, String.class);
        String text = String.valueOf(answer.getBody()) + answer.getHeaders();
        secrets.forEach(secret -> assertThat(text).as(path).doesNotContain(secret));
        links(path).forEach(ahead::add);
      }
    }

    assertThat(walked)
        .contains(
            "/actuator/env",
            "/actuator/env/VAULT_ENTRY_17",
            "/actuator/env/remedyflow.connections.default.app-secret",
            "/actuator/configprops",
            "/actuator/beans",
            "/actuator/prometheus",
            "/actuator/metrics/remedyflow.calls",
            "/actuator/health/remedyflow",
            "/actuator/remedyflow/default")
        .doesNotContain("/actuator/heapdump");
    assertThat(web.getForObject("/actuator/env", String.class))
        .contains("VAULT_ENTRY_17", feishu.appId());
  }

  /** What an answer leads to, names filled in. */
  private List<String> links(String path) {
    return switch (path) {
      case "/actuator" ->
          get(path).at("/_links").findValuesAsText("href").stream()
              .map(href -> URI.create(href.replaceAll("\\{.*", "")).getPath())
              .toList();
      case "/actuator/metrics" ->
          StreamSupport.stream(get(path).at("/names").spliterator(), false)
              .map(name -> path + "/" + name.asText())
              .toList();
      case "/actuator/env" ->
          Stream.of("VAULT_ENTRY_17", "remedyflow.connections.default.app-secret")
              .map(name -> path + "/" + name)
              .toList();
      case "/actuator/health" -> List.of(path + "/remedyflow", path + "/remedyflow/default");
      case "/actuator/remedyflow" -> List.of(path + "/default");
      default -> List.of();
    };
  }

  private Set<String> tokens() {
    Set<String> tokens = new HashSet<>();
    feishu
        .remedyRequests()
        .forEach(request -> tokens.add(request.headers().get("Authorization").substring(7)));
    return tokens;
  }

  private double calls(String outcome, String codes) {
    return count("remedyflow.calls", "outcome:" + outcome, "code.class:" + codes);
  }

  private double count(String meter, String... tags) {
    String query = "?tag=" + String.join("&tag=", tags);
    JsonNode answer = get("/actuator/metrics/" + meter + query);
    return answer.at("/measurements/0/value").asDouble();
  }

  private JsonNode get(String path) {
    JsonNode answer = web.getForObject(path, JsonNode.class);
    assertThat(answer).as(path).isNotNull();
    return answer;
  }
}
