package io.remedyflow.feishu;

import io.remedyflow.feishu.Exchange.Sending;

/**
 * Leave to send one request of a call. It is taken before a connection is, so that nobody holds one
 * while waiting; and looked at again when the request is about to be sent, since a new connection
 * takes its time.
 */
final class Permit implements Sending {

  private final RequestPacer pacer;
  private final Call call;
  private final RecentLatency latency;
  private long at;
  private boolean refused;

  /**
   * @param latency is told how long the answer takes
   */
  Permit(RequestPacer pacer, Call call, RecentLatency latency) {
    this.pacer = pacer;
    this.call = call;
    this.latency = latency;
  }

  /**
   * Waits for the permit.
   *
   * @throws FeishuException if it comes too late for the call
   */
  void take() {
    call.waiting(() -> at = pacer.awaitTurn(call));
  }

  @Override
  public void begins() {
    boolean granted = false;
    try {
      call.waiting(() -> at = pacer.keepTurn(call, at));
      granted = true;
    } finally {
      if (!granted) {
        refused = true;
        call.sendsNot();
      }
    }
  }

  @Override
  public void isAnswered(boolean overNewConnection) {
    latency.saw(pacer.answeredNow(at, overNewConnection));
  }

  /** Whether the request was not sent, because the permit was gone and no other came in time. */
  boolean isRefused() {
    return refused;
  }
}
