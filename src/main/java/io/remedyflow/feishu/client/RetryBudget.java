package io.remedyflow.feishu.client;

import io.remedyflow.feishu.FeishuException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the calls of one connection may spend on asking again, so that an outage is not met with
 * three times the load. Once it is used up, a call fails after its first attempt; first attempts
 * cost nothing. Safe for use by many threads.
 *
 * <p>Numbers and rules are those of the AWS SDKs' standard retry quota, which have held for years
 * under loads far above fifty calls a second. A repeat that succeeds gives back what it cost: stray
 * failures of a working Feishu cost nothing. Full, the budget pays for a hundred repeats in vain,
 * so that an outage at fifty calls a second uses it up within a second; and as every call that
 * needs no repeat brings in a little, one call in eleven may fail for good with all its repeats,
 * for ever. A repeat after a timeout costs double, since it held a thread for seconds.
 */
final class RetryBudget {

  static final int CAPACITY = 500;
  static final int RETRY = 5;
  static final int RETRY_AFTER_TIMEOUT = 10;

  /** What a call that needed no repeat brings in. */
  static final int REFUND = 1;

  private final AtomicInteger left = new AtomicInteger(CAPACITY);

  /**
   * Pays for one repeat.
   *
   * @return what it cost, to be given back if it succeeds; 0 if there is not enough left, so that
   *     it must not be made
   */
  int spendOn(FeishuException failure) {
    int cost = failure.getCause() instanceof InterruptedIOException ? RETRY_AFTER_TIMEOUT : RETRY;
    int before = left.getAndUpdate(amount -> amount < cost ? amount : amount - cost);
    return before < cost ? 0 : cost;
  }

  /**
   * A call succeeded.
   *
   * @param spent what its last repeat cost; 0 where it needed none
   */
  void succeeded(int spent) {
    int back = Math.max(spent, REFUND);
    left.updateAndGet(amount -> Math.min(CAPACITY, amount + back));
  }

  /** What is left, from 0 to 1. */
  double left() {
    return (double) left.get() / CAPACITY;
  }
}
