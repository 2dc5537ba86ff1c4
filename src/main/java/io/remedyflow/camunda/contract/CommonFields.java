package io.remedyflow.camunda.contract;

import io.remedyflow.remedy.BilingualText;
import java.util.List;

/** The fields and outputs that all tasks have in common. */
public final class CommonFields {

  /** Input: name of a configured connection. */
  public static final String FEISHU_CONNECTION = "feishuConnection";

  /** Input: what a rejected request does, a {@link FaultAction}. */
  public static final String ON_REJECTION = "onRejection";

  /** Input: what a failure does at the last attempt, a {@link FaultAction}. */
  public static final String ON_FAILURE = "onFailure";

  /** Output, String or null: for Feishu's support. */
  public static final String FEISHU_LOG_ID = "feishuLogId";

  /** Extension property: the task's retry cycle. */
  public static final String RETRY_CYCLE = "io.remedyflow.retryCycle";

  /** The retry cycle if neither the task nor the engine sets one. */
  public static final String DEFAULT_RETRY_CYCLE = "PT10S,PT1M,PT10M";

  /** The attribute of the engine for the priority of the task's job. */
  static final String JOB_PRIORITY = "camunda:jobPriority";

  static final TaskOutput LOG_ID =
      new TaskOutput(
          FEISHU_LOG_ID,
          OutputType.STRING,
          new BilingualText("Feishu's log ID", "飞书日志 ID"),
          new BilingualText(
              "Process variable for the ID by which Feishu's support finds this call.",
              "保存本次调用日志 ID 的流程变量，联系飞书技术支持时请提供。"),
          new BilingualText(
              "the ID by which Feishu's support finds the call", "日志 ID（log id），飞书技术支持据此查找本次调用"));

  private static final String FAULTS = "trouble";
  private static final String CONNECTION = "connection";

  static final List<FieldGroup> GROUPS =
      List.of(
          new FieldGroup(FAULTS, new BilingualText("What to do when…", "出现问题时")),
          new FieldGroup("results", new BilingualText("Results", "结果")),
          new FieldGroup(CONNECTION, new BilingualText("Connection and retries", "连接与重试")));

  private static final String DURATION = "P(?=[T\\d])(?:\\d+[YMWD])*(?:T(?:\\d+[HMS])+)?";

  static final List<TaskField> CONNECTION_FIELDS =
      List.of(
          new TaskField(
              FEISHU_CONNECTION,
              Binding.INPUT_PARAMETER,
              CONNECTION,
              new BilingualText("Feishu connection", "飞书连接"),
              new BilingualText(
                  "Leave it empty, unless your engineers have set up more than one Feishu or Lark tenant and gave you a name, for example <code>subsidiary</code>.",
                  "一般留空。只有当工程师配置了多个飞书或 Lark 租户并告诉您连接名称时才填写，例如 <code>subsidiary</code>。"),
              List.of(),
              null,
              null,
              false,
              FieldPattern.optional(
                  "[A-Za-z0-9][A-Za-z0-9._-]*",
                  new BilingualText(
                      "Give the name of a connection, without blanks, or an expression such as ${connection}, or nothing.",
                      "请填写不含空格的连接名称，或表达式，例如 ${connection}，或留空。")),
              new BilingualText("the name of a configured connection", "已配置的连接名称"),
              new BilingualText("the tenant's connection, else `default`", "租户绑定的连接，否则 `default`")),
          new TaskField(
              RETRY_CYCLE,
              Binding.EXTENSION_PROPERTY,
              CONNECTION,
              new BilingualText("Waiting times between retries", "重试间隔"),
              new BilingualText(
                  "How long to wait before each retry when Feishu cannot be reached. <code>PT10S,PT1M,PT10M</code> means: after 10 seconds, then 1 minute, then 10 minutes. <code>R3/PT10S</code> means: three attempts in all, 10 seconds apart.",
                  "飞书无法访问时，每次重试前等待多久。<code>PT10S,PT1M,PT10M</code> 表示依次等待 10 秒、1 分钟、10 分钟；<code>R3/PT10S</code> 表示共尝试三次，每次间隔 10 秒。"),
              List.of(),
              DEFAULT_RETRY_CYCLE,
              null,
              true,
              new FieldPattern(
                  "^(?:"
                      + FieldPattern.EXPRESSION
                      + "|R[1-9]\\d*/"
                      + DURATION
                      + "|"
                      + DURATION
                      + "(?:\\s*,\\s*"
                      + DURATION
                      + ")*)$",
                  new BilingualText(
                      "Give waiting times such as PT10S,PT1M,PT10M, or a cycle such as R3/PT10S, or an expression such as ${retryCycle}.",
                      "请填写重试间隔，例如 PT10S,PT1M,PT10M，或周期，例如 R3/PT10S，或表达式，例如 ${retryCycle}。")),
              new BilingualText("waiting times, or a cycle (ISO 8601)", "重试间隔或周期（ISO 8601）"),
              new BilingualText(
                  "the engine's cycle, else `" + DEFAULT_RETRY_CYCLE + "`",
                  "引擎的重试周期，否则 `" + DEFAULT_RETRY_CYCLE + "`")),
          new TaskField(
              JOB_PRIORITY,
              Binding.ATTRIBUTE,
              CONNECTION,
              new BilingualText("Priority", "优先级"),
              new BilingualText(
                  "Leave it empty, unless this task is more urgent than others: a job with a priority above <code>0</code> does not queue behind a burst of other calls. A whole number, or an expression such as <code>${urgent ? 10 : 0}</code>.",
                  "一般不填。如果该任务比其他任务更紧急，可填大于 <code>0</code> 的整数：这样的作业不必排在大批调用之后。也可以填表达式，例如 <code>${urgent ? 10 : 0}</code>。"),
              List.of(),
              null,
              null,
              false,
              new FieldPattern(
                  "^(?:|-?\\d{1,9}|" + FieldPattern.EXPRESSION + ")$",
                  new BilingualText(
                      "Give a whole number such as 10, or an expression such as ${priority}, or nothing.",
                      "请填写整数，例如 10，或表达式，例如 ${priority}，或留空。")),
              new BilingualText("a whole number", "整数"),
              new BilingualText("`0`", "`0`")));

  /** What the Modeler accepts as the variable of an output: a name that expressions can use. */
  public static final FieldPattern VARIABLE =
      new FieldPattern(
          "^(?!(?:and|div|empty|eq|false|ge|gt|instanceof|le|lt|mod|ne|not|null|or|true)$)[A-Za-z_][A-Za-z0-9_]*$",
          new BilingualText(
              "Give the name of a process variable: only letters, digits and _, not starting with a digit, and not a reserved word of expressions such as empty or not.",
              "请填写流程变量名：只能用英文字母、数字和下划线，不能以数字开头，也不能是 empty、not 等表达式保留字。"));

  private CommonFields() {}

  static TaskField onRejection(TaskErrors errors) {
    return TaskField.choice(
        ON_REJECTION,
        FAULTS,
        new BilingualText("When the request is rejected", "请求有误时"),
        errors.rejection(),
        actions(CommonStatuses.REJECTED, errors.rejected()),
        new BilingualText(
            "`incident`, `continue` or `bpmnError`: what happens when the request is rejected",
            "`incident`、`continue` 或 `bpmnError`：请求有误时怎么办"));
  }

  static TaskField onFailure(TaskErrors errors) {
    return TaskField.choice(
        ON_FAILURE,
        FAULTS,
        new BilingualText("When Feishu gives no answer", "飞书没有答复时"),
        new BilingualText(
            "Feishu could not be reached or cannot be used, for example during an outage or without a permission, and either all retries are used up or a retry would not help.",
            "指飞书无法访问或无法使用（例如服务故障、缺少权限），且重试已全部用完，或重试没有意义。"),
        actions(CommonStatuses.UNAVAILABLE, errors.unavailable()),
        new BilingualText(
            "the same three words: what happens after a failure, once the retries are used up, or at once where no retry can help",
            "同上三个值：没有得到答复时（重试用完，或重试没有意义）怎么办"));
  }

  private static List<Choice> actions(TaskStatus status, String error) {
    return List.of(
        new Choice(
            FaultAction.INCIDENT.word(),
            new BilingualText(
                "Stop here with an incident, for an administrator",
                "停在此处并产生 incident（异常待处理），由管理员处理")),
        new Choice(
            FaultAction.CONTINUE.word(),
            new BilingualText(
                "Continue: the status is " + status.word(), "继续流程：状态为 " + status.word())),
        new Choice(
            FaultAction.BPMN_ERROR.word(),
            new BilingualText("Take the error boundary event " + error, "走错误边界事件 " + error)));
  }
}
