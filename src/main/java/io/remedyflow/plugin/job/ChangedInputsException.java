package io.remedyflow.plugin.job;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CallFailedException;

/**
 * A call that writes was made with inputs that are not those of the task: its expressions have
 * yielded something else when the task began. It is not made a second time.
 */
final class ChangedInputsException extends CallFailedException {

  private static final BilingualText TEXT =
      new BilingualText(
          "The inputs of the task yielded other values when the task began than when its call was made, so the answer is not used and no second call is made. Use expressions that yield the same value each time. Check in Feishu whether the call took effect.",
          "任务开始时，输入表达式的值与发起调用时不同，因此没有使用该次调用的结果，也没有再次调用。请使用每次结果都相同的表达式，并在飞书中确认该次调用是否已生效。");

  ChangedInputsException() {
    super(TEXT, false, null, null, null, false, null);
  }

  @Override
  public boolean outcomeUnknown() {
    return true;
  }
}
