package io.remedyflow.feishu.client;

import io.remedyflow.feishu.FeishuException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The retry budget of one connection's calls: limits repeats, since otherwise an outage would cause
 * three times the load. Once it is used up, a call fails after its first attempt; first attempts
 * cost nothing. Safe for use by many threads.
 *
 * <p>Numbers and rules are those of the AWS SDKs' standard retry quota, proven for years under
 * loads far above fifty calls a second. A repeat that succeeds refunds its cost: single failures of
 * a working Feishu cost nothing. A full budget pays for a hundred repeats without success, so an
 * outage at fifty calls a second uses it up within a second. Every call that needs no repeat adds a
 * little, so the budget lasts indefinitely if one call in eleven fails with all its repeats. A
 * repeat after a timeout costs double, since it held a thread for seconds.
 */
final class RetryBudget {

  static final int CAPACITY = 500;
  static final int RETRY = 5;
  static final int RETRY_AFTER_TIMEOUT = 10;

  /** What a call that needed no repeat adds. */
  static final int REFUND = 1;

  private final AtomicInteger left = new AtomicInteger(CAPACITY);

  /**
   * Pays for one repeat.
   *
   * @return the cost, refunded if the repeat succeeds; 0 if too little is left, and the repeat must
   *     not be made
   */
  int spendOn(FeishuException failure) {
    int cost = failure.getCause() instanceof InterruptedIOException ? RETRY_AFTER_TIMEOUT : RETRY;
    int before = left.getAndUpdate(amount -> amount < cost ? amount : amount - cost);
    return before < cost ? 0 : cost;
  }

  /**
   * A call succeeded.
   *
   * @param spent what its last repeat cost; 0 if it needed none
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
