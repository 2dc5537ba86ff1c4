package io.remedyflow.designer;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.camunda.contract.FaultAction;
import io.remedyflow.camunda.tasks.RemedyStatus;
import io.remedyflow.template.Template;
import io.remedyflow.template.TemplateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the Modeler's problems panel says of our tasks with the designer kit. */
class HintsTest {

  private static final Path MODEL = Path.of("bpmn/gallery/branch-on-status.bpmn");
  private static final String USER_ID =
      "<camunda:inputParameter name=\"userId\">${userId}</camunda:inputParameter>";
  private static final String DAY =
      "<camunda:inputParameter name=\"remedyDate\">${remedyDate}</camunda:inputParameter>";
  private static final String ON_REJECTION =
      "<camunda:inputParameter name=\"onRejection\">continue</camunda:inputParameter>";
  private static final String ON_FAILURE =
      "<camunda:inputParameter name=\"onFailure\">continue</camunda:inputParameter>";
  private static final String STATUS =
      "<camunda:outputParameter name=\"remedyStatus\">${remedyStatus}</camunda:outputParameter>";
  private static final String MESSAGE =
      "<camunda:outputParameter name=\"remedyMessage\">${remedyMessage}</camunda:outputParameter>";
  private static final String CONNECTION = "<camunda:inputParameter name=\"feishuConnection\" />";
  private static final String EMPLOYEE_TYPE =
      "<camunda:inputParameter name=\"employeeType\">employee_id</camunda:inputParameter>";
  private static final String RETRIES = "value=\"" + CommonFields.DEFAULT_RETRY_CYCLE + "\"";
  private static final String PRIORITY = " camunda:asyncBefore=\"true\"";
  private static final String APPLIED =
      " camunda:modelerTemplate=\"%s\" camunda:modelerTemplateVersion=\"%s\""
          .formatted(Template.ID, Template.EN.newest().version());
  private static final String OPEN_ID = "ou_7dab8a3d3cdcc9da365777c7ad535d62";
  private static final String THROWN =
      """
      <bpmn:sequenceFlow id="to" sourceRef="Start_RemedyRequested" targetRef="Event_Fetch"/>
      <bpmn:sequenceFlow id="from" sourceRef="Event_Fetch" targetRef="End_NotNeeded"/>
      <bpmn:intermediateThrowEvent id="Event_Fetch"><bpmn:extensionElements><camunda:inputOutput>
        <camunda:inputParameter name="userId">x</camunda:inputParameter>
        <camunda:inputParameter name="remedyDate">2024-01-05</camunda:inputParameter>
        <camunda:outputParameter name="otherStatus">${remedyStatus}</camunda:outputParameter>
      </camunda:inputOutput></bpmn:extensionElements><bpmn:messageEventDefinition camunda:delegateExpression="${fetchAllowedRemedies}"/></bpmn:intermediateThrowEvent>%s
      """;
  private static final String DEFAULT = " default=\"Flow_Unavailable\"";

  /**
   * A model that is right but for one thing.
   *
   * @param of what the hint is for: a field of the template, or an element
   * @param says words of the hint in English; blank where there is none
   */
  private record Case(String name, UnaryOperator<String> change, String of, String says) {}

  private static String once(String text, String written, String instead) {
    assertThat(text).containsOnlyOnce(written);
    return text.replace(written, instead);
  }

  private static final List<Case> CASES = new ArrayList<>();

  private static void input(String name, String of, String right, String wrong, String says) {
    model(name, right, right.replaceFirst(">.*<", ">" + wrong.replace("$", "\\$") + "<"), of, says);
  }

  private static void model(String name, String written, String instead, String of, String says) {
    CASES.add(new Case(name, text -> once(text, written, instead), of, says));
  }

  static {
    input("an employee who was not given", "userId", USER_ID, "", "Employee is missing");
    model("an employee without a parameter", USER_ID, "", "userId", "Employee is missing");
    input("an open_id", "userId", USER_ID, "ou_7dab8a3d3cdcc9da365777c7ad535d62", "open_id");
    input("an ID that begins like an open_id", "userId", USER_ID, "ou_0012", "");
    CASES.add(
        new Case(
            "an employee number that looks like an open_id",
            text ->
                once(
                    once(text, USER_ID, USER_ID.replace("${userId}", OPEN_ID)),
                    EMPLOYEE_TYPE,
                    EMPLOYEE_TYPE.replace("employee_id", "employee_no")),
            "userId",
            ""));
    model(
        "a priority that is none",
        PRIORITY,
        " camunda:jobPriority=\"high\"" + PRIORITY,
        "camunda:jobPriority",
        "not a whole number");
    model(
        "a priority that was cleared",
        PRIORITY,
        " camunda:jobPriority=\"\"" + PRIORITY,
        "camunda:jobPriority",
        "not a whole number");
    model(
        "a priority by expression",
        PRIORITY,
        " camunda:jobPriority=\"${urgent ? 10 : 0}\"" + PRIORITY,
        "camunda:jobPriority",
        "");
    CASES.add(
        new Case(
            "a task without results",
            text -> once(text, STATUS, "").replaceAll("<camunda:outputParameter.*\\n", ""),
            "Task_FetchAllowedRemedies",
            "results are lost"));
    CASES.add(
        new Case(
            "a task without results that a listener reads",
            text ->
                once(text, STATUS, "")
                    .replaceAll("<camunda:outputParameter.*\\n", "")
                    .replaceFirst(
                        "<camunda:inputOutput>",
                        "<camunda:executionListener event=\"end\" expression=\"x\" /><camunda:inputOutput>"),
            "Task_FetchAllowedRemedies",
            ""));
    model(
        "a throw event that does the same",
        "<bpmn:endEvent id=\"End_NotNeeded\"",
        THROWN.formatted("") + "<bpmn:endEvent id=\"End_NotNeeded\"",
        "Event_Fetch",
        "not asynchronous");
    model(
        "a message event of others",
        "<bpmn:endEvent id=\"End_NotNeeded\"",
        THROWN.formatted("").replace("fetchAllowedRemedies", "foreign")
            + "<bpmn:endEvent id=\"End_NotNeeded\"",
        "Event_Fetch",
        "");

    input("an ID with a blank", "userId", USER_ID, "two words", "no ID of an employee");
    input("an ID beyond length", "userId", USER_ID, "x".repeat(65), "no ID of an employee");
    input("a variable without its dollar", "userId", USER_ID, "{userId}", "${…}");
    input("an expression that is not closed", "userId", USER_ID, "${userId", "cannot be read");
    input("an empty expression", "userId", USER_ID, "${ }", "cannot be read");
    input("brackets that do not match", "userId", USER_ID, "${f(userId}", "cannot be read");
    input("a quote that is not closed", "userId", USER_ID, "${f('x)}", "cannot be read");
    input("a fixed ID", "userId", USER_ID, "abd754f7", "");
    input("a brace in a quote", "userId", USER_ID, "${f('}')}", "");
    input("two expressions", "userId", USER_ID, "${a}-#{b[0]}", "");
    input("a day that was not given", "remedyDate", DAY, "", "Day is missing");
    input("a day that is none", "remedyDate", DAY, "2021-02-30", "no day");
    input("a day in another form", "remedyDate", DAY, "4.1.2021", "no day");
    input("a day with dashes", "remedyDate", DAY, "2024-02-29", "");
    input("a day without", "remedyDate", DAY, "20210104", "");
    input("an instant", "remedyDate", DAY, "2021-01-04T09:00:00+08:00", "");
    input(
        "a misspelt choice",
        "onRejection",
        ON_REJECTION,
        "bpmnerror",
        "none of incident, continue, bpmnError");
    input("a choice by expression", "onFailure", ON_FAILURE, "${whatToDo}", "");
    input(
        "an error that nothing catches",
        "onRejection",
        ON_REJECTION,
        "bpmnError",
        "nothing catches FEISHU_REMEDY_REJECTED");
    input(
        "a failure that nothing catches",
        "onFailure",
        ON_FAILURE,
        "bpmnError",
        "nothing catches FEISHU_REMEDY_UNAVAILABLE");
    model(
        "a retry cycle that is none",
        RETRIES,
        "value=\"PT10S,soon\"",
        "io.remedyflow.retryCycle",
        "cannot be read");
    model(
        "a retry cycle with a count",
        RETRIES,
        "value=\"R3/PT10S\"",
        "io.remedyflow.retryCycle",
        "");
    model("no retry cycle", RETRIES, "value=\"\"", "io.remedyflow.retryCycle", "");
    model(
        "a result without a name",
        MESSAGE,
        MESSAGE.replace(" name=\"remedyMessage\"", ""),
        "remedyMessage",
        "has no variable");
    model(
        "a result with a blank in its name",
        MESSAGE,
        MESSAGE.replace("\"remedyMessage\"", "\"my message\""),
        "remedyMessage",
        "no name of a variable");
    model(
        "a result called by a reserved word",
        MESSAGE,
        MESSAGE.replace("\"remedyMessage\"", "\"empty\""),
        "remedyMessage",
        "no name of a variable");
    model(
        "two results of one name",
        MESSAGE,
        MESSAGE.replace("\"remedyMessage\"", "\"remedyStatus\""),
        "remedyMessage",
        "the later one wins");
    model(
        "a task that waits in the caller's thread",
        " camunda:asyncBefore=\"true\"",
        "",
        "Task_FetchAllowedRemedies",
        "not asynchronous");
    model(
        "a multi-instance task",
        "<bpmn:outgoing>Flow_Fetched</bpmn:outgoing>\n    </bpmn:serviceTask>",
        "<bpmn:outgoing>Flow_Fetched</bpmn:outgoing>\n<bpmn:multiInstanceLoopCharacteristics/></bpmn:serviceTask>",
        "Task_FetchAllowedRemedies",
        "multi-instance");
    model(
        "a connection with a blank",
        CONNECTION,
        CONNECTION.replace(" />", ">our subsidiary</camunda:inputParameter>"),
        "feishuConnection",
        "no name of a connection");
    input(
        "a kind of ID that is none",
        "employeeType",
        EMPLOYEE_TYPE,
        "open_id",
        "none of employee_id, employee_no");
    model(
        "a task drawn by hand",
        APPLIED + PRIORITY,
        "",
        "Task_FetchAllowedRemedies",
        "not asynchronous");
    model(
        "a foreign task",
        "${fetchAllowedRemedies}\"",
        "${foreign}\" camunda:type=\"x\"",
        "Task_FetchAllowedRemedies",
        "");
    model(
        "a process that stops at the task",
        "<bpmn:sequenceFlow id=\"Flow_Fetched\" sourceRef=\"Task_FetchAllowedRemedies\" targetRef=\"Gateway_RemedyStatus\" />",
        "",
        "Task_FetchAllowedRemedies",
        "Nothing follows the task");
    model(
        "a task at the end of one of two paths",
        "sourceRef=\"Task_FetchAllowedRemedies\"",
        "sourceRef=\"Start_RemedyRequested\"",
        "Task_FetchAllowedRemedies",
        "");
    model(
        "a task that nothing leads to",
        "targetRef=\"Task_FetchAllowedRemedies\"",
        "targetRef=\"Gateway_RemedyStatus\"",
        "Task_FetchAllowedRemedies",
        "Nothing leads to the task");
    model(
        "a node that does not list its flows",
        "<bpmn:outgoing>Flow_Fetched</bpmn:outgoing>",
        "",
        "Task_FetchAllowedRemedies",
        "");
    model(
        "a status under a name that breaks patterns",
        STATUS,
        STATUS.replace("\"remedyStatus\"", "\"status(\""),
        "remedyStatus",
        "no name of a variable");
    model(
        "an expression in the midst of a retry cycle",
        RETRIES,
        "value=\"PT10S,${x}\"",
        "io.remedyflow.retryCycle",
        "cannot be read");
    model(
        "a retry cycle of half seconds",
        RETRIES,
        "value=\"PT0.5S\"",
        "io.remedyflow.retryCycle",
        "");
    input("a day half with dashes", "remedyDate", DAY, "2021-0104", "no day");
    input(
        "an instant in a zone's name",
        "remedyDate",
        DAY,
        "2021-01-04T09:00:00+08:00[Asia/Shanghai]",
        "no day");
    CASES.add(
        new Case(
            "a status without a way",
            text ->
                once(
                    once(text, DEFAULT, ""),
                    "targetRef=\"Task_HandleOutage\" />",
                    "targetRef=\"Task_HandleOutage\"><bpmn:conditionExpression>${remedyStatus == 'AVAILABLE'}</bpmn:conditionExpression></bpmn:sequenceFlow>"),
            "Gateway_RemedyStatus",
            "UNAVAILABLE"));
    model(
        "a misspelt status",
        "== 'NOT_NEEDED'",
        "== 'NOTNEEDED'",
        "Gateway_RemedyStatus",
        "no status \"NOTNEEDED\"");
    model(
        "a status of another variable",
        STATUS,
        STATUS.replace("\"remedyStatus\"", "\"answer\""),
        "Gateway_RemedyStatus",
        "");
    model(
        "a condition that cannot be read",
        "${remedyStatus == 'NOT_NEEDED'}",
        "${beans.judge(remedyStatus)}",
        "Gateway_RemedyStatus",
        "");
  }

  private static final Map<Template, Map<String, List<Hint>>> HINTS = new EnumMap<>(Template.class);

  @TempDir static Path folder;

  /** One line of the problems panel. */
  record Hint(String id, String rule, String category, String message, List<String> fields) {}

  @BeforeAll
  static void lint() throws IOException {
    String right = Files.readString(MODEL);
    List<Object> files = new ArrayList<>();
    for (Case wrong : CASES) {
      files.add(
          Files.writeString(folder.resolve(wrong.name() + ".bpmn"), wrong.change().apply(right)));
    }
    for (Template language : Template.values()) {
      HINTS.put(language, hints(language, files));
    }
  }

  private static Map<String, List<Hint>> hints(Template language, List<Object> files)
      throws JsonProcessingException {
    List<Object> arguments = new ArrayList<>(List.of(language.language()));
    arguments.addAll(files);
    return new ObjectMapper()
        .readValue(DesignerTools.node("hints.mjs", arguments.toArray()), new TypeReference<>() {});
  }

  private static List<Hint> hints(Template language, Case wrong) {
    return HINTS.get(language).get(folder.resolve(wrong.name() + ".bpmn").toString());
  }

  @TestFactory
  Stream<DynamicTest> one_mistake_is_one_hint_that_leads_to_its_field() {
    return CASES.stream()
        .map(
            wrong ->
                DynamicTest.dynamicTest(
                    wrong.name(),
                    () -> {
                      List<Hint> hints = hints(Template.EN, wrong);
                      if (wrong.says().isEmpty()) {
                        assertThat(hints).isEmpty();
                        return;
                      }
                      assertThat(hints)
                          .as("of %s", wrong.of())
                          .singleElement()
                          .satisfies(
                              hint -> {
                                assertThat(leadsTo(wrong.of(), hint)).isTrue();
                                assertThat(hint.message()).contains(wrong.says());
                              });
                    }));
  }

  @TestFactory
  Stream<DynamicTest> the_chinese_kit_says_the_same_in_chinese() {
    return CASES.stream()
        .map(
            wrong ->
                DynamicTest.dynamicTest(
                    wrong.name(),
                    () -> {
                      assertThat(hints(Template.ZH_CN, wrong))
                          .extracting(Hint::id, Hint::rule, Hint::category, Hint::fields)
                          .containsExactlyElementsOf(
                              hints(Template.EN, wrong).stream()
                                  .map(
                                      hint ->
                                          tuple(
                                              hint.id(),
                                              hint.rule(),
                                              hint.category(),
                                              hint.fields()))
                                  .toList());
                      assertThat(hints(Template.ZH_CN, wrong))
                          .allSatisfy(
                              hint -> assertThat(hint.message()).containsPattern("\\p{IsHan}"));
                    }));
  }

  @ParameterizedTest
  @EnumSource
  void fields_are_called_as_the_template_calls_them(Template language) {
    TemplateFile template = language.newest();
    assertThat(CASES)
        .filteredOn(wrong -> wrong.says().equals("cannot be read") && wrong.of().equals("userId"))
        .isNotEmpty()
        .allSatisfy(
            wrong ->
                assertThat(hints(language, wrong).get(0).message())
                    .contains("“" + template.label("userId") + "”"));
    for (String field : List.of("onRejection", "onFailure", "remedyMessage")) {
      assertThat(CASES)
          .filteredOn(wrong -> wrong.of().equals(field))
          .flatMap(wrong -> hints(language, wrong))
          .filteredOn(hint -> hint.message().contains("“"))
          .isNotEmpty()
          .allSatisfy(
              hint -> assertThat(hint.message()).contains("“" + template.label(field) + "”"));
    }
  }

  @Test
  void the_words_are_those_of_the_contract() throws IOException {
    String script = Files.readString(Path.of("src/modeler/remedyflow-lint/client.js"));

    assertThat(script)
        .contains(Stream.of(FaultAction.values()).map(action -> '"' + action.word() + '"').toList())
        .contains(
            Stream.of(RemedyStatus.values()).map(status -> '"' + status.name() + '"').toList());
  }

  /** The only hints are those of the called process, whose callers catch what it does not. */
  @ParameterizedTest
  @EnumSource
  void the_models_of_this_project_get_none(Template language) throws IOException {
    try (Stream<Path> models = Files.walk(Path.of("bpmn"))) {
      List<Object> files =
          List.copyOf(models.filter(file -> file.toString().endsWith(".bpmn")).toList());

      assertThat(hints(language, files))
          .hasSizeGreaterThan(6)
          .allSatisfy(
              (file, hints) ->
                  assertThat(hints)
                      .extracting(Hint::rule)
                      .hasSize(file.endsWith("ask-feishu.bpmn") ? 2 : 0)
                      .allMatch(rule -> rule.equals("remedyflow/fetch-caught-errors")));
    }
  }

  private static String drawn(String elements) {
    return """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="drawn">
        <bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"/><bpmn:endEvent id="e"/><bpmn:userTask id="u"/>%s</bpmn:process>
        </bpmn:definitions>
        """
        .formatted(elements);
  }

  private static String task(String id, String status) {
    return """
        <bpmn:serviceTask id="%s" camunda:asyncBefore="true" camunda:delegateExpression="${fetchAllowedRemedies}"><bpmn:extensionElements><camunda:inputOutput>
        <camunda:inputParameter name="userId">x</camunda:inputParameter><camunda:inputParameter name="remedyDate">2024-01-05</camunda:inputParameter>
        <camunda:outputParameter name="%s">${remedyStatus}</camunda:outputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>
        """
        .formatted(id, status);
  }

  private static String flow(String... ids) {
    return IntStream.range(1, ids.length)
        .mapToObj(
            i ->
                "<bpmn:sequenceFlow id=\"%1$s_%2$s\" sourceRef=\"%1$s\" targetRef=\"%2$s\"/>"
                    .formatted(ids[i - 1], ids[i]))
        .collect(joining());
  }

  private static String inside(String id, String extensions, String task) {
    return "<bpmn:subProcess id=\"%1$s\">%2$s<bpmn:startEvent id=\"%1$s_s\"/><bpmn:endEvent id=\"%1$s_e\"/>%3$s</bpmn:subProcess>"
        .formatted(id, extensions, task);
  }

  /** Models by name, with the tasks that the rule reports. */
  private static Map<String, String> paths() {
    String two = task("A", "status") + task("B", "status");
    String own =
        "<bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name=\"status\"/></camunda:inputOutput></bpmn:extensionElements>";
    String fork = "<bpmn:parallelGateway id=\"g\"/>" + flow("s", "g");
    String timer =
        "<bpmn:boundaryEvent id=\"b\" attachedToRef=\"A\" cancelActivity=\"%s\"><bpmn:timerEventDefinition/></bpmn:boundaryEvent>";
    String several = "<bpmn:multiInstanceLoopCharacteristics/>";
    Map<String, String> models = new LinkedHashMap<>();
    models.put("parallel A B", two + fork + flow("g", "A", "e") + flow("g", "B", "e"));
    models.put(
        "beside A B", two + timer.formatted("false") + flow("s", "A", "e") + flow("b", "B", "e"));
    models.put(
        "repeated A",
        inside("sub", several, task("A", "status") + flow("sub_s", "A", "sub_e"))
            + flow("s", "sub", "e"));
    models.put("twice A", task("A", "status") + fork + flow("g", "A", "e") + flow("g", "u", "A"));
    models.put(
        "exclusive",
        two
            + "<bpmn:exclusiveGateway id=\"g\"/>"
            + flow("s", "g")
            + flow("g", "A", "e")
            + flow("g", "B", "e"));
    models.put("sequence", two + flow("s", "A", "B", "e"));
    models.put(
        "joined",
        two
            + fork
            + "<bpmn:parallelGateway id=\"j\"/>"
            + flow("g", "u", "j", "B", "e")
            + flow("g", "A", "j"));
    models.put(
        "interrupted", two + timer.formatted("true") + flow("s", "A", "e") + flow("b", "B", "e"));
    models.put(
        "names",
        task("A", "one") + task("B", "two") + fork + flow("g", "A", "e") + flow("g", "B", "e"));
    models.put(
        "own",
        inside("a", own, task("A", "status") + flow("a_s", "A", "a_e"))
            + inside("b", own, task("B", "status") + flow("b_s", "B", "b_e"))
            + fork
            + flow("g", "a", "e")
            + flow("g", "b", "e"));
    models.put(
        "each its own",
        inside("sub", own + several, task("A", "status") + flow("sub_s", "A", "sub_e"))
            + flow("s", "sub", "e"));
    models.put("last of a path", task("A", "status") + fork + flow("g", "A") + flow("g", "u", "e"));
    return models;
  }

  @ParameterizedTest
  @EnumSource
  void tasks_that_may_overwrite_each_others_results_are_reported_and_no_others(Template language)
      throws IOException {
    List<Object> files = new ArrayList<>();
    for (Map.Entry<String, String> model : paths().entrySet()) {
      files.add(
          Files.writeString(folder.resolve(model.getKey() + ".bpmn"), drawn(model.getValue())));
    }

    assertThat(hints(language, files))
        .allSatisfy(
            (file, hints) -> {
              String name = Path.of(file).getFileName().toString().replace(".bpmn", "");
              assertThat(hints)
                  .as(name)
                  .allMatch(hint -> hint.rule().equals("remedyflow/fetch-overwritten-results"))
                  .allMatch(hint -> hint.message().contains("status"))
                  .extracting(Hint::id)
                  .containsExactlyElementsOf(
                      Stream.of(name.split(" ")).filter(word -> word.matches("[AB]")).toList());
            });
  }

  /** The fields of the panel are known by their places in the template. */
  private static boolean leadsTo(String of, Hint hint) {
    if (Character.isUpperCase(of.charAt(0))) {
      return hint.id().equals(of);
    }
    return hint.fields().equals(List.of(Template.EN.newest().entryId(of)));
  }
}
