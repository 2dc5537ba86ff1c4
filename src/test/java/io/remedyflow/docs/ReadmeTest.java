package io.remedyflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import io.remedyflow.camunda.RemedyErrors;
import io.remedyflow.camunda.RemedyStatus;
import io.remedyflow.camunda.RemedyVariables;
import io.remedyflow.camunda.contract.FaultAction;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.ProxySettings;
import io.remedyflow.plugin.config.ConnectionProperties;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.RemedyConnections;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Both READMEs name what the code knows, and say the same in both languages. */
class ReadmeTest {

  private static final Pattern CODE_SPAN = Pattern.compile("`[^`]+`");

  static final List<Path> READMES = List.of(Markdown.ENGLISH, Markdown.CHINESE);

  @ParameterizedTest
  @FieldSource("READMES")
  void the_contract_with_models_is_documented_name_by_name(Path readme) throws IOException {
    assertThat(Markdown.read(readme).text())
        .contains(spans(constants(RemedyVariables.class)))
        .contains(spans(constants(RemedyErrors.class)))
        .contains(spans(Stream.of(RemedyStatus.values()).map(Enum::name)))
        .contains(spans(Stream.of(FaultAction.values()).map(FaultAction::word)))
        .contains(spans(Stream.of(EmployeeType.values()).map(EmployeeType::word)));
  }

  @ParameterizedTest
  @FieldSource("READMES")
  void every_status_has_a_condition_to_paste(Path readme) throws IOException {
    assertThat(Markdown.read(readme).text())
        .contains(
            spans(
                Stream.of(RemedyStatus.values())
                    .map(status -> "${remedyStatus == '" + status + "'}")));
  }

  @ParameterizedTest
  @FieldSource("READMES")
  void every_property_of_a_connection_is_documented(Path readme) throws IOException {
    assertThat(Markdown.read(readme).text())
        .contains(
            spans(properties(ConnectionProperties.class).filter(name -> !name.equals("proxy"))))
        .contains(spans(properties(ProxySettings.class).map(name -> "proxy." + name)))
        .contains("remedyflow.tenant-connections.")
        .contains("`" + RemedyConnections.DEFAULT_NAME + "`");
  }

  @ParameterizedTest
  @FieldSource("READMES")
  void the_defaults_are_those_of_the_code(Path readme) throws IOException {
    var rows = Markdown.read(readme).tableRows();

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
  @FieldSource("READMES")
  void the_codes_of_feishus_page_are_documented(Path readme) throws IOException {
    List<String> codes =
        Pattern.compile("\\| (\\d{7}) \\|")
            .matcher(Files.readString(Path.of("src/test/resources/feishu-page/codes.md")))
            .results()
            .map(code -> code.group(1))
            .toList();

    assertThat(codes).hasSize(12);
    assertThat(Markdown.read(readme).text()).contains(spans(codes.stream()));
  }

  @ParameterizedTest
  @FieldSource("READMES")
  void the_commands_to_try_and_to_build_are_there(Path readme) throws IOException {
    assertThat(Markdown.read(readme).text()).contains("mvn -Pdemo", "mvn verify");
  }

  @Test
  void both_languages_have_the_same_sections() throws IOException {
    assertThat(Markdown.read(Markdown.CHINESE).headingLevels())
        .isEqualTo(Markdown.read(Markdown.ENGLISH).headingLevels());
  }

  @Test
  void both_languages_show_the_same_code() throws IOException {
    assertThat(Markdown.read(Markdown.CHINESE).codeBlocks())
        .isEqualTo(Markdown.read(Markdown.ENGLISH).codeBlocks());
  }

  @Test
  void both_languages_have_the_same_rows_in_their_tables() throws IOException {
    assertThat(firstCells(Markdown.CHINESE)).isEqualTo(firstCells(Markdown.ENGLISH));
  }

  /** What stands as code in the first cell; the words around it are the language's own. */
  private static List<List<String>> firstCells(Path readme) throws IOException {
    return Markdown.read(readme).tableRows().stream()
        .map(row -> row.isEmpty() ? "`end of table`" : row.get(0))
        .map(cell -> CODE_SPAN.matcher(cell).results().map(MatchResult::group).toList())
        .toList();
  }

  private static Stream<String> properties(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(component -> KebabCaseStrategy.INSTANCE.translate(component.getName()));
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
