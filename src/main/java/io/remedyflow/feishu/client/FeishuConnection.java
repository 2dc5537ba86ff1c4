package io.remedyflow.feishu.client;

import io.remedyflow.feishu.ConnectionCheck;
import io.remedyflow.feishu.ConnectionListener;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.ConnectionState;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.ratelimit.RateLimiter;
import io.remedyflow.ratelimit.Reservation;
import io.remedyflow.ratelimit.SharedRateLimit;
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

  /** How many requests a call sends at most, those for a token not counted. */
  public static final int ATTEMPTS_AT_MOST = Retries.ATTEMPTS_AT_MOST;

  private final ConnectionSettings settings;
  private final Time time;
  private final FeishuClient client;
  private final PersonalDataMask mask;
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
    this(settings, listener, new RateLimiter(settings.rateLimits(), time), time, names);
  }

  private FeishuConnection(
      ConnectionSettings settings,
      ConnectionListener listener,
      RateLimiter limiter,
      Time time,
      DnsResolver names) {
    this.settings = settings;
    this.time = time;
    ConnectionListener safe = new SafeListener(listener, time);
    client = new FeishuClient(settings, limiter, time, safe, names);
    mask = new PersonalDataMask(settings.showsEmployeeIds());
    reports = new CallReports(settings.name(), mask, safe);
    threads = new CallThreads(settings, client.deadlines());
  }

  /**
   * Connections of one of several nodes, which keeps to its part of the rate limits. Those with the
   * same {@link ConnectionSettings#rateLimitName()} share rate limits and cooldowns; they are to be
   * closed together, since what they share ends with the first. Nothing is sent before the first
   * call.
   *
   * @param listener is told of the end of every call, and of every fetch of a token
   * @param nodes how many nodes there are
   */
  public static List<FeishuConnection> open(
      List<ConnectionSettings> connections, ConnectionListener listener, int nodes) {
    Map<String, RateLimiter> limiters = new HashMap<>();
    return connections.stream()
        .map(
            settings -> {
              RateLimiter limiter =
                  limiters.computeIfAbsent(
                      settings.rateLimitName(),
                      key -> new RateLimiter(settings.rateLimits(), nodes, Time.SYSTEM));
              return new FeishuConnection(
                  settings, listener, limiter, Time.SYSTEM, SystemDefaultDnsResolver.INSTANCE);
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
   * From now on the nodes share the rate limit of this connection's calls; while the shared one
   * does not answer, they keep to this node's part. Once only: the first one stays, also for
   * connections that were opened together and keep to one app's limits.
   */
  public void share(SharedRateLimit limit) {
    client.share(limit);
  }

  /**
   * Calls an endpoint, and waits for the answer.
   *
   * @throws io.remedyflow.remedy.InvalidRemedyRequestException if the request itself is at fault
   * @throws FeishuException if there is no answer, or this thread is interrupted
   */
  public <Q, A> A call(Endpoint<Q, A> endpoint, Q request) {
    Call call = newCall();
    if (Thread.currentThread().isInterrupted()) {
      call.giveUp();
    }
    try {
      return await(begin(endpoint, request, call));
    } catch (FeishuException e) {
      if (e.interrupted()) {
        call.giveUp();
      }
      throw e;
    }
  }

  /**
   * Begins a call of an endpoint, in a thread of this connection's own.
   *
   * @return the answer, soon after the call's deadline at the latest; completed exceptionally as
   *     {@link #call} throws. It cannot be cancelled
   */
  public <Q, A> CompletableFuture<A> begin(Endpoint<Q, A> endpoint, Q request) {
    return begin(endpoint, request, newCall());
  }

  private <Q, A> CompletableFuture<A> begin(Endpoint<Q, A> endpoint, Q request, Call call) {
    CompletableFuture<A> reported = new CompletableFuture<>();
    var unused =
        threads
            .begin(
                call,
                () -> client.call(endpoint, request, call),
                outOfTime -> client.leftBehind(call, outOfTime))
            .whenComplete(
                (answered, thrown) -> {
                  if (thrown != null && call.attempts() > 0) {
                    client.latency().saw(call.took());
                  }
                  report(call, endpoint, request, answered, thrown, reported);
                });
    return reported;
  }

  /**
   * Waits for an answer, in the caller's thread.
   *
   * @throws io.remedyflow.remedy.InvalidRemedyRequestException if the request itself is at fault
   * @throws FeishuException if there is no answer, or this thread is interrupted
   */
  public static <A> A await(CompletableFuture<A> answer) {
    return CallThreads.await(answer);
  }

  /** A listener or a logger that fails must not keep the answer from those who wait for it. */
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
        reports.answered(call, personal, answered, endpoint.isDenial(answered.answer()));
      } finally {
        reported.complete(answered.answer());
      }
    } else {
      Throwable known = Objects.requireNonNull(thrown, "neither an answer nor a failure");
      Throwable masked = known instanceof RuntimeException e ? mask.masked(e, personal) : known;
      try {
        reports.failed(call, personal, masked);
      } finally {
        reported.completeExceptionally(masked);
      }
    }
  }

  /**
   * How long Feishu's answers take at present, the wait for a permit not included; zero before the
   * first answer.
   */
  public Duration usualLatency() {
    return client.latency().value();
  }

  private <T> T inOwnThread(Call call, Supplier<T> work) {
    return CallThreads.await(
        threads.begin(call, work, outOfTime -> client.leftBehind(call, outOfTime)));
  }

  private Call newCall() {
    return new Call(settings.callDeadline(), time);
  }

  /**
   * Reserves the first free permit in this connection's rate limits, for a call that will be made
   * at its moment. Never waits.
   */
  public Reservation reserve(Urgency urgency) {
    return client.limiter().reservations().reserve(urgency);
  }

  /** Reserves the first permit that is free after that time. Never waits. */
  public Reservation reserve(Urgency urgency, Duration notWithin) {
    return client.limiter().reservations().reserve(urgency, notWithin);
  }

  /**
   * Spreads calls over a second that come all at its beginning, though each has a reservation:
   * because what kept their due dates kept whole seconds only. Never waits.
   *
   * @return from now until this call's moment; zero for the first
   */
  public Duration spread(Urgency urgency) {
    return client.limiter().reservations().spread(urgency);
  }

  /** Releases a reservation whose call will not be made, for another call. */
  public void release(Reservation reservation) {
    client.limiter().reservations().release(reservation);
  }

  /**
   * A later reservation for a call that could be made now, but would have to wait: there are too
   * many others, or the connection is in a cooldown. Rare for calls that come at their reserved
   * moment.
   *
   * @return empty where it may be made now
   */
  public Optional<Reservation> laterReservation(Urgency urgency) {
    Optional<Reservation> later =
        threads.areAllBusy()
            ? Optional.of(reserve(urgency, CallThreads.BUSY_FOR))
            : client.limiter().laterReservation(urgency);
    if (later.isPresent()) {
      rescheduled.increment();
    }
    return later;
  }

  /** An answer is forgotten that nobody has used. */
  public void answerIsUnused() {
    unused.increment();
  }

  /** How far ahead of now the last turn is that was given out; zero where nobody queues. */
  public Duration backlog() {
    return client.limiter().reservations().backlog();
  }

  /** How the connection is at this moment; asks nobody. */
  public ConnectionState state() {
    return new ConnectionState(
        threads.busy(),
        client.isCutOff(),
        client.isRefused(),
        client.retryBudget(),
        client.pausedFor(),
        backlog(),
        rescheduled.sum(),
        unused.sum());
  }

  /**
   * Whether the connection works, found out by a real call with the endpoint's {@link
   * Endpoint#probe()}: Feishu's answer to it proves address, credentials, scope and API. It keeps
   * to the rate limit and to an open circuit breaker, as any call does, but is sent also while
   * Feishu blocks the whole app, and is not reported to the listener, which counts the calls of
   * tasks. Takes as long as the call's deadline at the most; never throws.
   */
  public <Q> ConnectionCheck check(Endpoint<Q, ?> endpoint) {
    Call call = newCall();
    return ConnectionChecks.check(
        call, () -> inOwnThread(call, () -> client.callAnyway(endpoint, endpoint.probe(), call)));
  }

  /**
   * Whether there is a token, or one can be obtained now. Takes as long as the call's deadline at
   * the most; never throws.
   */
  public ConnectionCheck checkToken() {
    Call call = newCall();
    return ConnectionChecks.checkToken(
        () ->
            inOwnThread(
                call,
                () -> {
                  client.obtainToken(call);
                  return true;
                }));
  }

  /** Closes the connections to Feishu; calls under way fail as interrupted connections do. */
  @Override
  public void close() {
    client.close();
    threads.close();
  }
}
