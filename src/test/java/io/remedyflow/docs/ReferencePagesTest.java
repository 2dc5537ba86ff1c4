package io.remedyflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.contract.FaultAction;
import io.remedyflow.camunda.contract.TaskOutput;
import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.camunda.tasks.RemedyErrors;
import io.remedyflow.camunda.tasks.RemedyStatus;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.ProxySettings;
import io.remedyflow.feishu.client.Endpoint;
import io.remedyflow.plugin.config.ClusterProperties;
import io.remedyflow.plugin.config.ConnectionProperties;
import io.remedyflow.plugin.config.Operations;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.RemedyConnections;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The pages to look things up in name what the code knows. */
class ReferencePagesTest {

  static final List<Path> CONTRACTS = Markdown.both("reference/contract");
  static final List<Path> PROPERTIES = Markdown.both("reference/properties");
  static final List<Path> CODES = Markdown.both("reference/codes");

  @ParameterizedTest
  @FieldSource("CONTRACTS")
  void the_contract_with_models_is_documented_name_by_name(Path page) throws IOException {
    assertThat(Markdown.read(page).text())
        .contains(spans(FeishuTasks.ALL.stream().flatMap(ReferencePagesTest::variables)))
        .contains(spans(constants(RemedyErrors.class)))
        .contains(spans(Stream.of(RemedyStatus.values()).map(Enum::name)))
        .contains(spans(Stream.of(FaultAction.values()).map(FaultAction::word)))
        .contains(spans(Stream.of(EmployeeType.values()).map(EmployeeType::word)));
  }

  @ParameterizedTest
  @FieldSource("CONTRACTS")
  void every_status_has_a_condition_to_paste(Path page) throws IOException {
    assertThat(Markdown.read(page).text())
        .contains(
            spans(
                Stream.of(RemedyStatus.values())
                    .map(status -> "${remedyStatus == '" + status + "'}")));
  }

  @ParameterizedTest
  @FieldSource("PROPERTIES")
  void every_property_is_documented(Path page) throws IOException {
    assertThat(Markdown.read(page).text())
        .contains(
            spans(properties(ConnectionProperties.class).filter(name -> !name.equals("proxy"))))
        .contains(spans(properties(ProxySettings.class).map(name -> "proxy." + name)))
        .contains(spans(properties(ClusterProperties.class).map("remedyflow.cluster."::concat)))
        .contains("remedyflow.tenant-connections.", "`remedyflow.check-on-startup`")
        .contains("`" + RemedyConnections.DEFAULT_NAME + "`");
  }

  @ParameterizedTest
  @FieldSource("PROPERTIES")
  void the_defaults_are_those_of_the_code(Path page) throws IOException {
    var rows = Markdown.read(page).tableRows();

    Map.of(
            "base-url", ConnectionSettings.DEFAULT_BASE_URL,
            "requests-per-second", ConnectionSettings.DEFAULT_REQUESTS_PER_SECOND,
            "zone", ConnectionSettings.DEFAULT_ZONE,
            "language", ConnectionSettings.DEFAULT_LANGUAGE.tag(),
            "call-deadline", ConnectionSettings.DEFAULT_CALL_DEADLINE)
        .forEach(
            (property, value) ->
                assertThat(rows)
                    .filteredOn(
                        row -> !row.isEmpty() && row.get(0).strip().equals("`" + property + "`"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.get(1).strip()).isEqualTo("`" + value + "`")));
  }

  @ParameterizedTest
  @FieldSource("CODES")
  void the_codes_of_feishus_page_are_documented(Path page) throws IOException {
    List<String> codes =
        Pattern.compile("\\| (\\d{7}) \\|")
            .matcher(Files.readString(Path.of("src/test/resources/feishu-page/codes.md")))
            .results()
            .map(code -> code.group(1))
            .toList();

    assertThat(codes).hasSize(12);
    assertThat(Markdown.read(page).text()).contains(spans(codes.stream()));
  }

  @ParameterizedTest
  @FieldSource("CODES")
  void every_endpoint_is_documented_with_its_tasks_scope_and_limits(Path page) throws IOException {
    List<List<String>> rows =
        Markdown.read(page).tableRows().stream()
            .filter(row -> row.size() == 4 && row.get(2).contains(":"))
            .map(row -> row.stream().map(String::strip).toList())
            .toList();
    Map<String, List<String>> tasks = new LinkedHashMap<>();
    Map<String, Endpoint<?, ?>> endpoints = new LinkedHashMap<>();
    for (FeishuTask<?, ?> task : FeishuTasks.ALL) {
      for (Endpoint<?, ?> endpoint : Operations.ALL.of(task.requestType()).endpoints()) {
        endpoints.put(endpoint.name(), endpoint);
        tasks.computeIfAbsent(endpoint.name(), name -> new ArrayList<>()).add(task.beanName());
      }
    }

    assertThat(rows).hasSameSizeAs(endpoints.keySet());
    endpoints.forEach(
        (name, endpoint) ->
            assertThat(rows)
                .filteredOn(row -> row.get(0).contains("`" + name + "`"))
                .singleElement()
                .satisfies(
                    row -> {
                      assertThat(row.get(1)).contains(spans(tasks.get(name).stream()));
                      assertThat(row.get(2)).contains("`" + endpoint.scope() + "`");
                      assertThat(row.get(3)).isEqualTo(endpoint.limits().toString());
                    }));
  }

  private static Stream<String> properties(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(component -> KebabCaseStrategy.INSTANCE.translate(component.getName()));
  }

  private static Stream<String> variables(FeishuTask<?, ?> task) {
    return Stream.concat(
        task.contract().inputNames().stream(),
        task.contract().results().all().stream().map(TaskOutput::name));
  }

  private static Stream<String> constants(Class<?> type) {
    return Arrays.stream(type.getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .map(
            field -> {
              try {
                return (String) field.get(null);
              } catch (IllegalAccessException e) {
                throw new AssertionError(e);
              }
            });
  }

  private static List<String> spans(Stream<String> words) {
    return words.map(word -> "`" + word + "`").toList();
  }
}
