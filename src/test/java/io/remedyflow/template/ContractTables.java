package io.remedyflow.template;

import static java.util.stream.Collectors.joining;

import io.remedyflow.camunda.contract.Binding;
import io.remedyflow.camunda.contract.CommonFields;
import io.remedyflow.camunda.contract.CommonStatuses;
import io.remedyflow.camunda.contract.ElementField;
import io.remedyflow.camunda.contract.FaultAction;
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

  String task() {
    return text(
            """
        | | |
        | --- | --- |
        | Task | a service task, send task, business rule task or message throw event with the delegate expression `${%s}` |
        | Element template | `%s`, with the same ID in both languages; it switches *Asynchronous before* on |
        | Retry cycle | extension property `%s`, by default `%s`; a native `camunda:failedJobRetryTimeCycle` wins |
        | Multi-instance | not on the task itself: put the task into a subprocess, and mark that ([example](../designers/gallery.md#many-days-one-after-the-other)) |
        """,
            """
        | | |
        | --- | --- |
        | 任务 | 委托表达式为 `${%s}` 的服务任务、发送任务、业务规则任务或消息抛出事件 |
        | 元素模板 | `%s`，两种语言的 ID 相同；模板会勾选 *Asynchronous before* |
        | 重试周期 | 扩展属性 `%s`，默认为 `%s`；如果设置了原生的 `camunda:failedJobRetryTimeCycle`，则以它为准 |
        | 多实例 | 不能设在任务本身：请把任务放进子流程，将子流程设为多实例（[示例](../designers/gallery.zh-CN.md#多天依次查询)） |
        """)
        .formatted(
            contract.beanName(),
            contract.template().id(),
            CommonFields.RETRY_CYCLE,
            CommonFields.DEFAULT_RETRY_CYCLE);
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
    return mayBeNull ? orNull(type) : type;
  }

  private String orNull(String type) {
    return type + text(" or null", " 或 null");
  }

  String elements(TaskOutput output) {
    String rows =
        output.elements().stream()
            .map(
                field ->
                    row(
                        code(field.name()),
                        type(field),
                        code(text(field.example())),
                        text(field.meaning())))
            .collect(joining());
    return text(
                "Each object in `%s` has all of these fields; null means that Feishu sent no value.\n\n",
                "`%s` 中的每一项都有以下全部字段；null 表示飞书未返回该值。\n\n")
            .formatted(output.name())
        + head("Field", "字段", "Type", "类型", "Example", "示例", "Meaning", "含义")
        + rows;
  }

  private String type(ElementField field) {
    String type =
        switch (field.type()) {
          case STRING -> "String";
          case INTEGER -> "Integer";
          case BOOLEAN -> "Boolean";
        };
    return field.nullable() ? orNull(type) : type;
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

  String faults() {
    return text(
            """
            | `%s`, `%s` | What happens |
            | --- | --- |
            | `%s` | the job has no retries left and an incident; its text says what to do |
            | `%s` | the process continues with the status `%s` or `%s` |
            | `%s` | a boundary event for the error code `%s` or `%s` catches it |
            """,
            """
            | `%s`、`%s` | 结果 |
            | --- | --- |
            | `%s` | 作业的重试次数归零，并产生 incident（异常待处理）；其文字写明处理办法 |
            | `%s` | 流程以状态 `%s` 或 `%s` 继续 |
            | `%s` | 由错误码为 `%s` 或 `%s` 的边界事件捕获 |
            """)
        .formatted(
            CommonFields.ON_REJECTION,
            CommonFields.ON_FAILURE,
            FaultAction.INCIDENT.word(),
            FaultAction.CONTINUE.word(),
            CommonStatuses.REJECTED.word(),
            CommonStatuses.UNAVAILABLE.word(),
            FaultAction.BPMN_ERROR.word(),
            contract.errors().rejected(),
            contract.errors().unavailable());
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
