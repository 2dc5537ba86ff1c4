package io.remedyflow.plugin.job;

import io.remedyflow.feishu.attendance.AllowedRemediesEndpoint;
import io.remedyflow.feishu.client.FeishuConnection;
import io.remedyflow.plugin.job.TaskCalls.TaskCall;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The call of one job: under way, or answered. Equal to nothing but itself. */
final class PendingCall {

  /** Where calls take longer of late, no job thread waits for one at all. */
  static final Duration QUICK = Duration.ofMillis(80);

  /** For how long a job thread waits where calls are quick: one of them may not be. */
  static final Duration BRIEFLY = Duration.ofMillis(120);

  private final FeishuConnection connection;
  private final RemedyQuery query;
  private final CompletableFuture<RemedyOutcome> answer;
  private boolean ofNoUse;
  private volatile boolean used;

  private PendingCall(TaskCall call, CompletableFuture<RemedyOutcome> answer) {
    this.connection = call.connection();
    this.query = call.query();
    this.answer = answer;
  }

  /** Begins the call, on its connection's threads. */
  static PendingCall begin(TaskCall call) {
    return new PendingCall(
        call, call.connection().begin(AllowedRemediesEndpoint.INSTANCE, call.query()));
  }

  /**
   * Waits briefly where calls are quick of late, which keeps such a task in one transaction.
   *
   * @return whether the task can go on
   */
  boolean isAnsweredBriefly() {
    if (answer.isDone()) {
      return true;
    }
    if (connection.usualLatency().compareTo(QUICK) > 0) {
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

  /** Whether it is the one that a task is about to make. */
  boolean isOf(RemedyConnection asked, RemedyQuery question) {
    return connection.name().equals(asked.name()) && query.equals(question);
  }

  CompletableFuture<RemedyOutcome> answer() {
    return answer;
  }

  /**
   * Waits for its end, which is nearly always there.
   *
   * @throws io.remedyflow.remedy.InvalidRemedyRequestException as the call did
   * @throws io.remedyflow.remedy.RemedyLookupException as the call did, or if this thread is
   *     interrupted
   */
  RemedyOutcome outcome() {
    used = true;
    return FeishuConnection.await(answer);
  }

  /** The task asks something else: its inputs have changed, or change with each look at them. */
  void isOfNoUse() {
    ofNoUse = true;
  }

  boolean wasOfNoUse() {
    return ofNoUse;
  }

  /** It is forgotten. */
  void isForgotten() {
    if (!used && isAnswered()) {
      connection.answerIsUnused();
    }
  }

  /** Whether there is an answer that another run of the job could use as well. */
  boolean isAnswered() {
    return answer.isDone() && !answer.isCompletedExceptionally();
  }

  /** How much there is to remember. */
  int slots() {
    RemedyOutcome outcome = isAnswered() ? answer.join() : null;
    return outcome instanceof RemedyOutcome.Available available ? available.slots().size() : 0;
  }

  /** How long it may still take, and then some. */
  Duration atMost() {
    return connection.settings().callDeadline();
  }
}
