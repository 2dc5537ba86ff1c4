package io.remedyflow.camunda.contract;

import static java.util.stream.Collectors.joining;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.Language;
import java.util.List;
import java.util.stream.Stream;

/** The outputs that every task has under a name of its own. */
public final class CommonOutputs {

  private CommonOutputs() {}

  /**
   * The status of a task, described by its values.
   *
   * @param name the variable
   * @param answers the values for an answer
   */
  public static TaskOutput status(String name, List<TaskStatus> answers) {
    return new TaskOutput(
        name,
        OutputType.STRING,
        new BilingualText("Status", "状态"),
        new BilingualText(
            "Process variable for the status, on which the gateway after this task branches: %s. A condition reads <code>${%s == '%s'}</code>."
                .formatted(
                    values(answers, Language.EN, ", ", " (", ")"), name, answers.get(0).word()),
            "保存结果状态的流程变量，供后面的网关判断：%s。条件写法：<code>${%s == '%s'}</code>。"
                .formatted(
                    values(answers, Language.ZH_CN, "、", "（", "）"), name, answers.get(0).word())),
        new BilingualText("one of the statuses below", "下表中的状态之一"));
  }

  /** Feishu's code, under the name of a task. */
  public static TaskOutput errorCode(String name) {
    return new TaskOutput(
        name,
        OutputType.INTEGER,
        new BilingualText("Feishu's code", "飞书错误码"),
        new BilingualText(
            "Process variable for the code Feishu answered with: <code>0</code> for success, empty if Feishu was not reached.",
            "保存飞书返回码的流程变量：<code>0</code> 表示成功；未能访问飞书时为空。"),
        new BilingualText(
            "[Feishu's code](codes.md), 0 on success; null where no call was made, Feishu was not reached, or its reply had no code",
            "[飞书错误码](codes.zh-CN.md)，成功为 0；没有发起调用、未连上飞书或响应中没有错误码时为 null"));
  }

  /**
   * What happened and what to do, under the name of a task.
   *
   * @param silent the statuses without a message
   */
  public static TaskOutput message(String name, String... silent) {
    String en = Stream.of(silent).map(word -> "`" + word + "`").collect(joining(", "));
    String zhCn = Stream.of(silent).map(word -> "`" + word + "`").collect(joining("、"));
    return new TaskOutput(
        name,
        OutputType.STRING,
        new BilingualText("Explanation", "说明"),
        new BilingualText(
            "Process variable for a sentence that says what happened and what to do about it. Worth showing in a form.",
            "保存说明文字的流程变量：发生了什么、该怎么办。适合显示在表单中。"),
        new BilingualText(
            "what happened and what to do; null with " + en, "发生了什么、该怎么办；" + zhCn + " 时为 null"));
  }

  private static String values(
      List<TaskStatus> answers, Language language, String comma, String open, String close) {
    return Stream.concat(
            answers.stream(), Stream.of(CommonStatuses.REJECTED, CommonStatuses.UNAVAILABLE))
        .map(
            status ->
                "<code>%s</code>%s%s%s"
                    .formatted(
                        status.word(), open, status.meaning().in(language).replace("`", ""), close))
        .collect(joining(comma));
  }
}
