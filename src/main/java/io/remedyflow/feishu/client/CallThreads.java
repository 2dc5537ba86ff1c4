package io.remedyflow.feishu.client;

import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.DaemonThreads;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.http.DeadlineTimer;
import io.remedyflow.feishu.http.DeadlineTimer.Limit;
import io.remedyflow.feishu.http.HttpTransport;
import io.remedyflow.feishu.http.Interruption;
import io.remedyflow.remedy.BilingualText;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Runs the operations of one connection, each in a thread of the connection. What a call waits for
 * (a permit, a name server, a socket) blocks no other thread.
 *
 * <p>The caller waits for a future, which ends at the call's deadline. Nearly always the call
 * itself notices its deadline. What Java cannot interrupt, mainly the lookup of a host's name, is
 * left behind: the future ends a moment later without it.
 *
 * <p>Threads are created on demand, and end when they are idle. They are daemons with the plugin's
 * class loader. They are not virtual threads, though a later Java has them: the lookup of a name
 * holds the carrier thread, and the whole application has only as many of these as processors.
 */
final class CallThreads implements AutoCloseable {

  /** As many as HTTP connections: enough for fifty calls a second of five seconds each. */
  static final int AT_MOST = HttpTransport.CONNECTIONS_AT_MOST;

  /** The time for a call to notice its own deadline, and to fail with a more exact message. */
  private static final Duration GRACE = Duration.ofMillis(250);

  /** An estimate of the time until a thread is free again. */
  static final Duration BUSY_FOR = Duration.ofSeconds(1);

  private final DeadlineTimer timer;
  private final String host;
  private final ThreadPoolExecutor threads;
  private final Map<OperationRun, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();

  CallThreads(ConnectionSettings settings, DeadlineTimer timer) {
    this.timer = timer;
    host = settings.baseUrl().getAuthority();
    threads =
        new ThreadPoolExecutor(
            0,
            AT_MOST,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new DaemonThreads("remedyflow-call-" + settings.name()));
  }

  /**
   * Begins a call.
   *
   * @param work what the call does
   * @param leftBehind called for a call that does not notice its deadline, just before its future
   *     ends
   * @return the call's future, which ends soon after the deadline at the latest
   */
  <T> CompletableFuture<T> begin(
      OperationRun run, Supplier<T> work, Consumer<FeishuException> leftBehind) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    underWay.put(run, answer);
    boolean begun = false;
    try {
      Limit limit =
          timer.after(
              run.remaining().plus(GRACE),
              () -> run.logContext().run(() -> leaveBehind(answer, run, leftBehind)));
      Runnable ended =
          () -> {
            limit.lift();
            underWay.remove(run);
          };
      start(run, () -> complete(answer, work, ended), limit);
      begun = true;
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(isClosed() ? Interruption.stopped(e) : allBusy());
    } finally {
      if (!begun) {
        underWay.remove(run);
      }
    }
    if (isClosed()) {
      stop(run, answer);
    }
    return answer;
  }

  /** Starts the work; lifts its limit if it does not start, for example without a free thread. */
  private void start(OperationRun run, Runnable work, Limit limit) {
    try {
      threads.execute(() -> run.logContext().run(() -> run.running(work)));
    } catch (RuntimeException | Error e) {
      limit.lift();
      throw e;
    }
  }

  private static <T> void complete(CompletableFuture<T> answer, Supplier<T> work, Runnable ended) {
    T outcome;
    try {
      outcome = work.get();
    } catch (RuntimeException | Error e) {
      ended.run();
      answer.completeExceptionally(e);
      return;
    }
    ended.run();
    answer.complete(outcome);
  }

  private void leaveBehind(
      CompletableFuture<?> answer, OperationRun run, Consumer<FeishuException> leftBehind) {
    if (!answer.isDone()) {
      underWay.remove(run);
      run.isLeftBehind();
      FeishuException outOfTime = run.failure(FeishuException.silence(stuck(run)));
      leftBehind.accept(outOfTime);
      answer.completeExceptionally(outOfTime);
    }
  }

  private BilingualText stuck(OperationRun run) {
    return new BilingualText(
        "The call to %s took longer than the allowed %d s and could not be interrupted. Most likely the lookup of the host's name does not end: check this server's DNS."
            .formatted(host, run.allowed().toSeconds()),
        "对 %s 的调用超过了允许的 %d 秒，且无法中断。很可能是域名解析一直没有返回，请检查本服务器的 DNS。"
            .formatted(host, run.allowed().toSeconds()));
  }

  private FeishuException allBusy() {
    return FeishuException.answered(
            new BilingualText(
                "%d calls to %s are under way, the maximum of this connection. If this continues, Feishu or this server's DNS answers too slowly."
                    .formatted(AT_MOST, host),
                "到 %s 的 %d 个调用正在进行，已达到该连接的并发上限。若持续出现，说明飞书或本服务器的 DNS 响应过慢。"
                    .formatted(host, AT_MOST)))
        .rateLimited(Optional.of(BUSY_FOR))
        .build();
  }

  /**
   * Waits for the end of a call.
   *
   * @param interrupted makes the failure of a caller that is interrupted while it waits
   * @throws FeishuException also if this thread is interrupted
   */
  static <T> T await(CompletableFuture<T> answer, UnaryOperator<FeishuException> interrupted) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      throw interrupted.apply(Interruption.of(e));
    }
  }

  /** Whether no thread is free for another call; calls that were left behind still hold theirs. */
  boolean areAllBusy() {
    return threads.getPoolSize() >= AT_MOST && threads.getActiveCount() >= AT_MOST;
  }

  /** How many calls are under way. */
  int busy() {
    return underWay.size();
  }

  private boolean isClosed() {
    return threads.isShutdown();
  }

  /** Interrupts the calls; their futures fail at once. */
  @Override
  public void close() {
    threads.shutdownNow();
    underWay.forEach(CallThreads::stop);
  }

  private static void stop(OperationRun run, CompletableFuture<?> answer) {
    run.isLeftBehind();
    FeishuException stopped =
        run.failure(Interruption.stopped(new CancellationException("closed")));
    run.logContext().run(() -> answer.completeExceptionally(stopped));
  }
}
