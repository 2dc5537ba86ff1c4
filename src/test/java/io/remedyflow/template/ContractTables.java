package io.remedyflow.template;

import static java.util.stream.Collectors.joining;

import io.remedyflow.camunda.contract.Binding;
import io.remedyflow.camunda.contract.OutputType;
import io.remedyflow.camunda.contract.TaskContract;
import io.remedyflow.camunda.contract.TaskField;
import io.remedyflow.camunda.contract.TaskOutput;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.Language;
import java.util.Arrays;
import java.util.stream.Stream;

/** Makes the tables of the contract's page from the contract of a task. */
final class ContractTables {

  private final TaskContract contract;
  private final Language language;

  ContractTables(TaskContract contract, Language language) {
    this.contract = contract;
    this.language = language;
  }

  String inputs() {
    String rows =
        contract.fields().stream()
            .filter(field -> field.binding() == Binding.INPUT_PARAMETER)
            .map(this::row)
            .collect(joining());
    return head("Input", "输入", "Accepts", "可接受的值", "When absent or blank", "缺失或为空时") + rows;
  }

  private String row(TaskField field) {
    return row(code(field.name()), text(field.accepts()), text(field.whenAbsent()));
  }

  String outputs() {
    String rows =
        contract.results().all().stream()
            .map(output -> row(code(output.name()), type(output), text(output.meaning())))
            .collect(joining());
    return head("Output", "输出", "Type", "类型", "Holds", "内容") + rows;
  }

  private String type(TaskOutput output) {
    boolean mayBeNull =
        output.type() == OutputType.INTEGER
            || (output.type() == OutputType.STRING && !output.equals(contract.results().status()));
    String type =
        switch (output.type()) {
          case STRING -> "String";
          case INTEGER, COUNT -> "Integer";
          case JSON -> text("Json (Spin), always an array", "Json（Spin），始终是数组");
        };
    return mayBeNull ? type + text(" or null", " 或 null") : type;
  }

  String statuses() {
    String name = contract.results().status().name();
    String rows =
        contract.results().statuses().stream()
            .map(
                status ->
                    row(
                        code(status.word()),
                        text(status.meaning()),
                        code("${%s == '%s'}".formatted(name, status.word()))))
            .collect(joining());
    return head(code(name), code(name), "Meaning", "含义", "Condition for the gateway", "网关条件")
        + rows;
  }

  /** Pairs of headings, English and Chinese. */
  private String head(String... headings) {
    String[] chosen =
        Stream.iterate(0, n -> n < headings.length, n -> n + 2)
            .map(n -> text(headings[n], headings[n + 1]))
            .toArray(String[]::new);
    return row(chosen) + row(Arrays.stream(chosen).map(any -> "---").toArray(String[]::new));
  }

  private static String row(String... cells) {
    return Stream.of(cells).collect(joining(" | ", "| ", " |\n"));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private String text(BilingualText text) {
    return text.in(language);
  }

  private String text(String en, String zhCn) {
    return text(new BilingualText(en, zhCn));
  }
}
