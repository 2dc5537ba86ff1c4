package io.remedyflow.feishu.client;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.http.Interruption;
import io.remedyflow.feishu.http.Sending;
import io.remedyflow.ratelimit.NoPermitException;
import io.remedyflow.ratelimit.RateLimiter;

/**
 * Permission to send one request of a call. It is taken before an HTTP connection is, so no
 * connection is held during the wait. It is checked again when the request is about to be sent,
 * since opening a new connection takes time.
 */
final class Permit implements Sending {

  private final RateLimiter limiter;
  private final Call call;
  private final RecentLatency latency;
  private long at;
  private boolean refused;

  Permit(RateLimiter limiter, Call call, RecentLatency latency) {
    this.limiter = limiter;
    this.call = call;
    this.latency = latency;
  }

  /**
   * Waits for the permit.
   *
   * @throws FeishuException if it comes too late for the call
   */
  void take() {
    call.waiting(() -> at = granted(() -> limiter.acquire(call::patience)));
  }

  @Override
  public void begins() {
    try {
      call.waiting(() -> at = granted(() -> limiter.use(at, call::patience)));
      call.letGo();
    } catch (RuntimeException | Error e) {
      refused = true;
      call.sendsNot();
      throw e;
    }
  }

  /** A wait for a permit. */
  @FunctionalInterface
  private interface Wait {
    long permit() throws InterruptedException, NoPermitException;
  }

  private long granted(Wait wait) {
    try {
      return wait.permit();
    } catch (NoPermitException e) {
      throw RateLimitFailures.of(e, call);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  @Override
  public void isAnswered(boolean overNewConnection) {
    latency.saw(limiter.answered(at, overNewConnection));
  }

  /** Whether the request was not sent: its permit had become invalid, and no other came in time. */
  boolean isRefused() {
    return refused;
  }
}
