package io.remedyflow.feishu;

import io.remedyflow.remedy.BilingualText;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
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
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
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
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor timer;

  HttpExchange(ConnectionSettings settings) {
    this(settings, SystemDefaultDnsResolver.INSTANCE);
  }

  HttpExchange(ConnectionSettings settings, DnsResolver names) {
    baseUrl = settings.baseUrl();
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
      throw FeishuException.passing(outOfTime(), null);
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
      throw new BodyTooLargeException();
    }
    return new Reply(response.getCode(), headers, body);
  }

  private RuntimeException translated(Exception e, HttpPost request, Deadline deadline) {
    if (deadline.hasPassed() || request.isCancelled()) {
      return FeishuException.passing(outOfTime(), e);
    }
    if (timer.isShutdown()) {
      return Interruption.stopped(e);
    }
    // The pool turns an interrupt into a cancellation, and eats the thread's flag.
    if (Thread.currentThread().isInterrupted() || e instanceof CancellationException) {
      return Interruption.of(e);
    }
    return e instanceof IOException failure ? translated(failure) : (RuntimeException) e;
  }

  private FeishuException translated(IOException e) {
    String host = baseUrl.getHost();
    if (e instanceof BodyTooLargeException) {
      return FeishuException.lasting(
          new BilingualText(
              "The answer from %s is larger than %d bytes, so that it cannot be Feishu's. Check base-url and what stands between here and Feishu."
                  .formatted(host, BODY_AT_MOST),
              "来自 %s 的响应超过 %d 字节，不可能是飞书的响应。请检查 base-url 以及与飞书之间的网络设备。"
                  .formatted(host, BODY_AT_MOST)),
          e);
    }
    if (hasCause(e, CertificateException.class) || e instanceof SSLPeerUnverifiedException) {
      return FeishuException.lasting(
          new BilingualText(
              "The TLS certificate of %s is not to be trusted. Check the host in base-url, the clock of this server, and that the Java trust store knows the issuer (a company proxy may have its own)."
                  .formatted(host),
              "%s 的 TLS 证书不可信。请检查 base-url 中的域名、本服务器的时钟，以及 Java 信任库是否包含证书的签发机构（企业代理可能使用自己的证书）。"
                  .formatted(host)),
          e);
    }
    if (e instanceof UnknownHostException) {
      return FeishuException.passing(
          new BilingualText(
              "The name %s cannot be resolved. Check base-url and this server's DNS."
                  .formatted(host),
              "无法解析域名 %s。请检查 base-url 和本服务器的 DNS。".formatted(host)),
          e);
    }
    if (e instanceof ConnectionRequestTimeoutException) {
      return FeishuException.passing(
          new BilingualText(
              "All %d connections to %s were in use for too long. If it goes on, Feishu answers too slowly, or the job executor has too many threads."
                  .formatted(CONNECTIONS_AT_MOST, host),
              "到 %2$s 的 %1$d 个连接长时间全部被占用。若持续出现，说明飞书响应过慢，或作业执行器的线程过多。"
                  .formatted(CONNECTIONS_AT_MOST, host)),
          e);
    }
    if (e instanceof ConnectTimeoutException) {
      return FeishuException.passing(
          new BilingualText(
              "No connection to %s came about in time. Check the firewall and whether a proxy is needed."
                  .formatted(host),
              "连接 %s 超时。请检查防火墙以及是否需要代理。".formatted(host)),
          e);
    }
    if (e instanceof ConnectException) {
      return FeishuException.passing(
          new BilingualText(
              "%s refuses connections. Check base-url, the firewall and the proxy.".formatted(host),
              "%s 拒绝连接。请检查 base-url、防火墙和代理。".formatted(host)),
          e);
    }
    if (e instanceof SSLException) {
      return FeishuException.passing(
          new BilingualText(
              "TLS with %s failed. If it goes on, check what stands between here and Feishu."
                  .formatted(host),
              "与 %s 的 TLS 通信失败。若持续出现，请检查与飞书之间的网络设备。".formatted(host)),
          e);
    }
    if (e instanceof SocketTimeoutException) {
      return FeishuException.passing(outOfTime(), e);
    }
    return FeishuException.passing(
        new BilingualText(
            "The connection to %s broke before the answer was complete.".formatted(host),
            "与 %s 的连接在响应完成前中断。".formatted(host)),
        e);
  }

  private BilingualText outOfTime() {
    return new BilingualText(
        "%s did not answer in time. If it goes on, raise call-deadline or check the network."
            .formatted(baseUrl.getHost()),
        "%s 未在规定时间内响应。若持续出现，请调大 call-deadline 或检查网络。".formatted(baseUrl.getHost()));
  }

  private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
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

  private static final class BodyTooLargeException extends IOException {
    BodyTooLargeException() {
      super("the body is larger than " + BODY_AT_MOST + " bytes");
    }
  }
}
