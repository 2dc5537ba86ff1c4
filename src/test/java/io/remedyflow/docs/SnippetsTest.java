package io.remedyflow.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.plugin.RemedyflowPlugin;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.SimulatedConnection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.camunda.bpm.container.impl.metadata.BpmPlatformXmlParser;
import org.camunda.bpm.container.impl.metadata.PropertyHelper;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader pastes works, and the messages that a reader looks up are the engine's own. */
class SnippetsTest {

  private static final FeishuSimulator FEISHU = FeishuSimulator.start();
  private static final String APP_ID = "remedyflow.connections.default.app-id=cli_a1b2c3";

  private static Markdown setup;
  private static Markdown troubleshooting;
  private static Markdown designers;
  private static RemedyflowPlugin plugin;
  private static ProcessEngine engine;

  /** From the lines for {@code camunda.cfg.xml}; the simulator's values replace the reader's. */
  @BeforeAll
  static void build_an_engine_from_the_page() throws IOException {
    setup = Markdown.read(Path.of("src/docs/engineers/setup.md"));
    troubleshooting = Markdown.read(Path.of("src/docs/operators/troubleshooting.md"));
    designers = Markdown.read(Path.of("src/docs/designers/guide.md"));
    String xml =
        """
        <beans xmlns="http://www.springframework.org/schema/beans" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
               xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd">
          <bean id="processEngineConfiguration" class="%s">
            <property name="processEngineName" value="pages"/>
            <property name="jdbcUrl" value="jdbc:h2:mem:pages"/>
            %s
          </bean>
          <bean id="neighbour" class="java.lang.String"><constructor-arg value="still here"/></bean>
        </beans>
        """
            .formatted(
                StandaloneInMemProcessEngineConfiguration.class.getName(),
                withTheSimulator(setup.codeBlock("xml\n<property name=\"processEnginePlugins\">")));
    var configuration =
        (StandaloneInMemProcessEngineConfiguration)
            ProcessEngineConfiguration.createProcessEngineConfigurationFromInputStream(
                new ByteArrayInputStream(xml.getBytes(UTF_8)));
    plugin = (RemedyflowPlugin) configuration.getProcessEnginePlugins().get(0);
    engine = configuration.buildProcessEngine();
  }

  @AfterAll
  static void stop() {
    engine.close();
    plugin.close();
    FEISHU.close();
  }

  @Test
  void beans_of_the_same_file_stay_known_to_models() {
    var beans =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getBeans();

    assertThat(beans.get("neighbour")).isEqualTo("still here");
    assertThat(beans.containsKey("fetchAllowedRemedies")).isTrue();
  }

  @Test
  void the_request_and_its_answer_are_those_of_feishus_page() throws IOException {
    var json = new ObjectMapper();
    Path page = Path.of("src/test/resources/feishu-page");
    String request = setup.codeBlock("http\nPOST /open-apis/");

    assertThat(json.readTree(request.substring(request.indexOf("\n\n"))))
        .isEqualTo(json.readTree(Files.readString(page.resolve("request.json"))));
    assertThat(json.readTree(setup.codeBlock("json\n{")))
        .isEqualTo(json.readTree(Files.readString(page.resolve("response.json"))));
  }

  @Test
  void the_pasted_task_calls_feishu() {
    var instance = run(process(), "forgets.zhang");

    assertThat(engine.getRuntimeService().getVariable(instance, "remedyStatus"))
        .isEqualTo("AVAILABLE");
    assertThat(engine.getRuntimeService().getActiveActivityIds(instance)).containsExactly("wait");
    assertThat(engine.getRuntimeService().getVariable(instance, "remedySlots").toString())
        .contains("First clock-in, due 09:00: missing. Choose 08:00 to 10:00.");
  }

  @Test
  void the_pasted_boundary_event_catches_a_rejected_request() {
    var instance = run(process(), "left.yang");

    assertThat(engine.getRuntimeService().getActiveActivityIds(instance)).containsExactly("mend");
  }

  @Test
  void the_pasted_retry_cycle_holds() {
    var instance = start(process(), "broken.lu");
    var job = engine.getManagementService().createJobQuery().processInstanceId(instance);

    assertThatThrownBy(() -> execute(instance)).hasMessageContaining("attendance service failed");
    assertThat(job.singleResult().getRetries()).isEqualTo(3);
  }

  @Test
  void the_lines_for_a_shared_engine_are_understood(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bpm-platform.xml"),
            """
            <bpm-platform xmlns="http://www.camunda.org/schema/1.0/BpmPlatform">
              <job-executor><job-acquisition name="default"/></job-executor>
              <process-engine name="default">
                <job-acquisition>default</job-acquisition>
                <configuration>%s</configuration>
                <datasource>java:jdbc/ProcessEngine</datasource>
                <plugins>%s</plugins>
              </process-engine>
            </bpm-platform>
            """
                .formatted(
                    StandaloneInMemProcessEngineConfiguration.class.getName(),
                    withTheSimulator(setup.codeBlock("xml\n<plugin>"))));
    var listed =
        new BpmPlatformXmlParser()
            .createParse()
            .sourceUrl(file.toUri().toURL())
            .execute()
            .getBpmPlatformXml()
            .getProcessEngines()
            .get(0)
            .getPlugins()
            .get(0);
    assertThat(listed.getPluginClass()).isEqualTo(RemedyflowPlugin.class.getName());

    var configuration = new StandaloneInMemProcessEngineConfiguration();
    try (var shared = new RemedyflowPlugin()) {
      PropertyHelper.applyProperties(shared, listed.getProperties());
      shared.preInit(configuration);
    }

    assertThat(configuration.getBeans()).containsKey("fetchAllowedRemedies");
  }

  @Test
  void the_messages_of_a_rejected_deployment_are_quoted_rightly() {
    assertRejected(
        process()
            .replaceFirst("<camunda:outputParameter name=\"\\w+\">", "<camunda:outputParameter>"),
        "Missing attribute 'name' for outputParameter");
    assertRejected(
        process()
            .replace(
                "</bpmn:serviceTask>",
                "<bpmn:multiInstanceLoopCharacteristics/></bpmn:serviceTask>"),
        "cannot be multi-instance itself");
    assertRejected(
        process().replace(" camunda:historyTimeToLive=\"P1D\"", ""),
        "History Time To Live (TTL) cannot be null");
  }

  @Test
  void the_message_about_a_missing_variable_is_quoted_rightly() {
    var model = process().replace("${userId}", "${nobody}");
    var instance = start(model, "forgets.zhang");

    assertThatThrownBy(() -> execute(instance))
        .hasMessageContaining("Unknown property used in expression: ${nobody}");
    assertThat(troubleshooting.text()).contains("Unknown property used in expression: ${userId}");
  }

  /** The decision itself needs a remedy that was started; here it is only that both tasks run. */
  @Test
  void the_compensation_handler_of_the_guide_runs_when_the_approval_is_taken_back() {
    String handler = designers.codeBlock("xml\n<bpmn:boundaryEvent");
    String instance = start(approvalWith(handler), "forgets.zhang");

    execute(instance);

    assertThat(
            engine
                .getManagementService()
                .createJobQuery()
                .processInstanceId(instance)
                .activityId("revoke")
                .count())
        .isEqualTo(1);
    assertThatThrownBy(() -> execute(instance)).hasMessageContaining("[task revoke");
  }

  private static String approvalWith(String handler) {
    return """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="pages">
          <bpmn:process id="pages" isExecutable="true" camunda:historyTimeToLive="P1D">
            <bpmn:startEvent id="start"/>
            <bpmn:serviceTask id="approve" camunda:asyncBefore="true" camunda:delegateExpression="${reportRemedyDecision}">
              <bpmn:extensionElements>
                <camunda:inputOutput>
                  <camunda:inputParameter name="remedyApprovalId">6953129324543180819</camunda:inputParameter>
                  <camunda:inputParameter name="decision">approve</camunda:inputParameter>
                  <camunda:inputParameter name="userId">${userId}</camunda:inputParameter>
                  <camunda:inputParameter name="remedyDate">${remedyDate}</camunda:inputParameter>
                  <camunda:inputParameter name="onRejection">continue</camunda:inputParameter>
                  <camunda:inputParameter name="onFailure">continue</camunda:inputParameter>
                  <camunda:outputParameter name="remedyApprovalId">6953129324543180819</camunda:outputParameter>
                </camunda:inputOutput>
              </bpmn:extensionElements>
            </bpmn:serviceTask>
            <bpmn:intermediateThrowEvent id="noLonger"><bpmn:compensateEventDefinition/></bpmn:intermediateThrowEvent>
            <bpmn:endEvent id="end"/>
            <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="approve"/>
            <bpmn:sequenceFlow id="b" sourceRef="approve" targetRef="noLonger"/>
            <bpmn:sequenceFlow id="c" sourceRef="noLonger" targetRef="end"/>
            %s
          </bpmn:process>
        </bpmn:definitions>
        """
        .formatted(handler);
  }

  private static void assertRejected(String model, String message) {
    assertThatThrownBy(() -> deploy(model)).hasMessageContaining(message);
    assertThat(troubleshooting.text()).contains(message);
  }

  private static String run(String model, String employee) {
    String instance = start(model, employee);
    execute(instance);
    return instance;
  }

  private static String start(String model, String employee) {
    deploy(model);
    return engine
        .getRuntimeService()
        .startProcessInstanceByKey(
            "pages", Map.of("userId", employee, "remedyDate", LocalDate.of(2021, 1, 4).toString()))
        .getId();
  }

  private static void deploy(String model) {
    engine.getRepositoryService().createDeployment().addString("pages.bpmn", model).deploy();
  }

  private static void execute(String instance) {
    var management = engine.getManagementService();
    management.executeJob(
        management.createJobQuery().processInstanceId(instance).singleResult().getId());
  }

  private static String withTheSimulator(String block) {
    assertThat(block).contains(APP_ID);
    return block
        .replace(APP_ID, SimulatedConnection.to(FEISHU))
        .replace("language=zh-CN", "language=en");
  }

  /** The block of the designers' guide with a process around it. */
  private static String process() {
    String block = designers.codeBlock("xml\n<bpmn:serviceTask");
    int error = block.indexOf("<bpmn:error ");
    return """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="pages">
          %s
          <bpmn:process id="pages" isExecutable="true" camunda:historyTimeToLive="P1D">
            <bpmn:startEvent id="start"/>
            %s
            <bpmn:userTask id="wait"/>
            <bpmn:userTask id="mend"/>
            <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="fetch"/>
            <bpmn:sequenceFlow id="b" sourceRef="fetch" targetRef="wait"/>
            <bpmn:sequenceFlow id="c" sourceRef="onRejection" targetRef="mend"/>
          </bpmn:process>
        </bpmn:definitions>
        """
        .formatted(block.substring(error), block.substring(0, error));
  }
}
