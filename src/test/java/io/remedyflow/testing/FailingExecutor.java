package io.remedyflow.testing;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/** An executor that has no thread for once, as where the machine has no more of them. */
public final class FailingExecutor implements Executor {

  private final Executor usual;
  private final AtomicReference<Class<? extends Throwable>> next = new AtomicReference<>();

  public FailingExecutor(Executor usual) {
    this.usual = usual;
  }

  /** Throws this for the next task. */
  public void failsOnce(Class<? extends Throwable> thrown) {
    next.set(thrown);
  }

  @Override
  public void execute(Runnable task) {
    Class<? extends Throwable> thrown = next.getAndSet(null);
    if (thrown == null) {
      usual.execute(task);
    } else if (thrown == OutOfMemoryError.class) {
      throw new OutOfMemoryError("unable to create native thread");
    } else {
      throw new java.util.concurrent.RejectedExecutionException("no");
    }
  }
}
