package io.remedyflow.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remedyflow.camunda.FeishuTask;
import io.remedyflow.camunda.FeishuTasks;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.remedy.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract is written once, in the code. Templates, the Modeler's hints and the tables of the
 * documents are made from it; with {@code -Ddocs.write=true} these tests write them.
 */
class ContractFilesTest {

  private static final Path LINT = Path.of("src/modeler/remedyflow-lint/client.js");

  /** A file, or a part of it between two marks, and what the contract makes of it. */
  record Made(Path file, String begin, String end, String content) {

    String whole() throws IOException {
      if (begin.isEmpty()) {
        return content;
      }
      String text = Files.readString(file);
      Pattern part =
          Pattern.compile(Pattern.quote(begin) + ".*?" + Pattern.quote(end), Pattern.DOTALL);
      Matcher matcher = part.matcher(text);
      assertThat(matcher.find()).as("the marks %s and %s in %s", begin, end, file).isTrue();
      return text.substring(0, matcher.start())
          + begin
          + content
          + end
          + text.substring(matcher.end());
    }

    @Override
    public String toString() {
      return file + " " + begin;
    }
  }

  static Stream<Made> everything() {
    return Stream.concat(
        Stream.of(lint()),
        FeishuTasks.ALL.stream().map(FeishuTask::contract).flatMap(ContractFilesTest::of));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void what_is_checked_in_is_what_the_contract_makes(Made made) throws IOException {
    String content = made.whole();
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(made.file().getParent());
      Files.writeString(made.file(), content);
    }
    assertThat(made.file())
        .as("to write it anew: mvn test -Dtest=ContractFilesTest -Ddocs.write=true")
        .content()
        .isEqualTo(content);
  }

  private static Stream<Made> of(TaskContract contract) {
    String file = contract.template().id().replaceFirst("^io\\.remedyflow\\.", "") + ".json";
    return Stream.of(
            Stream.of(
                template(contract, Language.EN, Path.of("element-templates/en", file)),
                template(contract, Language.ZH_CN, Path.of("element-templates/zh-CN", file)),
                template(contract, Language.EN, Path.of("bpmn/.camunda/element-templates", file))),
            tables(contract, Language.EN, Path.of("src/docs/reference/contract.md")),
            tables(contract, Language.ZH_CN, Path.of("src/docs/reference/contract.zh-CN.md")))
        .flatMap(made -> made);
  }

  private static Made template(TaskContract contract, Language language, Path file) {
    return new Made(
        file, "", "", pretty(new ElementTemplate(contract, language).json(), "\n") + "\n");
  }

  private static Stream<Made> tables(TaskContract contract, Language language, Path page) {
    ContractTables tables = new ContractTables(contract, language);
    return Stream.of(
        table(contract, "inputs", tables.inputs(), page),
        table(contract, "outputs", tables.outputs(), page),
        table(contract, "statuses", tables.statuses(), page));
  }

  private static Made table(TaskContract contract, String name, String table, Path page) {
    return new Made(
        page,
        "<!-- made from the contract: %s of %s -->\n".formatted(name, contract.beanName()),
        "<!-- end -->",
        "\n" + table + "\n");
  }

  private static Made lint() {
    ObjectNode tables = new ObjectMapper().createObjectNode();
    FeishuTasks.ALL.forEach(task -> tables.set(task.beanName(), LintTables.of(task.contract())));
    return new Made(
        LINT,
        "  // Made from the contract: begin.\n",
        "  // Made from the contract: end.",
        "  const TASKS = " + pretty(tables, "\n  ") + ";\n");
  }

  private static String pretty(JsonNode json, String lineEnd) {
    DefaultIndenter indenter = new DefaultIndenter("  ", lineEnd);
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER));
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
