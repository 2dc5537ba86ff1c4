package io.remedyflow.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.camunda.tasks.RemedyVariables;
import io.remedyflow.faults.FaultRow;
import io.remedyflow.faults.Provokes;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.SimulatedConnection;
import io.remedyflow.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a designer may write into a model, and what of it reaches Feishu. */
class UntrustedModelsTest {

  private static final Path TEMPLATES = Path.of("element-templates");

  @AutoClose
  private static final FeishuSimulator feishu =
      FeishuSimulator.with().app("cli_configured", "configured-secret").start();

  @AutoClose
  private static final FeishuSimulator stranger =
      FeishuSimulator.with().app("cli_stranger", "strangers-secret").start();

  @AutoClose
  private static final ProcessEngine engine =
      TestEngine.inMemory("untrusted", TestEngine.plugin(SimulatedConnection.to(feishu)))
          .buildProcessEngine();

  @AfterEach
  void clean_up() {
    feishu.clearRequests();
    TestEngine.forgetModels(engine);
  }

  /** Every name that an attacker might set, and the value for it. */
  private static Map<String, String> wishes() {
    Map<String, String> wishes = new HashMap<>();
    for (String name : List.of("baseUrl", "base-url", "host", "url", "endpoint", "proxyHost")) {
      wishes.put(name, stranger.baseUrl().toString());
    }
    for (String name : List.of("appSecret", "app-secret", "secret", "token", "accessToken")) {
      wishes.put(name, stranger.appSecret());
    }
    wishes.put("appId", stranger.appId());
    wishes.put("app-id", stranger.appId());
    wishes.putAll(
        Map.of(
            "remedyflow.connections.default.base-url", stranger.baseUrl().toString(),
            "remedyflow.connections.default.app-id", stranger.appId(),
            "remedyflow.connections.default.app-secret", stranger.appSecret()));
    return wishes;
  }

  @Provokes({FaultRow.S1, FaultRow.S2})
  @Test
  void inputs_properties_and_variables_that_name_a_host_or_a_secret_are_not_read() {
    String inputs =
        xml("inputParameter", "<camunda:inputParameter name=\"%s\">%s</camunda:inputParameter>");
    String properties =
        xml(
            "property",
            "<camunda:property name=\"%1$s\" value=\"%2$s\"/><camunda:property name=\"io.remedyflow.%1$s\" value=\"%2$s\"/>");

    var instance =
        start(
            "<camunda:properties>" + properties + "</camunda:properties>",
            inputs,
            Map.copyOf(wishes()));

    assertThat(engine.getRuntimeService().getVariable(instance, "remedyStatus"))
        .isEqualTo("AVAILABLE");
    assertThat(feishu.remedyRequests()).hasSize(1);
    assertThat(feishu.requests())
        .noneMatch(call -> call.body().contains("stranger") || call.query().contains("stranger"));
    assertThat(stranger.requests()).isEmpty();
  }

  @Provokes({FaultRow.S1, FaultRow.S2})
  @ParameterizedTest
  @ValueSource(strings = {"baseUrl", "appSecret", "appId", "connections", "attempts", "lookup"})
  void a_field_to_inject_is_rejected_by_the_engine_before_anything_is_sent(String field) {
    String injection =
        "<camunda:field name=\"%s\" stringValue=\"%s\"/>".formatted(field, stranger.baseUrl());

    assertThatThrownBy(() -> start(injection, "", Map.of()))
        .hasStackTraceContaining("'" + field + "'");

    assertThat(feishu.requests()).isEmpty();
    assertThat(stranger.requests()).isEmpty();
  }

  @Provokes(FaultRow.S2)
  @Test
  void a_connection_is_known_by_its_configured_name_or_not_at_all() {
    for (String wish :
        List.of(
            stranger.baseUrl().toString(),
            "default@" + stranger.baseUrl().getAuthority(),
            "../default",
            "${'cli_stranger'}",
            "DEFAULT")) {
      String input =
          "<camunda:inputParameter name=\"feishuConnection\">%s</camunda:inputParameter>"
              .formatted(wish);

      var instance = start("", input, Map.of());

      assertThat(engine.getRuntimeService().getVariable(instance, "remedyStatus"))
          .isEqualTo("UNAVAILABLE");
    }
    assertThat(feishu.requests()).isEmpty();
    assertThat(stranger.requests()).isEmpty();
  }

  static Stream<Path> templates() throws IOException {
    try (Stream<Path> files = Files.walk(TEMPLATES)) {
      return files.filter(file -> file.toString().endsWith(".json")).toList().stream();
    }
  }

  @Provokes({FaultRow.S1, FaultRow.S2})
  @ParameterizedTest
  @MethodSource("templates")
  void no_template_has_a_field_for_a_host_or_a_secret(Path template) throws IOException {
    JsonNode json = new ObjectMapper().readTree(template.toFile());

    Set<String> bindings =
        json.path("properties").findValues("binding").stream()
            .filter(binding -> !binding.path("type").asText().equals("camunda:outputParameter"))
            .map(binding -> binding.path("type").asText() + " " + binding.path("name").asText())
            .collect(Collectors.toSet());
    assertThat(bindings)
        .isNotEmpty()
        .isSubsetOf(
            "property camunda:delegateExpression",
            "property camunda:asyncBefore",
            "property camunda:jobPriority",
            "camunda:property io.remedyflow.retryCycle",
            "camunda:inputParameter " + CommonFields.FEISHU_CONNECTION,
            "camunda:inputParameter " + RemedyVariables.EMPLOYEE_TYPE,
            "camunda:inputParameter " + RemedyVariables.USER_ID,
            "camunda:inputParameter " + RemedyVariables.REMEDY_DATE,
            "camunda:inputParameter email",
            "camunda:inputParameter mobile",
            "camunda:inputParameter includeResigned",
            "camunda:inputParameter punch",
            "camunda:inputParameter remedySlots",
            "camunda:inputParameter remedyTime",
            "camunda:inputParameter reason",
            "camunda:inputParameter remedyApprovalId",
            "camunda:inputParameter decision",
            "camunda:inputParameter from",
            "camunda:inputParameter to",
            "camunda:inputParameter states",
            "camunda:inputParameter " + CommonFields.ON_REJECTION,
            "camunda:inputParameter " + CommonFields.ON_FAILURE);
    assertThat(json.path("properties"))
        .filteredOn(field -> field.at("/binding/type").asText().equals("property"))
        .filteredOn(field -> !field.at("/binding/name").asText().equals("camunda:jobPriority"))
        .extracting(field -> field.path("type").asText(), field -> field.path("value").asText())
        .as("what names a bean, designers cannot edit")
        .containsAnyElementsOf(
            FeishuTasks.ALL.stream()
                .map(task -> tuple("Hidden", "${" + task.beanName() + "}"))
                .toList())
        .allMatch(field -> field.toList().get(0).equals("Hidden"));
  }

  private static String xml(String kind, String element) {
    String text =
        wishes().entrySet().stream()
            .map(wish -> element.formatted(wish.getKey(), wish.getValue()))
            .collect(Collectors.joining());
    assertThat(text).contains("camunda:" + kind, stranger.appSecret());
    return text;
  }

  /** Runs the task of a model with these extensions and inputs, and returns the instance's id. */
  private static String start(String extensions, String inputs, Map<String, Object> variables) {
    String model =
        """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="test">
          <process id="p" isExecutable="true">
            <startEvent id="start"/>
            <sequenceFlow id="a" sourceRef="start" targetRef="fetch"/>
            <serviceTask id="fetch" camunda:delegateExpression="${fetchAllowedRemedies}">
              <extensionElements>
                %s
                <camunda:inputOutput>
                  %s
                  <camunda:inputParameter name="userId">late.li</camunda:inputParameter>
                  <camunda:inputParameter name="remedyDate">2024-01-05</camunda:inputParameter>
                  <camunda:inputParameter name="onFailure">continue</camunda:inputParameter>
                  <camunda:outputParameter name="remedyStatus">${remedyStatus}</camunda:outputParameter>
                </camunda:inputOutput>
              </extensionElements>
            </serviceTask>
            <sequenceFlow id="b" sourceRef="fetch" targetRef="after"/>
            <userTask id="after"/>
          </process>
        </definitions>
        """
            .replaceFirst("%s", Matcher.quoteReplacement(extensions))
            .replaceFirst("%s", Matcher.quoteReplacement(inputs));
    engine.getRepositoryService().createDeployment().addString("p.bpmn", model).deploy();
    return engine.getRuntimeService().startProcessInstanceByKey("p", variables).getId();
  }
}
