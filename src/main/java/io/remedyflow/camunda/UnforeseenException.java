package io.remedyflow.camunda;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CallFailedException;

/**
 * A lookup failed with an unexpected exception: a bug in this program. It is worth a retry, as the
 * engine assumes for any unknown exception; at the last attempt, {@code onFailure} decides.
 */
final class UnforeseenException extends CallFailedException {

  UnforeseenException(RuntimeException cause) {
    super(explanation(cause.getClass().getSimpleName()), true, null, null, null, false, cause);
  }

  /** Only the stack trace shows the cause's message, because its content is unknown. */
  private static BilingualText explanation(String kind) {
    return new BilingualText(
        "The call failed unexpectedly (%s). If it happens again, report it to the maintainers of this plugin with the job's stack trace."
            .formatted(kind),
        "调用飞书时发生意外错误（%s）。若持续出现，请将作业的堆栈信息反馈给本插件的维护者。".formatted(kind));
  }
}
