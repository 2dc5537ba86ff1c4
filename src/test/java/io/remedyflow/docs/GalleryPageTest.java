package io.remedyflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.autoconfigure.OperatedApplication;
import io.remedyflow.camunda.contract.TaskResults;
import io.remedyflow.camunda.contract.TaskStatus;
import io.remedyflow.camunda.tasks.FeishuTasks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.spin.plugin.variable.SpinValues;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.util.HtmlUtils;

/** What the gallery's page gives designers to copy does what the page says. */
@OperatedApplication.Started
class GalleryPageTest {

  static final List<Path> PAGES = Markdown.both("designers/gallery");

  private static final Path MODELS = Path.of("bpmn", "gallery");
  private static final Path PICTURES = Path.of("src", "docs", "pictures", "gallery");
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern START = Pattern.compile("POST /engine-rest(/\\S+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Autowired private ProcessEngine engine;
  @Autowired private TestRestTemplate web;

  private final List<String> deployments = new ArrayList<>();

  @BeforeEach
  void deploy_the_gallery() throws IOException {
    var deployment = engine.getRepositoryService().createDeployment();
    try (var files = Files.list(MODELS)) {
      for (Path file : files.toList()) {
        deployment.addString(file.getFileName().toString(), Files.readString(file));
      }
    }
    deployments.add(deployment.deploy().getId());
  }

  /** Other tests share the engine. */
  @AfterEach
  void leave_nothing_behind() {
    deployments.forEach(id -> engine.getRepositoryService().deleteDeployment(id, true));
  }

  @ParameterizedTest
  @FieldSource("PAGES")
  void every_model_is_pictured(Path page) throws IOException {
    String suffix = page.equals(PAGES.get(0)) ? ".png" : "-zh-CN.png";
    List<Path> pictures = new ArrayList<>();
    try (var files = Files.list(MODELS)) {
      files
          .map(file -> file.getFileName().toString().replace(".bpmn", suffix))
          .map(name -> PICTURES.resolve(name).toAbsolutePath())
          .forEach(pictures::add);
    }

    assertThat(Markdown.read(page).targets()).containsAll(pictures);
  }

  @Test
  void every_request_starts_its_process() throws IOException {
    List<String> requests = requests(PAGES.get(0));
    assertThat(requests).hasSize(9);

    for (String request : requests) {
      var headers = new HttpHeaders();
      headers.setContentType(MediaType.APPLICATION_JSON);
      JsonNode body = JSON.readTree(request.substring(request.indexOf("\n\n")));
      var answer =
          web.postForEntity(
              "/engine-rest/engine/" + OperatedApplication.ENGINE + path(request),
              new HttpEntity<>(body, headers),
              JsonNode.class);

      assertThat(answer.getStatusCode()).as(request).isEqualTo(HttpStatus.OK);
      runJobs();
      String instance = answer.getBody().get("id").asText();
      // The simulated company has no employee of that id.
      assertThat(engine.getTaskService().createTaskQuery().processInstanceId(instance).count())
          .as("tasks of a person after %s", request)
          .isEqualTo(1);
    }
  }

  /** A status of a task, and the variable that holds it. */
  record Status(String variable, String word) {}

  static List<Status> statuses() {
    return FeishuTasks.ALL.stream()
        .map(task -> task.contract().results())
        .flatMap(
            results ->
                words(results).stream().map(word -> new Status(results.status().name(), word)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void each_condition_is_true_for_its_statuses_and_no_others(Status status) throws IOException {
    List<Row> rows = conditions(status.variable());
    VariableMap variables = Variables.putValue(status.variable(), status.word());

    for (Row row : rows) {
      boolean expected = row.first().contains(status.word());
      assertThat(followed(row.juel(), variables)).as(row.juel()).isEqualTo(expected);
      assertThat(matched(row.feel(), status)).as(row.feel()).isEqualTo(expected);
    }
  }

  @Test
  void every_status_has_a_row_of_its_own() throws IOException {
    for (var task : FeishuTasks.ALL) {
      TaskResults results = task.contract().results();

      assertThat(
              conditions(results.status().name()).stream()
                  .map(Row::first)
                  .filter(statuses -> statuses.size() == 1)
                  .flatMap(List::stream))
          .as(task.beanName())
          .containsExactlyElementsOf(words(results));
    }
  }

  @Test
  void the_other_expressions_have_the_values_of_the_page() throws IOException {
    List<Row> rows = rows().filter(row -> !isStatuses(row)).toList();
    assertThat(rows).hasSizeGreaterThan(4);
    VariableMap variables = answers();

    for (Row row : rows) {
      assertThat(evaluated(row.juel(), variables)).as(row.juel()).hasToString(row.first().get(0));
      assertThat(decided(row.feel(), variables)).as(row.feel()).hasToString(row.first().get(0));
    }
  }

  @Test
  void both_languages_have_the_same_expressions() throws IOException {
    Markdown english = Markdown.read(PAGES.get(0));
    Markdown chinese = Markdown.read(PAGES.get(1));

    assertThat(spansOfRows(chinese)).isEqualTo(spansOfRows(english));
  }

  private record Row(List<String> first, String juel, String feel) {}

  private static Stream<Row> rows() throws IOException {
    return Markdown.read(PAGES.get(0)).tableRows().stream()
        .filter(row -> row.size() == 4 && row.get(2).strip().startsWith("`${"))
        .map(row -> new Row(spans(row.get(0)), spans(row.get(2)).get(0), spans(row.get(3)).get(0)));
  }

  private static List<Row> conditions(String variable) throws IOException {
    return rows()
        .filter(GalleryPageTest::isStatuses)
        .filter(row -> row.juel().contains(variable))
        .toList();
  }

  private static boolean isStatuses(Row row) {
    return statuses().stream().map(Status::word).toList().containsAll(row.first());
  }

  private static List<String> words(TaskResults results) {
    return results.statuses().stream().map(TaskStatus::word).toList();
  }

  private static List<List<String>> spansOfRows(Markdown page) {
    return page.tableRows().stream().map(row -> spans(String.join("|", row))).toList();
  }

  private static List<String> spans(String cell) {
    return SPAN.matcher(cell).results().map(span -> span.group(1)).toList();
  }

  private static List<String> requests(Path page) throws IOException {
    return Markdown.read(page).codeBlocks().stream()
        .filter(block -> block.startsWith("http\n"))
        .toList();
  }

  private static String path(String request) {
    return START
        .matcher(request)
        .results()
        .map((MatchResult m) -> m.group(1))
        .findFirst()
        .orElseThrow();
  }

  /** Whether a flow with this condition is taken. */
  private boolean followed(String condition, VariableMap variables) {
    BpmnModelInstance model =
        Bpmn.createExecutableProcess("called")
            .startEvent()
            .exclusiveGateway("gateway")
            .condition("condition", condition)
            .userTask("taken")
            .moveToLastGateway()
            .sequenceFlowId("default")
            .userTask("passed")
            .done();
    ExclusiveGateway gateway = model.getModelElementById("gateway");
    gateway.setDefault(model.getModelElementById("default"));
    deploy(model);
    String instance =
        engine.getRuntimeService().startProcessInstanceByKey("called", variables).getId();
    return engine
        .getTaskService()
        .createTaskQuery()
        .processInstanceId(instance)
        .singleResult()
        .getTaskDefinitionKey()
        .equals("taken");
  }

  private Object evaluated(String expression, VariableMap variables) {
    deploy(
        Bpmn.createExecutableProcess("called")
            .startEvent()
            .serviceTask()
            .camundaExpression(expression)
            .camundaResultVariable("value")
            .userTask()
            .done());
    String instance =
        engine.getRuntimeService().startProcessInstanceByKey("called", variables).getId();
    return engine.getRuntimeService().getVariable(instance, "value");
  }

  /** Whether a rule with this input entry fires. */
  private boolean matched(String entry, Status status) {
    return (boolean)
        decide(
            """
            <decisionTable id="table" hitPolicy="FIRST">
              <input id="input"><inputExpression id="expression" typeRef="string"><text>%s</text></inputExpression></input>
              <output id="output" name="matched" typeRef="boolean" />
              <rule id="rule"><inputEntry id="entry"><text>%s</text></inputEntry><outputEntry id="yes"><text>true</text></outputEntry></rule>
              <rule id="other"><inputEntry id="any"><text></text></inputEntry><outputEntry id="no"><text>false</text></outputEntry></rule>
            </decisionTable>"""
                .formatted(
                    status.variable(), HtmlUtils.htmlEscape(entry, StandardCharsets.UTF_8.name())),
            Variables.putValue(status.variable(), status.word()));
  }

  /** As the input expression of a table would see it. */
  private Object decided(String expression, VariableMap variables) {
    return decide(
        "<variable id=\"variable\" name=\"value\" /><literalExpression id=\"literal\" expressionLanguage=\"feel\"><text>"
            + HtmlUtils.htmlEscape(expression, StandardCharsets.UTF_8.name())
            + "</text></literalExpression>",
        variables);
  }

  private Object decide(String logic, VariableMap variables) {
    deployments.add(
        engine
            .getRepositoryService()
            .createDeployment()
            .addString(
                "called.dmn",
                "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" id=\"d\" name=\"d\" namespace=\"n\"><decision id=\"called\" name=\"called\">"
                    + logic
                    + "</decision></definitions>")
            .deploy()
            .getId());
    return engine
        .getDecisionService()
        .evaluateDecisionByKey("called")
        .variables(variables)
        .evaluate()
        .getSingleEntry();
  }

  /** What real instances have after calls for two missing punches, and for two days. */
  private VariableMap answers() {
    LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
    String oneDay =
        start(
            "branch-on-status",
            Map.of("userId", "absent.wang", "remedyDate", today.minusDays(1).toString()));
    String twoDays =
        start(
            "many-days-sequential",
            Map.of(
                "userId",
                "week.wei",
                "remedyDates",
                SpinValues.jsonValue(
                        "[\"%s\", \"%s\"]".formatted(today.minusDays(1), today.minusDays(30)))
                    .create()));
    runJobs();
    var runtime = engine.getRuntimeService();
    return Variables.createVariables()
        .putValueTyped("remedySlots", runtime.getVariableTyped(oneDay, "remedySlots"))
        .putValueTyped("remedySlotCount", runtime.getVariableTyped(oneDay, "remedySlotCount"))
        .putValueTyped("remedyAnswers", runtime.getVariableTyped(twoDays, "remedyAnswers"));
  }

  private String start(String process, Map<String, Object> variables) {
    return engine.getRuntimeService().startProcessInstanceByKey(process, variables).getId();
  }

  private void runJobs() {
    var management = engine.getManagementService();
    for (List<Job> jobs = jobs(); !jobs.isEmpty(); jobs = jobs()) {
      management.executeJob(jobs.get(0).getId());
    }
  }

  /** Of the gallery only, without the timers of days and weeks. */
  private List<Job> jobs() {
    return engine
        .getManagementService()
        .createJobQuery()
        .messages()
        .withRetriesLeft()
        .list()
        .stream()
        .filter(
            job ->
                deployments.contains(
                    engine
                        .getRepositoryService()
                        .getProcessDefinition(job.getProcessDefinitionId())
                        .getDeploymentId()))
        .toList();
  }

  private void deploy(BpmnModelInstance model) {
    deployments.add(
        engine
            .getRepositoryService()
            .createDeployment()
            .addModelInstance("called.bpmn", model)
            .deploy()
            .getId());
  }
}
