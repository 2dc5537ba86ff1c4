package io.remedyflow.camunda;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.RemedyLookupException;

/**
 * A lookup failed as no lookup should: a fault of this program. Worth retrying, as an engine holds
 * of any exception that it does not know, and in the end {@code onFailure}'s to deal with.
 */
final class UnforeseenException extends RemedyLookupException {

  UnforeseenException(RuntimeException cause) {
    super(explanation(cause.getClass().getSimpleName()), true, null, null, null, false, cause);
  }

  /** The cause's message is left to the stack trace: nobody knows what stands in it. */
  private static BilingualText explanation(String kind) {
    return new BilingualText(
        "Asking Feishu failed for a reason that was not foreseen (%s). If it goes on, report it to the maintainers of this plugin with the job's stack trace."
            .formatted(kind),
        "调用飞书时发生意外错误（%s）。若持续出现，请将作业的堆栈信息反馈给本插件的维护者。".formatted(kind));
  }
}
