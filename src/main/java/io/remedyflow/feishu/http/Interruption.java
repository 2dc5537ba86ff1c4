package io.remedyflow.feishu.http;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.remedy.BilingualText;
import java.util.concurrent.CancellationException;

/** A call that is not seen through, because the thread or the connection is told to stop. */
public final class Interruption {

  private Interruption() {}

  /** The thread was interrupted: its flag is restored, and the work left for a later attempt. */
  public static FeishuException of(Exception e) {
    Thread.currentThread().interrupt();
    return stopped(e);
  }

  /** Throws, if this thread is interrupted: what it is about to send is then of use to nobody. */
  public static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw of(new CancellationException("interrupted before it was sent"));
    }
  }

  /** The connection is closed: the work is left for a later attempt, or another node. */
  public static FeishuException stopped(Exception e) {
    return FeishuException.interrupted(
        new BilingualText(
            "The call was interrupted, as happens when the engine shuts down.",
            "调用被中断，通常是因为引擎正在关闭。"),
        e);
  }
}
