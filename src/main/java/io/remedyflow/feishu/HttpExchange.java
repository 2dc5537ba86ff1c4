package io.remedyflow.feishu;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
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
 * <p>HttpClient's timeouts bound each step; an endless dribble would satisfy all of them. So a
 * timer cancels the whole exchange at the deadline, connecting and reading included.
 */
final class HttpExchange implements AutoCloseable {

  /** Far above any honest answer: one employee's day. */
  static final int BODY_AT_MOST = 1024 * 1024;

  private static final int CONNECTIONS_AT_MOST = 64;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration LEASE_TIMEOUT = Duration.ofSeconds(2);
  private static final TimeValue VALIDATE_AFTER = TimeValue.ofSeconds(2);
  private static final TimeValue TIME_TO_LIVE = TimeValue.ofMinutes(5);

  /** As Feishu's page fixes it, to the letter. */
  private static final ContentType JSON_UTF_8 =
      ContentType.parse("application/json; charset=utf-8");

  private final URI baseUrl;
  private final TransportFailures failures;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor timer;

  HttpExchange(ConnectionSettings settings) {
    this(settings, SystemDefaultDnsResolver.INSTANCE);
  }

  HttpExchange(ConnectionSettings settings, DnsResolver names) {
    baseUrl = settings.baseUrl();
    failures = new TransportFailures(baseUrl.getHost(), CONNECTIONS_AT_MOST);
    client = client(settings, names);
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "remedyflow-deadline-" + settings.name());
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  private static CloseableHttpClient client(ConnectionSettings settings, DnsResolver names) {
    Timeout connect = Timeout.of(shorter(CONNECT_TIMEOUT, settings.callDeadline()));
    HttpClientBuilder builder =
        HttpClients.custom()
            .setConnectionManager(
                new DeadlineConnections()
                    .setConnectionFactory(HttpExchange::quietConnection)
                    .setDnsResolver(names)
                    .setMaxConnTotal(CONNECTIONS_AT_MOST)
                    .setMaxConnPerRoute(CONNECTIONS_AT_MOST)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(connect)
                            .setSocketTimeout(connect)
                            .setValidateAfterInactivity(VALIDATE_AFTER)
                            .setTimeToLive(TIME_TO_LIVE)
                            .build())
                    .build())
            .setUserAgent("remedyflow-camunda7")
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

  private static ManagedHttpClientConnection quietConnection(@Nullable Socket socket)
      throws IOException {
    QuietConnection connection = new QuietConnection();
    if (socket != null) {
      connection.bind(socket);
    }
    return connection;
  }

  /**
   * Posts JSON.
   *
   * @param path path and query, beginning with a slash
   * @param json the body
   * @param token the access token; null for the call that fetches one
   * @param deadline when to give up, wherever the exchange is
   * @throws FeishuException if no whole reply came
   */
  Reply post(String path, byte[] json, @Nullable String token, Deadline deadline) {
    Duration remaining = deadline.remaining();
    if (remaining.isZero()) {
      throw FeishuException.passing(failures.outOfTime(), null);
    }
    HttpPost request = new HttpPost(baseUrl + path);
    request.setEntity(new ByteArrayEntity(json, JSON_UTF_8));
    request.setHeader(HttpHeaders.ACCEPT, ContentType.APPLICATION_JSON.getMimeType());
    if (token != null) {
      request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    }
    request.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.of(shorter(LEASE_TIMEOUT, remaining)))
            .setResponseTimeout(Timeout.of(remaining))
            .build());
    ScheduledFuture<?> cancel;
    try {
      cancel = timer.schedule(request::cancel, remaining.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      throw Interruption.stopped(e);
    }
    try {
      return client.execute(request, DeadlineConnections.context(deadline), HttpExchange::read);
    } catch (IOException | RuntimeException e) {
      throw translated(e, request, deadline);
    } finally {
      cancel.cancel(false);
    }
  }

  private static Reply read(ClassicHttpResponse response) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new Reply(response.getCode(), headers, new byte[0]);
    }
    InputStream content = entity.getContent();
    byte[] body = content.readNBytes(BODY_AT_MOST + 1);
    if (body.length > BODY_AT_MOST) {
      throw new TransportFailures.BodyTooLargeException(BODY_AT_MOST);
    }
    return new Reply(response.getCode(), headers, body);
  }

  private RuntimeException translated(Exception e, HttpPost request, Deadline deadline) {
    if (deadline.hasPassed() || request.isCancelled()) {
      return FeishuException.passing(failures.outOfTime(), e);
    }
    if (timer.isShutdown()) {
      return Interruption.stopped(e);
    }
    // The pool turns an interrupt into a cancellation, and eats the thread's flag.
    if (Thread.currentThread().isInterrupted() || e instanceof CancellationException) {
      return Interruption.of(e);
    }
    return e instanceof IOException failure ? failures.explain(failure) : (RuntimeException) e;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  boolean isClosed() {
    return timer.isShutdown();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    client.close(CloseMode.GRACEFUL);
  }
}
