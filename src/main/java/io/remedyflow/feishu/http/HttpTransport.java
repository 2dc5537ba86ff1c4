package io.remedyflow.feishu.http;

import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.ProxySettings;
import io.remedyflow.feishu.http.DeadlineTimer.Limit;
import java.io.IOException;
import java.net.Socket;
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
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
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
 * One POST and its reply, over a pool of kept-alive connections: bounded in time and size, never
 * redirected, never repeated. What to make of the reply, and whether to ask again, is decided
 * elsewhere.
 *
 * <p>The whole exchange ends at the deadline, connecting and reading included, but for the lookup
 * of a name, which Java cannot cut off.
 */
public final class HttpTransport implements AutoCloseable {

  /** Far above any honest answer: one employee's day. */
  static final int BODY_AT_MOST = 1024 * 1024;

  /** Fifty calls a second, of five seconds each. */
  public static final int CONNECTIONS_AT_MOST = 256;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration LEASE_TIMEOUT = Duration.ofSeconds(2);
  private static final TimeValue VALIDATE_AFTER = TimeValue.ofSeconds(2);
  public static final TimeValue TIME_TO_LIVE = TimeValue.ofMinutes(5);
  private static final TimeValue IDLE_AT_MOST = TimeValue.ofMinutes(1);

  /** The pool's clock counts in milliseconds, and rounds. */
  private static final long ROUNDED_MILLIS = 2;

  /** As Feishu's page fixes it, to the letter. */
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
    failures = new TransportFailures(settings, CONNECTIONS_AT_MOST);
    idle = new IdleConnections(settings.name(), this::closeOld);
    pool = pool(settings, names, timeToLive);
    client = client(settings, pool);
    deadlines = new DeadlineTimer(settings.name());
  }

  private PoolingHttpClientConnectionManager pool(
      ConnectionSettings settings, DnsResolver names, TimeValue timeToLive) {
    Timeout connect = Timeout.of(shorter(CONNECT_TIMEOUT, settings.callDeadline()));
    return new DeadlineConnections()
        .setConnectionFactory(this::quietConnection)
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

  private ManagedHttpClientConnection quietConnection(@Nullable Socket socket) throws IOException {
    QuietConnection connection = new QuietConnection(idle);
    if (socket != null) {
      connection.bind(socket);
    }
    return connection;
  }

  /** Here a connection is leased and connected, and the request is sent next. */
  private static ClassicHttpResponse send(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    try {
      DeadlineConnections.exchange(scope.clientContext).sends();
    } catch (FeishuException e) {
      // Nothing went over the connection, which is as good as before.
      scope.execRuntime.markConnectionReusable(null, TIME_TO_LIVE);
      scope.execRuntime.releaseEndpoint();
      throw e;
    }
    return chain.proceed(request, scope);
  }

  /** Posts JSON that no rate limit counts. */
  public Reply post(String path, byte[] json, @Nullable String token, Deadline deadline) {
    return post(path, json, token, deadline, Sending.UNCOUNTED);
  }

  /**
   * Posts JSON.
   *
   * @param path path and query, beginning with a slash; one of a few
   * @param json the body
   * @param token the access token; null for the call that fetches one
   * @param deadline when to give up, wherever the exchange is
   * @param sending is asked before the request is sent
   * @throws FeishuException if no whole reply came, or the request must not be sent
   */
  public Reply post(
      String path, byte[] json, @Nullable String token, Deadline deadline, Sending sending) {
    Duration remaining = deadline.remaining();
    if (remaining.isZero()) {
      throw FeishuException.silence(failures.outOfTime(), null);
    }
    HttpPost request = new HttpPost(addresses.computeIfAbsent(path, this::address));
    request.setEntity(new ByteArrayEntity(json, JSON_UTF_8));
    request.setHeader(HttpHeaders.ACCEPT, ContentType.APPLICATION_JSON.getMimeType());
    if (token != null) {
      request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    }
    // Before the deadline, or nobody would learn that it was the pool.
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

  private URI address(String path) {
    return URI.create(baseUrl + path);
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
      // Or HttpClient would read the rest, for as long as the deadline lets it.
      request.cancel();
      throw new TransportFailures.BodyTooLargeException(BODY_AT_MOST);
    }
    // HttpClient hands on what a proxy says to CONNECT as if the host had said it.
    boolean proxys =
        baseUrl.getScheme().equalsIgnoreCase("https") && context.getSSLSession() == null;
    return new Reply(response.getCode(), headers, body, proxys);
  }

  /** More than may be, where there is more. */
  private static byte[] body(HttpEntity entity) throws IOException {
    // The buffer is as large as what is asked for, up to 8 KB.
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
    // The pool turns an interrupt into a cancellation, and eats the thread's flag.
    if (e instanceof CancellationException) {
      return Interruption.of(e);
    }
    return e instanceof IOException failure ? failures.explain(failure) : (RuntimeException) e;
  }

  /**
   * A kept connection said nothing, as those beside it will if the peer was restarted or vanished.
   * What a peer has closed can be seen. One that vanished closes nothing: then only what has
   * answered since is known to live.
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

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  public DeadlineTimer deadlines() {
    return deadlines;
  }

  public boolean isClosed() {
    return deadlines.isClosed();
  }

  /** How many connections an exchange holds at this moment. */
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
