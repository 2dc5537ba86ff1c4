package io.remedyflow.feishu.client;

import io.remedyflow.feishu.ConnectionCheck;
import io.remedyflow.feishu.ConnectionListener;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.ConnectionState;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.RateLimiter;
import io.remedyflow.ratelimit.RateLimiters;
import io.remedyflow.ratelimit.Reservation;
import io.remedyflow.ratelimit.SharedRateLimits;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.ratelimit.Urgency;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
   * Calls an endpoint, and waits for the answer.
   *
   * @throws io.remedyflow.remedy.RequestRejectedException if the request itself is at fault
   * @throws FeishuException if there is no answer, or this thread is interrupted
   */
  public <Q, A> A call(Endpoint<Q, A> endpoint, Q request) {
    Call call = newCall(endpoint.isRepeatable());
    if (Thread.currentThread().isInterrupted()) {
      call.giveUp();
    }
    return CallThreads.await(
        begin(endpoint, request, call),
        interrupted -> {
          call.giveUp();
          return call.failure(interrupted);
        });
  }

  /**
   * Begins a call of an endpoint, in a thread of this connection.
   *
   * @return the answer, soon after the call's deadline at the latest; completed exceptionally with
   *     what {@link #call} throws. It cannot be cancelled
   */
  public <Q, A> CompletableFuture<A> begin(Endpoint<Q, A> endpoint, Q request) {
    return begin(endpoint, request, newCall(endpoint.isRepeatable()));
  }

  private <Q, A> CompletableFuture<A> begin(Endpoint<Q, A> endpoint, Q request, Call call) {
    CompletableFuture<A> reported =
        endpoint.isRepeatable() ? new CompletableFuture<>() : new UnrepeatableAnswer<>();
    var unused =
        inOwnThread(call, () -> client.call(endpoint, request, call))
            .whenComplete(
                (answered, thrown) -> {
                  if (thrown != null && call.attempts() > 0) {
                    client.of(endpoint).latency().saw(call.took());
                  }
                  report(call, endpoint, request, answered, thrown, reported);
                });
    return reported;
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
            answer instanceof UnrepeatableAnswer ? interrupted.withUnknownOutcome() : interrupted);
  }

  /**
   * The answer to a request that must not be repeated. Who is interrupted while waiting for it does
   * not know the outcome, since the call goes on.
   */
  private static final class UnrepeatableAnswer<A> extends CompletableFuture<A> {

    @Override
    public <B> CompletableFuture<B> newIncompleteFuture() {
      return new UnrepeatableAnswer<>();
    }
  }

  /** A listener or logger that fails must not keep the answer from the caller. */
  private <Q, A> void report(
      Call call,
      Endpoint<Q, A> endpoint,
      Q request,
      @Nullable Answered<A> answered,
      @Nullable Throwable thrown,
      CompletableFuture<A> reported) {
    List<PersonalValue> personal = endpoint.personalValues(request);
    if (answered != null) {
      try {
        reports.answered(endpoint, call, personal, answered, endpoint.isDenial(answered.answer()));
      } finally {
        reported.complete(answered.answer());
      }
    } else {
      Throwable known = Objects.requireNonNull(thrown, "neither an answer nor a failure");
      try {
        reports.failed(endpoint, call, personal, known);
      } finally {
        reported.completeExceptionally(known);
      }
    }
  }

  /**
   * How long the answers of an endpoint take at present, without the wait for a permit; zero before
   * the first answer.
   */
  public Duration usualLatency(Endpoint<?, ?> endpoint) {
    return client.of(endpoint).latency().value();
  }

  private <T> CompletableFuture<T> inOwnThread(Call call, Supplier<T> work) {
    return threads.begin(call, work, outOfTime -> client.leftBehind(call, outOfTime));
  }

  private Call newCall(boolean repeatable) {
    return new Call(settings.callDeadline(), time, repeatable);
  }

  /**
   * Reserves the first free permit in the rate limits of an endpoint, for a call that is made at
   * that moment. Never waits.
   */
  public Reservation reserve(Endpoint<?, ?> endpoint, Urgency urgency) {
    return reserve(endpoint, urgency, Duration.ZERO);
  }

  /** Reserves the first permit that is free after the given time. Never waits. */
  public Reservation reserve(Endpoint<?, ?> endpoint, Urgency urgency, Duration notWithin) {
    return limiter(endpoint).reservations().reserve(urgency, notWithin);
  }

  /**
   * The time from now until this call's moment; see {@link
   * io.remedyflow.ratelimit.Reservations#spread}. Never waits.
   */
  public Duration spread(Endpoint<?, ?> endpoint, Urgency urgency) {
    return limiter(endpoint).reservations().spread(urgency);
  }

  /** Releases a reservation whose call is not made, for another call of the endpoint. */
  public void release(Endpoint<?, ?> endpoint, Reservation reservation) {
    limiter(endpoint).reservations().release(reservation);
  }

  private RateLimiter limiter(Endpoint<?, ?> endpoint) {
    return client.of(endpoint).limiter();
  }

  /**
   * Reserves a later permit for a call that would have to wait if it was made now: there are too
   * many other calls, or the endpoint is in a cooldown. Rare for calls that come at their reserved
   * moment.
   *
   * @return empty if the call may be made now
   */
  public Optional<Reservation> laterReservation(Endpoint<?, ?> endpoint, Urgency urgency) {
    Optional<Reservation> later =
        threads.areAllBusy()
            ? Optional.of(reserve(endpoint, urgency, CallThreads.BUSY_FOR))
            : limiter(endpoint).laterReservation(urgency);
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
   * Checks the connection with a real call of the endpoint's {@link Endpoint#probe()}: Feishu's
   * answer proves that address, credentials, scope and API are right. Like any call, it keeps to
   * the rate limit and to an open circuit breaker. It is sent even while Feishu blocks the endpoint
   * or the whole app, and it is not reported to the listener, which counts the calls of tasks.
   * Takes at most as long as the call's deadline; never throws.
   */
  public <Q> ConnectionCheck check(Endpoint<Q, ?> endpoint) {
    Call call = newCall(endpoint.isRepeatable());
    return ConnectionChecks.check(
        call,
        () -> await(inOwnThread(call, () -> client.callAnyway(endpoint, endpoint.probe(), call))));
  }

  /**
   * Checks whether there is a token, or one can be obtained now. Takes at most as long as the
   * call's deadline; never throws.
   */
  public ConnectionCheck checkToken() {
    Call call = newCall(true);
    return ConnectionChecks.checkToken(() -> await(inOwnThread(call, () -> client.token(call))));
  }

  /** Closes the connections to Feishu; calls under way fail like interrupted ones. */
  @Override
  public void close() {
    client.close();
    threads.close();
  }
}
