package io.remedyflow.camunda;

import io.remedyflow.camunda.NextStep.LastAttempt;
import io.remedyflow.camunda.NextStep.Reschedule;
import io.remedyflow.camunda.NextStep.Retry;
import io.remedyflow.camunda.NextStep.Stop;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CallFailedException;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.RequestRejectedException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A fault and its message for people.
 *
 * @param circumstances the task, the connection and the request
 * @param explanation what happened, why, and what to do
 * @param code Feishu's code, or null
 * @param logId Feishu's log id, or null
 * @param next what the engine does next
 * @param cause what was thrown
 */
record Fault(
    Circumstances circumstances,
    BilingualText explanation,
    @Nullable Integer code,
    @Nullable String logId,
    NextStep next,
    RuntimeException cause) {

  /** How much of a message the engine keeps, in UTF-16 units; the reference must fit in it. */
  private static final int MESSAGE_AT_MOST = 666;

  private static final BilingualText NOTHING_TO_DO = new BilingualText("", "");

  /** What to do with the job after the cause is fixed. */
  private static final BilingualText THEN_RETRY =
      new BilingualText(" Then retry the job.", "处理后请重试该作业。");

  private static final BilingualText UNLESS_DONE =
      new BilingualText(" If it did not, retry the job.", "若未生效，请重试该作业。");

  private static final BilingualText THEN_MIGRATE =
      new BilingualText(
          " Deploy the corrected model, migrate the instance to it, then retry the job.",
          "请部署修正后的模型，将流程实例迁移到新版本，然后重试该作业。");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss VV");

  static Fault of(RequestRejectedException e, Circumstances circumstances) {
    return new Fault(circumstances, e.explanation(), e.code(), e.logId(), new Stop(), e);
  }

  static Fault of(CallFailedException e, Circumstances circumstances, NextStep next) {
    return new Fault(circumstances, e.explanation(), e.code(), e.logId(), next, e);
  }

  /** What happened, why, and what to do. */
  String text() {
    return explanation.in(circumstances.language());
  }

  /** The exception that ends the attempt, with an incident or a retry. */
  TaskFailedException incident() {
    return new TaskFailedException(withReference(codeFirst() + text(), job()), next, cause);
  }

  private BilingualText job() {
    if (!next.isEnd()) {
      return NOTHING_TO_DO;
    }
    return mustNotBeRepeated() ? UNLESS_DONE : THEN_RETRY;
  }

  /** Whether a second call could do what the first one has done already. */
  private boolean mustNotBeRepeated() {
    return cause instanceof CallFailedException failure
        && failure.outcomeUnknown()
        && !failure.retryable();
  }

  /** The incident that replaces an uncaught BPMN error, which would end the instance silently. */
  TaskFailedException uncaught(String errorCode) {
    BilingualText advice =
        new BilingualText(
            "No event catches the BPMN error %s of task '%s', so the instance would have ended silently. Add a boundary event, or choose another onRejection or onFailure. Cause: "
                .formatted(errorCode, circumstances.task()),
            "没有事件捕获任务“%2$s”抛出的 BPMN 错误 %1$s；为避免流程实例无提示地结束，已改为产生 incident。请添加边界事件，或修改 onRejection / onFailure。原因："
                .formatted(errorCode, circumstances.task()));
    return new TaskFailedException(
        withReference(advice.in(circumstances.language()) + codeFirst() + text(), THEN_MIGRATE),
        new Stop(),
        cause);
  }

  /** The code comes first: a list of incidents shows only the first words. */
  private String codeFirst() {
    return code == null
        ? ""
        : new BilingualText(code + ": ", code + "：").in(circumstances.language());
  }

  private String withReference(String sentence, BilingualText job) {
    BilingualText parts = circumstances.reference(code, logId).with(", ", "，", outlook());
    String reference =
        new BilingualText(
                job.en() + " [" + parts.en() + "]", job.zhCn() + " [" + parts.zhCn() + "]")
            .in(circumstances.language());
    return CleanText.of(sentence, MESSAGE_AT_MOST - reference.length()) + reference;
  }

  /** The attempt's number, and when the next attempt is. */
  private BilingualText outlook() {
    if (next instanceof Retry retry) {
      return count(retry.number(), retry.total()).with(", ", "，", time(retry.at()));
    }
    if (next instanceof Reschedule reschedule) {
      return new BilingualText("no retry lost", "不消耗重试次数").with(", ", "，", time(reschedule.at()));
    }
    return next instanceof LastAttempt last
        ? count(last.total(), last.total())
        : new BilingualText("not retried", "不重试");
  }

  private static BilingualText count(int number, int total) {
    return new BilingualText(
        "attempt %d of %d".formatted(number, total), "第 %d 次，共 %d 次".formatted(number, total));
  }

  private BilingualText time(Instant at) {
    String time = TIME.format(at.atZone(circumstances.zone()));
    return new BilingualText("next " + time, "下次 " + time);
  }
}
