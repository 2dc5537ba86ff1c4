package io.remedyflow.feishu.client;

import io.remedyflow.feishu.ConnectionCheck;
import io.remedyflow.feishu.ConnectionListener;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.ConnectionState;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.client.Operation.Calls;
import io.remedyflow.feishu.client.OperationRun.Current;
import io.remedyflow.ratelimit.RateLimiter;
import io.remedyflow.ratelimit.RateLimiters;
import io.remedyflow.ratelimit.Reservation;
import io.remedyflow.ratelimit.SharedRateLimits;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.ratelimit.Urgency;
import io.remedyflow.remedy.BilingualText;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * A configured connection to Feishu's open platform, as one app. Safe for use by many threads; owns
 * a pool of HTTP connections, and the threads that use them, until it is closed.
 */
public final class FeishuConnection implements AutoCloseable {

  /**
   * The maximum number of requests of a call, not counting those for a token and the repeat after a
   * stale token.
   */
  public static final int ATTEMPTS_AT_MOST = Retries.ATTEMPTS_AT_MOST;

  private final ConnectionSettings settings;
  private final Time time;
  private final FeishuClient client;
  private final CallReports reports;
  private final CallThreads threads;
  private final LongAdder rescheduled = new LongAdder();
  private final LongAdder unused = new LongAdder();

  /** A connection without a listener; nothing is sent before the first call. */
  public FeishuConnection(ConnectionSettings settings) {
    this(settings, ConnectionListener.NONE);
  }

  /**
   * A connection; nothing is sent before the first call.
   *
   * @param listener is told of the end of every call, and of every fetch of a token
   */
  public FeishuConnection(ConnectionSettings settings, ConnectionListener listener) {
    this(settings, listener, Time.SYSTEM);
  }

  /** A connection with a clock of its own, for tests. */
  public FeishuConnection(ConnectionSettings settings, ConnectionListener listener, Time time) {
    this(settings, listener, time, SystemDefaultDnsResolver.INSTANCE);
  }

  FeishuConnection(
      ConnectionSettings settings, ConnectionListener listener, Time time, DnsResolver names) {
    this(settings, listener, new RateLimiters(settings.appAtHost(), 1, time), time, names);
  }

  private FeishuConnection(
      ConnectionSettings settings,
      ConnectionListener listener,
      RateLimiters limiters,
      Time time,
      DnsResolver names) {
    this.settings = settings;
    this.time = time;
    ConnectionListener safe = new SafeListener(listener, time);
    client = new FeishuClient(settings, limiters, time, safe, names);
    reports = new CallReports(settings, safe);
    threads = new CallThreads(settings, client.deadlines());
  }

  /**
   * Opens the connections of one of several nodes. The node keeps to its part of the rate limits.
   * Connections with the same {@link ConnectionSettings#rateLimitName()} share the rate limits and
   * cooldowns of each endpoint; close them together, since what they share ends with the first one.
   * Nothing is sent before the first call.
   *
   * @param listener is told of the end of every call, and of every fetch of a token
   * @param nodes how many nodes there are
   */
  public static List<FeishuConnection> open(
      List<ConnectionSettings> connections, ConnectionListener listener, int nodes) {
    Map<String, RateLimiters> limiters = new HashMap<>();
    return connections.stream()
        .map(
            settings -> {
              RateLimiters ofApp =
                  limiters.computeIfAbsent(
                      settings.rateLimitName(),
                      name -> new RateLimiters(settings.appAtHost(), nodes, Time.SYSTEM));
              return new FeishuConnection(
                  settings, listener, ofApp, Time.SYSTEM, SystemDefaultDnsResolver.INSTANCE);
            })
        .toList();
  }

  /** The connection's name. */
  public String name() {
    return settings.name();
  }

  /** The settings that this connection was opened with. */
  public ConnectionSettings settings() {
    return settings;
  }

  /**
   * Makes the nodes share the rate limits of this connection's calls from now on. While a shared
   * rate limit is unavailable, the calls keep to this node's part. Takes effect once: the first
   * shared rate limits stay, also for connections of one app that were opened together.
   *
   * @param endpoints those whose rate limit is shared at once; that of any other is from its first
   *     use on
   */
  public void share(SharedRateLimits limits, Endpoint<?, ?>... endpoints) {
    client.share(limits);
    for (Endpoint<?, ?> endpoint : endpoints) {
      client.of(endpoint);
    }
  }

  /**
   * Runs an operation, and waits for the answer.
   *
   * @throws io.remedyflow.remedy.RequestRejectedException if the request itself is at fault
   * @throws FeishuException if there is no answer, or this thread is interrupted
   */
  public <Q, A> A call(Operation<Q, A> operation, Q request) {
    OperationRun run = newRun();
    if (Thread.currentThread().isInterrupted()) {
      run.giveUp();
    }
    return CallThreads.await(
        begin(operation, request, run),
        interrupted -> {
          run.giveUp();
          return outcome(operation, run.failure(interrupted));
        });
  }

  /**
   * Begins to run an operation, in a thread of this connection.
   *
   * @return the answer, soon after the run's deadline at the latest; completed exceptionally with
   *     what {@link #call} throws. It cannot be cancelled
   */
  public <Q, A> CompletableFuture<A> begin(Operation<Q, A> operation, Q request) {
    return begin(operation, request, newRun());
  }

  private <Q, A> CompletableFuture<A> begin(
      Operation<Q, A> operation, Q request, OperationRun run) {
    CompletableFuture<A> reported =
        operation.writes() ? new AnswerOfWrite<>(operation) : new CompletableFuture<>();
    Calls calls = new CallsOfRun(operation, run);
    var unused =
        inOwnThread(run, () -> operation.run(request, calls))
            .whenComplete(
                (answer, thrown) -> complete(reported, operation, request, run, answer, thrown));
    return reported;
  }

  /**
   * Ends a run. A call that was left behind is reported here. A listener or logger that fails must
   * not keep the answer from the caller.
   */
  private <Q, A> void complete(
      CompletableFuture<A> reported,
      Operation<Q, A> operation,
      Q request,
      OperationRun run,
      @Nullable A answer,
      @Nullable Throwable thrown) {
    if (thrown == null) {
      reported.complete(answer);
      return;
    }
    try {
      reportFailure(operation, run.last(operation, request), thrown);
    } finally {
      reported.completeExceptionally(
          thrown instanceof FeishuException e ? outcome(operation, e) : thrown);
    }
  }

  /** The failure of an operation that can be made again although its outcome is unknown. */
  private static FeishuException outcome(Operation<?, ?> operation, FeishuException e) {
    BilingualText words = operation.afterUnknownOutcome();
    return words == null || !e.outcomeUnknown() ? e : e.withUnknownOutcomeOf(words);
  }

  /** Makes the calls of one run, and reports each. */
  private final class CallsOfRun implements Calls {

    private final Operation<?, ?> operation;
    private final OperationRun run;

    CallsOfRun(Operation<?, ?> operation, OperationRun run) {
      this.operation = operation;
      this.run = run;
    }

    @Override
    public <Q, A> A call(Endpoint<Q, A> endpoint, Q request) {
      Current current = run.next(endpoint, request);
      Answered<A> answered;
      try {
        answered = client.call(endpoint, request, current.call());
      } catch (RuntimeException | Error e) {
        reportFailure(operation, current, e);
        throw e;
      }
      if (current.call().isToBeReported()) {
        reports.answered(operation, current, answered, endpoint.isDenial(answered.answer()));
      }
      return answered.answer();
    }

    @Override
    public String app() {
      return settings.appAtHost();
    }
  }

  private void reportFailure(Operation<?, ?> operation, Current current, Throwable thrown) {
    Call call = current.call();
    if (call.isToBeReported()) {
      if (call.attempts() > 0) {
        client.of(current.endpoint()).latency().saw(call.took());
      }
      reports.failed(operation, current, thrown);
    }
  }

  /**
   * Waits for an answer, in the caller's thread.
   *
   * @throws io.remedyflow.remedy.RequestRejectedException if the request itself is at fault
   * @throws FeishuException if there is no answer, or this thread is interrupted
   */
  public static <A> A await(CompletableFuture<A> answer) {
    return CallThreads.await(
        answer,
        interrupted ->
            answer instanceof AnswerOfWrite<A> write
                ? outcome(write.operation, interrupted.withUnknownOutcome())
                : interrupted);
  }

  /**
   * The answer to a request that writes. Who is interrupted while waiting for it does not know the
   * outcome, since the run goes on.
   */
  private static final class AnswerOfWrite<A> extends CompletableFuture<A> {

    final Operation<?, ?> operation;

    AnswerOfWrite(Operation<?, ?> operation) {
      this.operation = operation;
    }

    @Override
    public <B> CompletableFuture<B> newIncompleteFuture() {
      return new AnswerOfWrite<>(operation);
    }
  }

  /**
   * How long an operation takes at present, without the waits for permits; zero before the first
   * answers.
   */
  public Duration usualLatency(Operation<?, ?> operation) {
    return operation.usualCalls().stream()
        .map(endpoint -> client.of(endpoint).latency().value())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private <T> CompletableFuture<T> inOwnThread(OperationRun run, Supplier<T> work) {
    return threads.begin(
        run,
        work,
        outOfTime -> {
          Current last = run.current();
          if (last != null) {
            client.leftBehind(last.call(), outOfTime);
          }
        });
  }

  private OperationRun newRun() {
    return new OperationRun(settings.callDeadline(), time);
  }

  /**
   * Reserves the first free permits for an operation that is run at that moment, in the rate limits
   * of the endpoint that it calls most. Never waits.
   */
  public Reservation reserve(Operation<?, ?> operation, Urgency urgency) {
    return reserve(operation, urgency, Duration.ZERO);
  }

  /** Reserves the first permits that are free after the given time. Never waits. */
  public Reservation reserve(Operation<?, ?> operation, Urgency urgency, Duration notWithin) {
    Pacing pacing = Pacing.of(operation);
    return limiter(pacing.endpoint()).reservations().reserve(urgency, notWithin, pacing.permits());
  }

  /**
   * Spreads operations over a second if they all come at its beginning. This happens although each
   * has a reservation, when due dates are stored in whole seconds. Never waits.
   *
   * @return the time from now until this one's moment; zero for the first
   */
  public Duration spread(Operation<?, ?> operation, Urgency urgency) {
    return limiter(Pacing.of(operation).endpoint()).reservations().spread(urgency);
  }

  /** The time from now until the moment of a reservation; zero if it has passed. */
  public Duration until(Reservation reservation) {
    return Duration.ofNanos(Math.max(0, reservation.atNanos() - time.nanos()));
  }

  /** Releases a reservation whose operation is not run, for another one. */
  public void release(Operation<?, ?> operation, Reservation reservation) {
    limiter(Pacing.of(operation).endpoint()).reservations().release(reservation);
  }

  private RateLimiter limiter(Endpoint<?, ?> endpoint) {
    return client.of(endpoint).limiter();
  }

  /**
   * Reserves later permits for an operation that would have to wait if it was run now: there are
   * too many other calls, or an endpoint is in a cooldown. Rare for those that come at their
   * reserved moment.
   *
   * @return empty if it may be run now
   */
  public Optional<Reservation> laterReservation(Operation<?, ?> operation, Urgency urgency) {
    Pacing pacing = Pacing.of(operation);
    Optional<Reservation> later =
        threads.areAllBusy()
            ? Optional.of(reserve(operation, urgency, CallThreads.BUSY_FOR))
            : limiter(pacing.endpoint()).laterReservation(urgency, pacing.permits());
    if (later.isPresent()) {
      rescheduled.increment();
    }
    return later;
  }

  /** Counts an answer that is dropped without being used. */
  public void answerIsUnused() {
    unused.increment();
  }

  /** How far ahead of now the last reservation of any endpoint is; zero if there is none. */
  public Duration backlog() {
    return client.backlog();
  }

  /** The state of the connection at this moment; sends nothing. */
  public ConnectionState state() {
    return client.state(threads.busy(), rescheduled.sum(), unused.sum());
  }

  /**
   * Checks the connection with a real call: Feishu's answer proves that address, credentials, scope
   * and API are right. Like any call, it keeps to the rate limit and to an open circuit breaker. It
   * is sent even while Feishu blocks the endpoint or the whole app, and it is not reported to the
   * listener, which counts the calls of tasks. Takes at most as long as the call's deadline; never
   * throws.
   *
   * @param probe a request that concerns no real employee and changes nothing
   */
  public <Q> ConnectionCheck check(Endpoint<Q, ?> endpoint, Q probe) {
    OperationRun run = newRun();
    Call call = run.next(endpoint, probe).call();
    return ConnectionChecks.check(
        call, () -> await(inOwnThread(run, () -> client.callAnyway(endpoint, probe, call))));
  }

  /**
   * Checks whether there is a token, or one can be obtained now. Takes at most as long as the
   * call's deadline; never throws.
   */
  public ConnectionCheck checkToken() {
    OperationRun run = newRun();
    Call call = new Call(run, time, true);
    return ConnectionChecks.checkToken(() -> await(inOwnThread(run, () -> client.token(call))));
  }

  /** Closes the connections to Feishu; calls under way fail like interrupted ones. */
  @Override
  public void close() {
    client.close();
    threads.close();
  }
}
