package io.remedyflow.feishu.client;

import io.remedyflow.feishu.BackgroundThread;
import io.remedyflow.feishu.ConnectionListener;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.ConnectionState;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.answer.Category;
import io.remedyflow.feishu.answer.Concern;
import io.remedyflow.feishu.answer.Envelope;
import io.remedyflow.feishu.answer.ErrorCodes;
import io.remedyflow.feishu.answer.ReplyClassifier;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.feishu.http.Deadline;
import io.remedyflow.feishu.http.DeadlineTimer;
import io.remedyflow.feishu.http.HttpTransport;
import io.remedyflow.feishu.http.Interruption;
import io.remedyflow.feishu.http.Redaction;
import io.remedyflow.feishu.http.Reply;
import io.remedyflow.feishu.token.CurrentSecret;
import io.remedyflow.feishu.token.TenantTokens;
import io.remedyflow.feishu.token.TenantTokens.Identity;
import io.remedyflow.feishu.token.TenantTokens.TenantToken;
import io.remedyflow.ratelimit.NoPermitException;
import io.remedyflow.ratelimit.RateLimiters;
import io.remedyflow.ratelimit.SharedRateLimits;
import io.remedyflow.ratelimit.Time;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Calls Feishu's open platform as one app: circuit breaker, token, permit, send, classify. Repeats
 * this while a repeat is worthwhile and the deadline allows.
 *
 * <p>HttpClient does not repeat a POST. Ours is repeated if its {@link Endpoint} allows it, or if
 * it was surely not processed.
 */
final class FeishuClient implements AutoCloseable {

  private final ConnectionSettings settings;
  private final HttpTransport http;
  private final TenantTokens tokens;
  private final RateLimiters limiters;
  private final BackgroundThread background;
  private final CurrentSecret secret;
  private final ConnectionCircuitBreaker circuit;
  private final BlockedApp blockedApp;
  private final RetryBudget budget = new RetryBudget();
  private final Retries retries;
  private final EndpointStates endpoints;
  private @Nullable BackgroundThread sharing;

  /**
   * @param limiters of this connection, or of all connections over the same app
   * @param names resolves host names
   */
  FeishuClient(
      ConnectionSettings settings,
      RateLimiters limiters,
      Time time,
      ConnectionListener listener,
      DnsResolver names) {
    this.settings = settings;
    this.limiters = limiters;
    http = new HttpTransport(settings, names, HttpTransport.TIME_TO_LIVE);
    background = new BackgroundThread(settings.name());
    BackgroundThread secretReader = new BackgroundThread(settings.name() + "-secret");
    secret = new CurrentSecret(settings, time, secretReader, secretReader::close);
    tokens =
        new TenantTokens(
            settings.name(),
            new TokenRequests(settings, http, listener, time),
            (identity, deadline) -> identity.with(secret.readAgain(deadline)),
            time,
            background);
    circuit = new ConnectionCircuitBreaker(settings.name(), time);
    blockedApp = new BlockedApp(settings.name(), time);
    endpoints = new EndpointStates(settings, limiters, blockedApp);
    retries = new Retries(time, budget, () -> http.isClosed() || circuit.stopsAll());
  }

  /**
   * Calls an endpoint.
   *
   * @throws io.remedyflow.remedy.RequestRejectedException if Feishu rejects the request
   * @throws FeishuException if there is no answer; at once, while Feishu blocks the endpoint or the
   *     whole app
   */
  <Q, A> Answered<A> call(Endpoint<Q, A> endpoint, Q request, Call call) {
    EndpointState state = endpoints.of(endpoint);
    return blockedApp.unlessBlocked(
        state.block(), call, () -> attempts(endpoint, state, request, call));
  }

  /** Calls an endpoint even while Feishu blocks it, to find out whether it still does. */
  <Q, A> Answered<A> callAnyway(Endpoint<Q, A> endpoint, Q request, Call call) {
    return attempts(endpoint, endpoints.of(endpoint), request, call);
  }

  private <Q, A> Answered<A> attempts(
      Endpoint<Q, A> endpoint, EndpointState state, Q request, Call call) {
    Message message = new Message(endpoint, request);
    Supplier<Answered<A>> attempt =
        () -> {
          Verdict verdict = authorised(message, state, call);
          return new Answered<>(endpoint.answer(verdict, request), verdict);
        };
    return circuit.run(call, () -> retries.withRetries(call, () -> withOutcome(call, attempt)));
  }

  /** Makes an attempt. If the outcome is unknown, its exception says so. */
  private static <T> T withOutcome(Call call, Supplier<T> attempt) {
    try {
      return attempt.get();
    } catch (FeishuException e) {
      throw call.failure(e);
    } catch (RuntimeException | Error e) {
      if (call.isOutcomeUnknown()) {
        throw FeishuException.outcomeUnknown(e);
      }
      throw e;
    }
  }

  /** What is sent, the codes that may come back, and what of it is personal. */
  private static final class Message {

    final String path;
    final byte[] json;
    final ErrorCodes codes;
    final List<PersonalValue> personal;

    <Q> Message(Endpoint<Q, ?> endpoint, Q request) {
      path = endpoint.path(request);
      json = Envelope.json(endpoint.body(request));
      codes = endpoint.codes();
      personal = endpoint.personalValues(request);
    }
  }

  /** A call did not notice its deadline, and no thread waits for it any more. */
  void leftBehind(Call call, FeishuException outOfTime) {
    circuit.leftBehind(call, outOfTime);
  }

  /** What is known about an endpoint. */
  EndpointState of(Endpoint<?, ?> endpoint) {
    return endpoints.of(endpoint);
  }

  /** Ends calls at their deadlines, until this client is closed. */
  DeadlineTimer deadlines() {
    return http.deadlines();
  }

  /** The state at this moment, with what only the connection counts. */
  ConnectionState state(int callsInFlight, long rescheduled, long unused) {
    return new ConnectionState(
        callsInFlight,
        circuit.isOpen(),
        blockedApp.isOn() || endpoints.isAnyBlocked(),
        budget.left(),
        limiters.cooldown(),
        backlog(),
        rescheduled,
        unused);
  }

  /** How far ahead of now the last reservation is; zero if there is none. */
  Duration backlog() {
    return limiters.backlog();
  }

  /**
   * Makes the nodes share the rate limits of the calls from now on. Takes effect once, also for
   * connections that have limiters in common.
   */
  synchronized void share(SharedRateLimits limits) {
    if (!background.isClosed()) {
      BackgroundThread thread = new BackgroundThread(settings.name() + "-rate-limit");
      sharing = limiters.share(settings.name(), limits, thread) ? thread : sharing;
    }
  }

  private Verdict authorised(Message message, EndpointState state, Call call) {
    checkCooldown(state, call);
    TenantToken token = token(call);
    Verdict verdict = send(message, token, state, call);
    if (verdict.category() == Category.STALE_TOKEN) {
      // Only once: early in a token's life Feishu returns the same token again.
      tokens.drop(identity(), token);
      verdict = send(message, token(call), state, call);
    }
    blockedApp.heard(state.block(), verdict);
    if (verdict.category() == Category.SUCCESS || verdict.category() == Category.ANSWER) {
      return verdict;
    }
    if (verdict.concern() == Concern.EMPLOYEE) {
      call.employeeUnknown();
    }
    throw ReplyClassifier.failure(verdict);
  }

  /**
   * The token for a call; requested once, without the retry budget. Without it there is no call, so
   * a rate limit of the token endpoint begins a cooldown of all endpoints.
   *
   * @throws FeishuException if there is no token, or none in time
   */
  TenantToken token(Call call) {
    try {
      return call.obtainingToken(() -> tokens.current(identity(), call.deadline()));
    } catch (FeishuException e) {
      throw e.rateLimited() ? RateLimitFailures.coolsDown(e, limiters.coolDown(e.retryAfter())) : e;
    }
  }

  private Verdict send(Message message, TenantToken token, EndpointState state, Call call) {
    Deadline deadline = call.deadline();
    Interruption.check();
    Permit permit = new Permit(state.limiter(), call, state.latency());
    if (!deadline.hasPassed()) { // else the token took all the time, and the post fails with that
      permit.take();
      call.sends();
    }
    try {
      Reply reply =
          http.post(message.path, message.json, token.value(), deadline, permit)
              .with(redaction(message, token));
      Verdict verdict = judged(reply, message, call);
      if (verdict.category() == Category.RATE_LIMITED) {
        throw ReplyClassifier.failure(verdict);
      }
      state.limiter().admitted();
      return verdict;
    } catch (FeishuException e) {
      throw e.rateLimited() && !permit.isRefused()
          ? RateLimitFailures.coolsDown(e, state.limiter().coolDown(e.retryAfter()))
          : e;
    }
  }

  /** What of a request must not be shown in quotes from its reply. */
  private Redaction redaction(Message message, TenantToken token) {
    List<PersonalValue> hidden =
        message.personal.stream()
            .filter(value -> !(value.isEmployee() && settings.showsEmployeeIds()))
            .toList();
    return Redaction.of(settings, token.value(), secret.current().reveal())
        .masking(PersonalValue.masks(hidden));
  }

  private Verdict judged(Reply reply, Message message, Call call) {
    boolean processed = true;
    try {
      Verdict verdict =
          ReplyClassifier.judge(reply, message.codes, settings.baseUrl() + message.path);
      processed = verdict.category().mayBeProcessed();
      return verdict;
    } catch (FeishuException e) { // not Feishu's
      processed = e.retryable() && !e.rateLimited();
      throw e;
    } finally {
      if (!processed) {
        call.isNotProcessed();
      }
    }
  }

  private static void checkCooldown(EndpointState state, Call call) {
    try {
      state.limiter().checkCooldown(call::patience);
    } catch (NoPermitException e) {
      throw RateLimitFailures.of(e, call);
    }
  }

  private Identity identity() {
    return new Identity(settings.baseUrl(), settings.appId(), secret.current());
  }

  @Override
  public synchronized void close() {
    if (sharing != null) {
      limiters.close();
      sharing.close();
    }
    background.close();
    secret.close();
    http.close();
  }
}
