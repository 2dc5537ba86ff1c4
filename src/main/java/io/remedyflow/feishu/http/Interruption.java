package io.remedyflow.feishu.http;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.remedy.BilingualText;
import java.util.concurrent.CancellationException;

/** A call that ends early, because its thread is interrupted or its connection is closed. */
public final class Interruption {

  private Interruption() {}

  /** The thread was interrupted: restores its flag and leaves the work for a later retry. */
  public static FeishuException of(Exception e) {
    Thread.currentThread().interrupt();
    return stopped(e);
  }

  /** Throws if this thread is interrupted, because a request sent now would be of no use. */
  public static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw of(new CancellationException("interrupted before it was sent"));
    }
  }

  /** The connection is closed: leaves the work for a later retry or another node. */
  public static FeishuException stopped(Exception e) {
    return FeishuException.interrupted(
        new BilingualText(
            "The call was interrupted, as happens when the engine shuts down.",
            "调用被中断，通常是因为引擎正在关闭。"),
        e);
  }
}
