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
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.tasks.FeishuTasks;
import io.remedyflow.remedy.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract is written once, in the code. Templates, the Modeler's hints and the tables of the
 * documents are made from it; with {@code -Ddocs.write=true} these tests write them.
 */
class ContractFilesTest {

  private static final Path LINT = Path.of("src/modeler/remedyflow-lint/client.js");
  private static final String COMMAND = "mvn test -Dtest=ContractFilesTest -Ddocs.write=true";

  /** Models of older versions of the templates, and models made by hand. */
  private static final Path KEPT_AS_MADE = Path.of("src/test/resources/models");

  /**
   * A file, and what the contract makes of the text that it has.
   *
   * @param part what of the file is made; empty for all of it
   */
  record Made(Path file, String part, UnaryOperator<String> change) {

    @Override
    public String toString() {
      return part.isEmpty() ? file.toString() : file + " (" + part + ")";
    }
  }

  static Stream<Made> everything() throws IOException {
    Stream<Made> ofTasks =
        FeishuTasks.ALL.stream().map(FeishuTask::contract).flatMap(ContractFilesTest::of);
    return Stream.of(Stream.of(lint()), ofTasks, models().stream()).flatMap(made -> made);
  }

  @ParameterizedTest
  @MethodSource("everything")
  void what_is_checked_in_is_what_the_contract_makes(Made made) throws IOException {
    Path file = made.file();
    String text = Files.exists(file) ? Files.readString(file) : "";
    String content = made.change().apply(text);
    if (Boolean.getBoolean("docs.write") && !content.equals(text)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    }
    assertThat(file)
        .as("%s: to write it anew, run: %s", made, COMMAND)
        .content()
        .isEqualTo(content);
  }

  private static Stream<Made> of(TaskContract contract) {
    String file = Template.fileName(contract);
    return Stream.of(
        template(contract, Language.EN, Path.of("element-templates/en", file)),
        template(contract, Language.ZH_CN, Path.of("element-templates/zh-CN", file)),
        template(contract, Language.EN, Path.of("bpmn/.camunda/element-templates", file)),
        page(contract, Language.EN, Path.of("src/docs/reference/contract.md")),
        page(contract, Language.ZH_CN, Path.of("src/docs/reference/contract.zh-CN.md")));
  }

  private static Made template(TaskContract contract, Language language, Path file) {
    String json = pretty(new ElementTemplate(contract, language).json(), "\n") + "\n";
    return new Made(file, "", any -> json);
  }

  private static Made page(TaskContract contract, Language language, Path file) {
    return new Made(file, contract.beanName(), new ContractSection(contract, language)::in);
  }

  /** An older version in a model would offer an update to everyone who opens it. */
  private static List<Made> models() throws IOException {
    try (Stream<Path> bpmn = Files.walk(Path.of("bpmn"));
        Stream<Path> src = Files.walk(Path.of("src"))) {
      return Stream.concat(bpmn, src)
          .filter(file -> file.toString().endsWith(".bpmn") && !file.startsWith(KEPT_AS_MADE))
          .sorted()
          .map(file -> new Made(file, "modelerTemplateVersion", ContractFilesTest::withVersions))
          .toList();
    }
  }

  private static String withVersions(String model) {
    String changed = model;
    for (FeishuTask<?, ?> task : FeishuTasks.ALL) {
      changed = AppliedVersions.newest(changed, task.contract().template());
    }
    return changed;
  }

  private static Made lint() {
    ObjectNode tables = new ObjectMapper().createObjectNode();
    FeishuTasks.ALL.forEach(task -> tables.set(task.beanName(), LintTables.of(task.contract())));
    Marks marks =
        new Marks("  // Made from the contract: begin.\n", "  // Made from the contract: end.");
    String script = "  const TASKS = " + pretty(tables, "\n  ") + ";\n";
    return new Made(LINT, "TASKS", text -> marks.replace(text, script));
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
