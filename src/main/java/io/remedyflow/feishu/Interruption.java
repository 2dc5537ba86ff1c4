package io.remedyflow.feishu;

import io.remedyflow.remedy.BilingualText;

/** The job's thread was told to stop, as when the engine shuts down. */
final class Interruption {

  private Interruption() {}

  /** Restores the thread's flag, and leaves the work for a later attempt. */
  static FeishuException of(Exception e) {
    Thread.currentThread().interrupt();
    return FeishuException.passing(
        new BilingualText(
            "The call was interrupted, as happens when the engine shuts down.",
            "调用被中断，通常是因为引擎正在关闭。"),
        e);
  }
}
