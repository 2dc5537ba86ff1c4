package io.remedyflow.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Steps of other processes, or listeners, which are counted and may be held. */
public final class Steps implements JavaDelegate, ExecutionListener {

  public static final AtomicInteger begun = new AtomicInteger();
  public static final AtomicInteger done = new AtomicInteger();

  /** How many there were at once. */
  public static final AtomicInteger most = new AtomicInteger();

  private static final long TAKES_MILLIS = 30;
  private static volatile CountDownLatch held = new CountDownLatch(0);

  /** From now on they wait, until they are let go. */
  public static void hold() {
    held = new CountDownLatch(1);
  }

  public static void letGo() {
    held.countDown();
  }

  public static void reset() {
    letGo();
    begun.set(0);
    done.set(0);
    most.set(0);
  }

  @Override
  public void execute(DelegateExecution execution) throws InterruptedException {
    most.accumulateAndGet(begun.incrementAndGet() - done.get(), Math::max);
    held.await();
    Thread.sleep(TAKES_MILLIS);
    done.incrementAndGet();
  }

  @Override
  public void notify(DelegateExecution execution) throws InterruptedException {
    execute(execution);
  }
}
