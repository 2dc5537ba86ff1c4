package io.remedyflow.plugin.job;

import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.plugin.job.TaskCalls.TaskCall;
import io.remedyflow.plugin.reservation.TaskRateLimit;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The call of one job, under way or answered. Compared by identity. */
final class PendingCall<A> {

  /** If recent calls take longer than this, a job thread does not wait for a call. */
  static final Duration QUICK = Duration.ofMillis(80);

  /** How long a job thread waits if recent calls are quick: a single call may be slow. */
  static final Duration BRIEFLY = Duration.ofMillis(120);

  private final TaskRateLimit limit;
  private final Request<A> request;
  private final CompletableFuture<A> answer;
  private boolean unused;
  private volatile boolean used;

  private PendingCall(TaskCall<A> call, CompletableFuture<A> answer) {
    this.limit = call.limit();
    this.request = call.request();
    this.answer = answer;
  }

  /** Begins the call, on its connection's threads. */
  static <A> PendingCall<A> begin(TaskCall<A> call) {
    return new PendingCall<>(call, call.begin().get());
  }

  /**
   * Waits briefly if recent calls are quick, which keeps such a task in one transaction.
   *
   * @return whether the task can go on
   */
  boolean isAnsweredBriefly() {
    if (answer.isDone()) {
      return true;
    }
    if (limit.usualLatency().compareTo(QUICK) > 0) {
      return false;
    }
    try {
      answer.get(BRIEFLY.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true; // with a failure, which the task will handle
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true; // which the task will notice
    }
  }

  /** This call, if it is the one that a task is about to make; else empty. */
  @SuppressWarnings("unchecked") // equal requests have the same type of answer
  <B> Optional<PendingCall<B>> ifOf(RemedyConnection asked, Request<B> other) {
    return limit.connection().name().equals(asked.name()) && request.equals(other)
        ? Optional.of((PendingCall<B>) this)
        : Optional.empty();
  }

  CompletableFuture<A> answer() {
    return answer;
  }

  /**
   * Waits for the call's end, which nearly always has come already.
   *
   * @throws io.remedyflow.remedy.RequestRejectedException if the call threw it
   * @throws io.remedyflow.remedy.CallFailedException if the call threw it, or if this thread is
   *     interrupted
   */
  A outcome() {
    used = true;
    return FeishuConnection.await(answer);
  }

  /**
   * Notes that the task makes another call: its inputs have changed, or change at each evaluation.
   */
  void isUnused() {
    unused = true;
  }

  /** Whether the call may be made again. */
  boolean isRepeatable() {
    return !limit.operation().writes();
  }

  boolean wasUnused() {
    return unused;
  }

  /** Notes that this call is forgotten, and counts an answer that was not used. */
  void isForgotten() {
    if (!used && isAnswered()) {
      limit.connection().answerIsUnused();
    }
  }

  /** Whether there is an answer that another run of the job can use as well. */
  boolean isAnswered() {
    return answer.isDone() && !answer.isCompletedExceptionally();
  }

  /** The number of elements in the answer; 0 if there is no answer. */
  int elements() {
    return isAnswered() ? request.elements(answer.join()) : 0;
  }

  /** The longest time that the call may take. */
  Duration atMost() {
    return limit.connection().settings().callDeadline();
  }
}
