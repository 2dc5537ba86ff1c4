package io.remedyflow.docs;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remedyflow.autoconfigure.OperatedApplication;
import io.remedyflow.feishu.CallOutcome;
import io.remedyflow.simulator.Fault;
import io.remedyflow.simulator.FeishuSimulator;
import io.remedyflow.testing.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** What the operators' pages show is what an application answers, in both languages. */
@OperatedApplication.Started
class OperationsPageTest {

  static final List<Path> PAGES = Markdown.both("operators/operations");
  static final List<Path> METRICS = Markdown.both("reference/metrics");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(remedyflow_\\w+)");
  private static final Pattern IN_QUERY = Pattern.compile("remedyflow_\\w+");
  private static final Pattern OUTCOME_IN_QUERY = Pattern.compile("outcome=~?\"([^\"]+)\"");
  private static final String RETRIES = "POST /engine-rest/job/retries";

  @Autowired private ProcessEngine engine;
  @Autowired private TestRestTemplate web;
  @Autowired private FeishuSimulator feishu;

  @BeforeEach
  void nothing_is_scripted() {
    feishu.clearFaults();
  }

  @ParameterizedTest
  @FieldSource("METRICS")
  void the_table_of_metrics_has_every_meter_with_its_tags(Path page) throws IOException {
    List<List<String>> rows = rows(page, "`remedyflow.");

    assertThat(rows.stream().map(row -> spans(row.get(0)).iterator().next()))
        .containsExactlyInAnyOrderElementsOf(
            texts(get("/actuator/metrics").at("/names")).stream()
                .filter(name -> name.startsWith("remedyflow."))
                .toList());
    for (List<String> row : rows) {
      String meter = spans(row.get(0)).iterator().next();
      JsonNode tags = get("/actuator/metrics/" + meter).at("/availableTags");
      assertThat(spans(row.get(3))).as(meter).isEqualTo(Set.copyOf(tags.findValuesAsText("tag")));
    }
  }

  @ParameterizedTest
  @FieldSource("METRICS")
  void the_names_are_those_that_prometheus_sees(Path page) throws IOException {
    Set<String> seen = seenByPrometheus();

    assertThat(rows(page, "`remedyflow.").stream().flatMap(row -> spans(row.get(1)).stream()))
        .containsExactlyInAnyOrderElementsOf(seen);
  }

  @ParameterizedTest
  @FieldSource("METRICS")
  void every_query_names_what_is_there(Path page) throws IOException {
    Set<String> outcomes =
        Stream.concat(
                Arrays.stream(CallOutcome.values())
                    .map(outcome -> outcome.name().toLowerCase(Locale.ROOT)),
                Stream.of("succeeded", "failed"))
            .collect(toSet());
    List<String> queries =
        Markdown.read(page).tableRows().stream()
            .filter(row -> row.size() == 3 && row.get(1).contains("remedyflow_"))
            .map(row -> row.get(1).replace("\\|", "|"))
            .toList();

    assertThat(queries).hasSizeGreaterThan(10);
    assertThat(queries.stream().flatMap(query -> matches(IN_QUERY, query, 0)))
        .isSubsetOf(seenByPrometheus());
    assertThat(
            queries.stream()
                .flatMap(query -> matches(OUTCOME_IN_QUERY, query, 1))
                .flatMap(words -> Stream.of(words.split("\\|"))))
        .isSubsetOf(outcomes);
  }

  @ParameterizedTest
  @FieldSource("METRICS")
  void every_outcome_and_every_class_of_codes_is_explained(Path page) throws IOException {
    List<String> firstCells =
        Markdown.read(page).tableRows().stream()
            .filter(row -> !row.isEmpty())
            .map(row -> row.get(0).strip())
            .toList();

    for (String tag : List.of("outcome", "code.class")) {
      assertThat(firstCells)
          .containsAll(
              texts(
                      get("/actuator/metrics/remedyflow.calls")
                          .at("/availableTags")
                          .findParents("tag")
                          .stream()
                          .filter(node -> node.get("tag").asText().equals(tag))
                          .findFirst()
                          .orElseThrow()
                          .get("values"))
                  .stream()
                  .map(value -> "`" + value + "`")
                  .toList());
    }
  }

  @ParameterizedTest
  @FieldSource("PAGES")
  void the_examples_are_what_the_application_answers(Path page) throws IOException {
    for (String path :
        List.of(
            "/actuator/health/remedyflow",
            "/actuator/remedyflow",
            "/actuator/remedyflow/default",
            "/actuator/remedyflow/hr")) {
      assertShown(page, "GET " + path, "json", pretty(get(path)));
    }
  }

  @ParameterizedTest
  @FieldSource("METRICS")
  void the_lines_of_the_log_are_those_of_an_application(Path page) throws IOException {
    // Another test's application may have made all loggers quieter.
    LogLines heard = new LogLines().from(Level.INFO);
    try (heard) {
      OperatedApplication.call(engine, "forgets.zhang");
      OperatedApplication.call(engine, "spent.shen");
      feishu.onRemedies(Fault.answer(400, 99991672, "Access denied"));
      assertThatThrownBy(() -> OperatedApplication.call(engine, "forgets.zhang")).isNotNull();
      get("/actuator/remedyflow/default"); // else the app stays blocked for the other tests
    }

    String lines =
        heard.events().stream()
            .map(event -> event.getLevel() + " " + event.getFormattedMessage())
            .filter(line -> line.contains(" Call query_user_allowed_remedys over "))
            .map(line -> line.replaceAll("\\d+ ms", "23 ms") + "\n")
            .collect(joining());

    assertShown(page, "log", "text", settled(lines));
  }

  @ParameterizedTest
  @FieldSource("PAGES")
  void the_incident_is_that_of_an_application(Path page) throws IOException {
    feishu.onRemedies(Fault.answer(400, 1220005, "no permission"));
    assertThatThrownBy(() -> OperatedApplication.call(engine, "forgets.zhang")).isNotNull();

    var incident =
        engine.getRuntimeService().createIncidentQuery().list().stream()
            .filter(found -> found.getIncidentMessage().contains("1220005"))
            .findFirst()
            .orElseThrow();
    assertShown(page, "incident", "text", settled(incident.getIncidentMessage()) + "\n");
  }

  @Test
  void the_body_that_retries_incidents_in_bulk_mends_them() throws IOException {
    feishu.onRemedies(Fault.answer(400, 99991672, "Access denied"));
    assertThatThrownBy(() -> OperatedApplication.call(engine, "forgets.zhang")).isNotNull();
    assertThatThrownBy(() -> OperatedApplication.call(engine, "forgets.zhang")).isNotNull();
    assertThat(engine.getRuntimeService().createIncidentQuery().count()).isGreaterThan(1);
    // As the page says: after a repair the endpoint makes the first call.
    assertThat(get("/actuator/remedyflow/default").get("works").asBoolean()).isTrue();

    var headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_JSON);
    String body = block(Files.readString(PAGES.get(0)), RETRIES, "json");
    var answer =
        web.postForEntity(
            "/engine-rest/engine/" + OperatedApplication.ENGINE + "/job/retries",
            new HttpEntity<>(body, headers),
            String.class);
    assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
    runAllJobs();

    assertThat(engine.getRuntimeService().createIncidentQuery().count()).isZero();
  }

  @Test
  void both_languages_have_the_same_queries() throws IOException {
    Markdown english = Markdown.read(METRICS.get(0));
    Markdown chinese = Markdown.read(METRICS.get(1));

    assertThat(queries(chinese)).isEqualTo(queries(english));
  }

  private static List<String> queries(Markdown page) {
    return page.tableRows().stream()
        .filter(row -> row.size() > 1 && row.get(1).contains("remedyflow_"))
        .map(row -> row.get(1))
        .toList();
  }

  /** The batch's jobs make jobs of their own. */
  private void runAllJobs() {
    var management = engine.getManagementService();
    for (int job = 0; management.createJobQuery().withRetriesLeft().count() > 0; job++) {
      assertThat(job).as("jobs that ran").isLessThan(100);
      management.executeJob(
          management
              .createJobQuery()
              .withRetriesLeft()
              .orderByJobDuedate()
              .asc()
              .list()
              .get(0)
              .getId());
    }
  }

  private static void assertShown(Path page, String marker, String language, String actual)
      throws IOException {
    String text = Files.readString(page);
    String shown = block(text, marker, language);
    if (Boolean.getBoolean("docs.write")) {
      String before = "<!-- " + marker + " -->\n```" + language + "\n";
      Files.writeString(page, text.replace(before + shown, before + actual));
    } else {
      assertThat(shown)
          .as(
              "%s in %s; to write it anew: mvn test -Dtest=OperationsPageTest -Ddocs.write=true",
              marker, page)
          .isEqualTo(actual);
    }
  }

  /** What the fenced block after a marker holds. */
  private static String block(String text, String marker, String language) {
    String before = "<!-- " + marker + " -->\n```" + language + "\n";
    assertThat(text).contains(before);
    int begin = text.indexOf(before) + before.length();
    return text.substring(begin, text.indexOf("```", begin));
  }

  private static String pretty(JsonNode json) throws IOException {
    var printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentArraysWith(DefaultPrettyPrinter.NopIndenter.instance);
    return settled(JSON.writer(printer).writeValueAsString(json)) + "\n";
  }

  /** As it would be in production, and the same in every run. */
  private static String settled(String text) {
    return text.replaceAll("127\\.0\\.0\\.1(:\\d+)?", "open.feishu.cn")
        .replace("cli_simulator", "cli_a1b2c3d4e5f6")
        .replaceAll("sim-\\d+", "20240105093000A1B2C3D4E5F6A7B8C9D0");
  }

  private Set<String> seenByPrometheus() {
    return matches(SAMPLE, web.getForObject("/actuator/prometheus", String.class), 1)
        .collect(toSet());
  }

  private static Stream<String> matches(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(group));
  }

  private static List<List<String>> rows(Path page, String beginning) throws IOException {
    return Markdown.read(page).tableRows().stream()
        .filter(row -> row.size() == 5 && row.get(0).strip().startsWith(beginning))
        .toList();
  }

  private static Set<String> spans(String cell) {
    return matches(SPAN, cell, 1).collect(toSet());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(value -> texts.add(value.asText()));
    return texts;
  }

  private JsonNode get(String path) {
    JsonNode answer = web.getForObject(path, JsonNode.class);
    assertThat(answer).as(path).isNotNull();
    return answer;
  }
}
