package io.remedyflow.feishu.http;

import static io.remedyflow.ratelimit.Durations.shorter;

import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.ProxySettings;
import io.remedyflow.feishu.http.DeadlineTimer.Limit;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends one POST and reads its reply, over a pool of kept-alive connections. The exchange is
 * bounded in time and size, never redirected and never repeated. Other classes decide what the
 * reply means and whether to retry.
 *
 * <p>The whole exchange ends at the deadline, connecting and reading included. Only the lookup of a
 * name may take longer, because Java cannot interrupt it.
 */
public final class HttpTransport implements AutoCloseable {

  /** Far above any valid answer, which holds one day of one employee. */
  static final int BODY_AT_MOST = 1024 * 1024;

  /** Enough for fifty calls per second of five seconds each. */
  public static final int CONNECTIONS_AT_MOST = 256;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration LEASE_TIMEOUT = Duration.ofSeconds(2);
  private static final TimeValue VALIDATE_AFTER = TimeValue.ofSeconds(2);
  public static final TimeValue TIME_TO_LIVE = TimeValue.ofMinutes(5);
  private static final TimeValue IDLE_AT_MOST = TimeValue.ofMinutes(1);

  /** The pool's clock counts in milliseconds and rounds. */
  private static final long ROUNDED_MILLIS = 2;

  /** Exactly as on Feishu's page. */
  private static final ContentType JSON_UTF_8 =
      ContentType.parse("application/json; charset=utf-8");

  private final URI baseUrl;
  private final Map<String, URI> addresses = new ConcurrentHashMap<>();
  private final TransportFailures failures;
  private final IdleConnections idle;
  private final PoolingHttpClientConnectionManager pool;
  private final CloseableHttpClient client;
  private final DeadlineTimer deadlines;

  public HttpTransport(ConnectionSettings settings, DnsResolver names, TimeValue timeToLive) {
    baseUrl = settings.baseUrl();
    failures = new TransportFailures(settings);
    idle = new IdleConnections(settings.name(), this::closeOld);
    pool = pool(settings, names, timeToLive);
    client = client(settings, pool);
    deadlines = new DeadlineTimer(settings.name());
  }

  private PoolingHttpClientConnectionManager pool(
      ConnectionSettings settings, DnsResolver names, TimeValue timeToLive) {
    Timeout connect = Timeout.of(shorter(CONNECT_TIMEOUT, settings.callDeadline()));
    return new DeadlineConnections()
        .setConnectionFactory(unbound -> new QuietConnection(idle))
        .setDnsResolver(names)
        .setMaxConnTotal(CONNECTIONS_AT_MOST)
        .setMaxConnPerRoute(CONNECTIONS_AT_MOST)
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(connect)
                .setSocketTimeout(connect)
                .setValidateAfterInactivity(VALIDATE_AFTER)
                .setTimeToLive(timeToLive)
                .build())
        .build();
  }

  private static CloseableHttpClient client(
      ConnectionSettings settings, HttpClientConnectionManager pool) {
    HttpClientBuilder builder =
        HttpClients.custom()
            .setConnectionManager(pool)
            .setUserAgent("remedyflow-camunda7")
            .addExecInterceptorAfter(ChainElement.CONNECT.name(), "sending", HttpTransport::send)
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement();
    ProxySettings proxy = settings.proxy();
    if (proxy != null) {
      HttpHost host = new HttpHost(proxy.host(), proxy.port());
      builder.setProxy(host);
      if (proxy.username() != null && proxy.password() != null) {
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        credentials.setCredentials(
            new AuthScope(host),
            new UsernamePasswordCredentials(proxy.username(), proxy.password().toCharArray()));
        builder.setDefaultCredentialsProvider(credentials);
      }
    }
    return builder.build();
  }

  /** Called when a connection is leased and connected, right before the request is sent. */
  private static ClassicHttpResponse send(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    try {
      DeadlineConnections.exchange(scope.clientContext).sends();
    } catch (FeishuException e) {
      // Nothing went over the connection, so it can be reused.
      scope.execRuntime.markConnectionReusable(null, TIME_TO_LIVE);
      scope.execRuntime.releaseEndpoint();
      throw e;
    }
    return chain.proceed(request, scope);
  }

  /**
   * Posts JSON.
   *
   * @param path path and query, beginning with a slash; one of a few, because each is cached
   * @param json the body
   * @param token the access token; null for the request that fetches one
   * @param deadline when the exchange ends, at any step
   * @param sending is asked before the request is sent
   * @throws FeishuException if no complete reply came, or the request must not be sent
   */
  public Reply post(
      String path, byte[] json, @Nullable String token, Deadline deadline, Sending sending) {
    Duration remaining = deadline.remaining();
    if (remaining.isZero()) {
      throw FeishuException.silence(failures.outOfTime());
    }
    HttpPost request =
        new HttpPost(addresses.computeIfAbsent(path, it -> URI.create(baseUrl + it)));
    request.setEntity(new ByteArrayEntity(json, JSON_UTF_8));
    request.setHeader(HttpHeaders.ACCEPT, ContentType.APPLICATION_JSON.getMimeType());
    if (token != null) {
      request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    }
    // Shorter than the deadline, so the failure names the pool as the cause.
    Duration lease = shorter(LEASE_TIMEOUT, Duration.ofNanos(remaining.toNanos() / 4 * 3));
    request.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.of(lease))
            .setResponseTimeout(Timeout.of(remaining))
            .build());
    Exchange exchange = new Exchange(deadline, sending);
    HttpClientContext context = DeadlineConnections.context(exchange);
    long begun = System.nanoTime();
    Limit limit;
    try {
      limit = deadlines.after(remaining, request::cancel);
    } catch (RejectedExecutionException e) {
      throw Interruption.stopped(e);
    }
    try {
      return client.execute(request, context, response -> read(response, request, context));
    } catch (FeishuException e) {
      throw e; // it was not sent
    } catch (IOException | RuntimeException e) {
      RuntimeException failure = translated(e, request, deadline);
      if (exchange.keptConnectionFailed()) {
        closeThoseBeside(failure, begun);
      }
      throw failure;
    } finally {
      limit.lift();
    }
  }

  private Reply read(ClassicHttpResponse response, HttpPost request, HttpClientContext context)
      throws IOException {
    DeadlineConnections.exchange(context).isAnswered();
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    HttpEntity entity = response.getEntity();
    byte[] body = entity == null ? new byte[0] : body(entity);
    if (body.length > BODY_AT_MOST) {
      // Otherwise HttpClient would read the rest, until the deadline.
      request.cancel();
      throw new TransportFailures.BodyTooLargeException();
    }
    // HttpClient returns a proxy's reply to CONNECT as if it came from the host.
    boolean fromProxy =
        baseUrl.getScheme().equalsIgnoreCase("https") && context.getSSLSession() == null;
    return new Reply(response.getCode(), headers, body, fromProxy);
  }

  /** The body, or one byte more than the limit if the body is too large. */
  private static byte[] body(HttpEntity entity) throws IOException {
    // The buffer has the requested size, up to 8 KB.
    long said = entity.getContentLength();
    boolean small = said >= 0 && said <= BODY_AT_MOST;
    return entity.getContent().readNBytes(small ? (int) said : BODY_AT_MOST + 1);
  }

  private RuntimeException translated(Exception e, HttpPost request, Deadline deadline) {
    if (e instanceof IOException failure && TransportFailures.tellsMoreThanTime(failure)) {
      return failures.explain(failure);
    }
    if (Thread.currentThread().isInterrupted()) {
      return Interruption.of(e);
    }
    if (deadline.hasPassed() || request.isCancelled()) {
      return FeishuException.silence(failures.outOfTime(), e);
    }
    if (deadlines.isClosed()) {
      return Interruption.stopped(e);
    }
    // The pool turns an interrupt into a cancellation, and clears the thread's flag.
    if (e instanceof CancellationException) {
      return Interruption.of(e);
    }
    return e instanceof IOException failure ? failures.explain(failure) : (RuntimeException) e;
  }

  /**
   * A kept connection gave no answer. The others will not answer either if the peer was restarted
   * or disappeared. A connection that the peer has closed can be detected. A peer that disappeared
   * closes nothing: then only connections that have answered since are known to work.
   */
  private void closeThoseBeside(RuntimeException failure, long begun) {
    if (failure instanceof FeishuException e && e.isSilence()) {
      long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) - ROUNDED_MILLIS;
      pool.closeIdle(TimeValue.ofMilliseconds(Math.max(0, since)));
    } else {
      idle.closeDead();
    }
  }

  private void closeOld() {
    pool.closeExpired();
    pool.closeIdle(IDLE_AT_MOST);
  }

  public DeadlineTimer deadlines() {
    return deadlines;
  }

  public boolean isClosed() {
    return deadlines.isClosed();
  }

  /** How many connections are in use by exchanges at this moment. */
  public int connectionsInUse() {
    return pool.getTotalStats().getLeased();
  }

  @Override
  public void close() {
    deadlines.close();
    idle.close();
    client.close(CloseMode.GRACEFUL);
  }
}
