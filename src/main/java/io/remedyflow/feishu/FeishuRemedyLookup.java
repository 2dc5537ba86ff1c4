package io.remedyflow.feishu;

import io.remedyflow.ratelimit.RateLimiter;
import io.remedyflow.ratelimit.Reservation;
import io.remedyflow.ratelimit.SharedRateLimit;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.ratelimit.Urgency;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.RemedyLookup;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
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
 * Asks Feishu's "fetch allowed remedy times" (获取可补卡时间). Safe for use by many threads; owns a pool
 * of connections and the threads that use them, so that one instance serves a configured connection
 * until it is closed.
 *
 * @see <a
 *     href="https://open.feishu.cn/document/server-docs/attendance-v1/user_task_remedy/query_user_allowed_remedys">Feishu:
 *     fetch allowed remedy times</a>
 */
public final class FeishuRemedyLookup implements RemedyLookup, AutoCloseable {

  private static final String PATH =
      "/open-apis/attendance/v1/user_task_remedys/query_user_allowed_remedys?employee_type=";

  private final ConnectionSettings settings;
  private final Time time;
  private final FeishuApi api;
  private final Discretion discretion;
  private final CallReports reports;
  private final ConnectionChecks checks;
  private final CallThreads threads;
  private final LongAdder postponed = new LongAdder();
  private final LongAdder unused = new LongAdder();

  /** A lookup that tells nobody what it does; nothing is sent before the first question. */
  public FeishuRemedyLookup(ConnectionSettings settings) {
    this(settings, ConnectionListener.NONE);
  }

  /**
   * A lookup over this connection; nothing is sent before the first question.
   *
   * @param listener is told of every question's end and every fetch of a token
   */
  public FeishuRemedyLookup(ConnectionSettings settings, ConnectionListener listener) {
    this(settings, listener, Time.SYSTEM);
  }

  FeishuRemedyLookup(ConnectionSettings settings, ConnectionListener listener, Time time) {
    this(settings, listener, time, SystemDefaultDnsResolver.INSTANCE);
  }

  FeishuRemedyLookup(
      ConnectionSettings settings, ConnectionListener listener, Time time, DnsResolver names) {
    this(settings, listener, new RateLimiter(settings.rateLimits(), time), time, names);
  }

  private FeishuRemedyLookup(
      ConnectionSettings settings,
      ConnectionListener listener,
      RateLimiter limiter,
      Time time,
      DnsResolver names) {
    this.settings = settings;
    this.time = time;
    ConnectionListener quiet = new QuietListener(listener, time);
    api = new FeishuApi(settings, limiter, time, quiet, names);
    discretion = new Discretion(settings.showsEmployeeIds());
    reports = new CallReports(settings.name(), discretion, quiet);
    threads = new CallThreads(settings, api.deadlines());
    checks =
        new ConnectionChecks(
            call -> inOwnThread(call, () -> obtainToken(call)),
            (query, call) -> inOwnThread(call, () -> askAnyway(query, call)),
            this::newCall);
  }

  /**
   * Lookups on one of several nodes, which keeps to its share of the calls. Those that have {@link
   * ConnectionSettings#rateLimitName()} in common keep to their limits together, and pause
   * together; they are to be closed together, since what they share ends with the first. Nothing is
   * sent before the first question.
   *
   * @param listener is told of every question's end and every fetch of a token
   * @param nodes how many nodes there are
   */
  public static List<FeishuRemedyLookup> open(
      List<ConnectionSettings> connections, ConnectionListener listener, int nodes) {
    Map<String, RateLimiter> limiters = new HashMap<>();
    return connections.stream()
        .map(
            settings -> {
              RateLimiter limiter =
                  limiters.computeIfAbsent(
                      settings.rateLimitName(),
                      key -> new RateLimiter(settings.rateLimits(), nodes, Time.SYSTEM));
              return new FeishuRemedyLookup(
                  settings, listener, limiter, Time.SYSTEM, SystemDefaultDnsResolver.INSTANCE);
            })
        .toList();
  }

  /** The connection's name. */
  public String name() {
    return settings.name();
  }

  /** What this connection was opened with. */
  public ConnectionSettings settings() {
    return settings;
  }

  /**
   * From now on the nodes share the rate limit of this connection's calls; while the shared one
   * does not answer, they keep to this node's part. Once only: the first one stays, also for
   * lookups that were opened together and keep to one app's limits.
   */
  public void share(SharedRateLimit limit) {
    api.share(limit);
  }

  /** This lookup as the connection that tasks choose by name. */
  public RemedyConnection asConnection() {
    return new RemedyConnection(
        settings.name(),
        settings.zone(),
        settings.language(),
        this,
        settings.showsEmployeeIds(),
        "app %s at %s".formatted(settings.shownAppId(), settings.baseUrl().getAuthority()));
  }

  @Override
  public RemedyOutcome allowedRemedies(RemedyQuery query) {
    Call call = newCall();
    if (Thread.currentThread().isInterrupted()) {
      call.giveUp();
    }
    try {
      return await(ask(query, call));
    } catch (FeishuException e) {
      if (e.interrupted()) {
        call.giveUp();
      }
      throw e;
    }
  }

  /**
   * Asks once, in a thread of this connection's own.
   *
   * @return the answer, soon after the call's deadline at the latest; completed exceptionally as
   *     {@link #allowedRemedies} throws. It cannot be cancelled: a question changes nothing
   */
  public CompletableFuture<RemedyOutcome> ask(RemedyQuery query) {
    return ask(query, newCall());
  }

  private CompletableFuture<RemedyOutcome> ask(RemedyQuery query, Call call) {
    CompletableFuture<RemedyOutcome> told = new CompletableFuture<>();
    var unused =
        threads
            .begin(call, () -> post(query, call), outOfTime -> api.leftBehind(call, outOfTime))
            .whenComplete(
                (outcome, thrown) -> {
                  if (thrown != null && call.attempts() > 0) {
                    api.latency().saw(call.took());
                  }
                  tell(call, query, outcome, thrown, told);
                });
    return told;
  }

  /**
   * Waits for an answer, in the caller's thread.
   *
   * @throws io.remedyflow.remedy.InvalidRemedyRequestException if the request itself is at fault
   * @throws FeishuException if there is no answer, or this thread is interrupted
   */
  public RemedyOutcome await(CompletableFuture<RemedyOutcome> answer) {
    return CallThreads.await(answer);
  }

  /** Nobody's listener or logger must keep those who wait from the answer. */
  private void tell(
      Call call,
      RemedyQuery query,
      @Nullable RemedyOutcome outcome,
      @Nullable Throwable thrown,
      CompletableFuture<RemedyOutcome> told) {
    if (outcome != null) {
      try {
        reports.answered(call, query, outcome);
      } finally {
        told.complete(outcome);
      }
    } else {
      Throwable known = Objects.requireNonNull(thrown, "neither an answer nor a failure");
      Throwable discreet = known instanceof RuntimeException e ? discretion.about(query, e) : known;
      try {
        reports.failed(call, query, discreet);
      } finally {
        told.completeExceptionally(discreet);
      }
    }
  }

  /**
   * How long Feishu takes of late to answer, the wait for a permit not included; zero before the
   * first answer.
   */
  public Duration usualLatency() {
    return api.latency().value();
  }

  private RemedyOutcome post(RemedyQuery query, Call call) {
    return api.post(
        path(query), body(query), verdict -> RemedyAnswers.outcome(verdict, query), call);
  }

  /** Also while Feishu refuses the whole app. */
  private RemedyOutcome askAnyway(RemedyQuery query, Call call) {
    return api.postAnyway(
        path(query), body(query), verdict -> RemedyAnswers.outcome(verdict, query), call);
  }

  private Boolean obtainToken(Call call) {
    api.obtainToken(call);
    return true;
  }

  private <T> T inOwnThread(Call call, Supplier<T> question) {
    return CallThreads.await(
        threads.begin(call, question, outOfTime -> api.leftBehind(call, outOfTime)));
  }

  private static String path(RemedyQuery query) {
    return PATH + query.employeeType().word();
  }

  private static AllowedRemediesRequestBody body(RemedyQuery query) {
    return new AllowedRemediesRequestBody(query.userId(), AttendanceDay.number(query.remedyDate()));
  }

  private Call newCall() {
    return new Call(settings.callDeadline(), time);
  }

  /**
   * Reserves the first free permit in this connection's rate limits, for a call that will be made
   * at its moment. Never waits.
   */
  public Reservation reserve(Urgency urgency) {
    return api.limiter().reservations().reserve(urgency);
  }

  /** Reserves the first permit that is free after that time. Never waits. */
  public Reservation reserve(Urgency urgency, Duration notWithin) {
    return api.limiter().reservations().reserve(urgency, notWithin);
  }

  /**
   * Spreads calls over a second that come all at its beginning, though each has a reservation:
   * because what kept their due dates kept whole seconds only. Never waits.
   *
   * @return from now until this call's moment; zero for the first
   */
  public Duration spread(Urgency urgency) {
    return api.limiter().reservations().spread(urgency);
  }

  /** Releases a reservation whose call will not be made, for another call. */
  public void release(Reservation reservation) {
    api.limiter().reservations().release(reservation);
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
            : api.limiter().laterReservation(urgency);
    if (later.isPresent()) {
      postponed.increment();
    }
    return later;
  }

  /** An answer is forgotten that nobody has used. */
  public void answerIsUnused() {
    unused.increment();
  }

  /** How far ahead of now the last turn is that was given out; zero where nobody queues. */
  public Duration backlog() {
    return api.limiter().reservations().backlog();
  }

  /** How the connection is at this moment; asks nobody. */
  public ConnectionState state() {
    return new ConnectionState(
        threads.busy(),
        api.isCutOff(),
        api.isRefused(),
        api.retryBudget(),
        api.pausedFor(),
        backlog(),
        postponed.sum(),
        unused.sum());
  }

  /**
   * Whether the connection works, found out by one real question about an employee that cannot
   * exist: Feishu's answer to it proves address, credentials, scope and API. It keeps to the pace
   * and to an open circuit as any question does, but is asked also while Feishu refuses the whole
   * app, and is not reported to the listener, which counts what tasks ask. Takes as long as the
   * call's deadline at the most; never throws.
   */
  public ConnectionCheck check() {
    return checks.check();
  }

  /**
   * Whether there is a token, or one can be obtained now. Takes as long as the call's deadline at
   * the most; never throws.
   */
  public ConnectionCheck checkToken() {
    return checks.checkToken();
  }

  /** Closes the connections to Feishu; calls under way fail as interrupted connections do. */
  @Override
  public void close() {
    api.close();
    threads.close();
  }
}
