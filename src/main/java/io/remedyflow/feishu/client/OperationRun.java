package io.remedyflow.feishu.client;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.http.Deadline;
import io.remedyflow.feishu.http.Interruption;
import io.remedyflow.ratelimit.Time;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One run of an operation: its deadline, the thread that makes its calls, and the call that is
 * under way. Safe for use by many threads.
 */
final class OperationRun {

  private final Duration allowed;
  private final Time time;
  private final Deadline deadline;
  private final LogContext logContext = LogContext.ofThisThread();
  private @Nullable Thread worker;
  private boolean givenUp;
  private volatile @Nullable Current current;

  OperationRun(Duration allowed, Time time) {
    this.allowed = allowed;
    this.time = time;
    deadline = Deadline.in(allowed, time);
  }

  /**
   * A call, for its report.
   *
   * @param personal the personal values of its request
   */
  record Current(Call call, Endpoint<?, ?> endpoint, List<PersonalValue> personal) {}

  /** How long the run may take. */
  Duration allowed() {
    return allowed;
  }

  /** How much of that is left. */
  Duration remaining() {
    return deadline.remaining();
  }

  /** The log context of the thread that created the run. */
  LogContext logContext() {
    return logContext;
  }

  /** The next call of the run, which may take the time that is left. */
  <Q> Current next(Endpoint<Q, ?> endpoint, Q request) {
    return next(endpoint, endpoint.personalValues(request));
  }

  /** The call that is under way, else the last one; if there was none, the one not begun. */
  <Q> Current last(Operation<Q, ?> operation, Q request) {
    Current last = current;
    return last == null
        ? next(operation.usualCalls().get(0), operation.personalValues(request))
        : last;
  }

  private Current next(Endpoint<?, ?> endpoint, List<PersonalValue> personal) {
    Current next = new Current(new Call(this, time, endpoint.isRepeatable()), endpoint, personal);
    current = next;
    return next;
  }

  /** The call that is under way, else the last one; null before the first. */
  @Nullable Current current() {
    return current;
  }

  /** Runs the work in this thread, which is interrupted if the run is given up. */
  void running(Runnable work) {
    begins(Thread.currentThread());
    try {
      work.run();
    } finally {
      ends();
    }
  }

  private synchronized void begins(Thread thread) {
    worker = thread;
    if (givenUp) {
      thread.interrupt();
    }
  }

  private synchronized void ends() {
    worker = null;
    var unused = Thread.interrupted(); // the thread goes on to another run
  }

  /** Gives up the run: no thread waits for it, and what is not sent yet is not sent. */
  synchronized void giveUp() {
    isLeftBehind();
    if (worker != null) {
      worker.interrupt();
    }
  }

  /** No thread waits for the run any more, and what is not sent yet is not sent. */
  synchronized void isLeftBehind() {
    givenUp = true;
  }

  /**
   * Does something, unless the run is given up.
   *
   * @throws FeishuException if it is
   */
  synchronized void unlessGivenUp(Runnable step) {
    if (givenUp) {
      throw Interruption.stopped(new CancellationException("given up before it was sent"));
    }
    step.run();
  }

  /** The failure of the run with the outcome of its last call, which may be unknown. */
  FeishuException failure(FeishuException e) {
    Current last = current;
    return last == null ? e : last.call().failure(e);
  }
}
