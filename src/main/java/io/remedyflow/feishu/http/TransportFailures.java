package io.remedyflow.feishu.http;

import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.ProxySettings;
import io.remedyflow.remedy.BilingualText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.jspecify.annotations.Nullable;

/**
 * Explains why no complete reply came from a host, what to do about it, and whether the failure is
 * transient.
 */
final class TransportFailures {

  private final String host;
  private final String name;
  private final @Nullable String proxy;

  TransportFailures(ConnectionSettings settings) {
    host = settings.baseUrl().getAuthority();
    ProxySettings through = settings.proxy();
    name = through == null ? settings.baseUrl().getHost() : through.host();
    proxy = through == null ? null : through.host() + ":" + through.port();
  }

  /** Whether the exception says more than that a deadline ended the call. */
  static boolean tellsMoreThanTime(IOException e) {
    return e instanceof BodyTooLargeException
        || e instanceof ConnectionRequestTimeoutException
        || quotesThePeer(e);
  }

  /** The exception for a failed exchange. */
  FeishuException explain(IOException e) {
    if (e instanceof BodyTooLargeException) {
      return FeishuException.lasting(
          new BilingualText(
              "The answer from %s is larger than %d bytes, so it cannot be Feishu's. Check base-url and the proxies and gateways between this server and Feishu."
                  .formatted(host, HttpTransport.BODY_AT_MOST),
              "来自 %s 的响应超过 %d 字节，不可能是飞书的响应。请检查 base-url 以及与飞书之间的网络设备。"
                  .formatted(host, HttpTransport.BODY_AT_MOST)),
          e);
    }
    if (CertificateFailures.are(e)) {
      return FeishuException.lasting(CertificateFailures.explain(e, host), e);
    }
    if (e instanceof UnknownHostException) {
      return FeishuException.silence(
          proxy == null
              ? new BilingualText(
                  "The name %s cannot be resolved. Check base-url and this server's DNS."
                      .formatted(name),
                  "无法解析域名 %s。请检查 base-url 和本服务器的 DNS。".formatted(name))
              : new BilingualText(
                  "The proxy's name %s cannot be resolved. Check proxy.host and this server's DNS."
                      .formatted(name),
                  "无法解析代理服务器的域名 %s。请检查 proxy.host 和本服务器的 DNS。".formatted(name)),
          e);
    }
    if (e instanceof ConnectionRequestTimeoutException) {
      return FeishuException.passing(
          new BilingualText(
              "All %d connections to %s were in use for too long. If this continues, Feishu answers too slowly."
                  .formatted(HttpTransport.CONNECTIONS_AT_MOST, host),
              "到 %2$s 的 %1$d 个连接长时间全部被占用。若持续出现，说明飞书响应过慢。"
                  .formatted(HttpTransport.CONNECTIONS_AT_MOST, host)),
          e);
    }
    if (e instanceof ConnectTimeoutException) {
      return FeishuException.silence(
          proxy == null
              ? new BilingualText(
                  "Connecting to %s timed out. Check the firewall and whether a proxy is needed."
                      .formatted(host),
                  "连接 %s 超时。请检查防火墙以及是否需要代理。".formatted(host))
              : new BilingualText(
                  "Connecting to the proxy %s timed out. Check proxy.host, proxy.port and the firewall."
                      .formatted(proxy),
                  "连接代理服务器 %s 超时。请检查 proxy.host、proxy.port 和防火墙。".formatted(proxy)),
          e);
    }
    if (e instanceof ConnectException) {
      return FeishuException.silence(
          proxy == null
              ? new BilingualText(
                  "%s refuses connections. Check base-url, the firewall and the proxy."
                      .formatted(host),
                  "%s 拒绝连接。请检查 base-url、防火墙和代理。".formatted(host))
              : new BilingualText(
                  "The proxy %s refuses connections. Check proxy.host, proxy.port and the firewall."
                      .formatted(proxy),
                  "代理服务器 %s 拒绝连接。请检查 proxy.host、proxy.port 和防火墙。".formatted(proxy)),
          e);
    }
    if (e instanceof SSLException) {
      return FeishuException.passing(
          new BilingualText(
              "TLS with %s failed. If this continues, check the proxies and gateways between this server and Feishu."
                  .formatted(host),
              "与 %s 的 TLS 通信失败。若持续出现，请检查与飞书之间的网络设备。".formatted(host)),
          e);
    }
    if (e instanceof SocketTimeoutException) {
      return FeishuException.silence(outOfTime(), e);
    }
    if (quotesThePeer(e)) {
      return FeishuException.passing(
          new BilingualText(
              "%s sent a malformed HTTP response. If this continues, check base-url and the proxies and gateways between this server and Feishu."
                  .formatted(host),
              "来自 %s 的数据不符合 HTTP 规范。若持续出现，请检查 base-url 以及与飞书之间的网络设备。".formatted(host)));
    }
    return FeishuException.passing(
        new BilingualText(
            "The connection to %s broke before the answer was complete.".formatted(host),
            "与 %s 的连接在响应完成前中断。".formatted(host)),
        e);
  }

  /** The messages of some of these contain what the peer sent, which may include a token. */
  private static boolean quotesThePeer(IOException e) {
    return e.getCause() instanceof HttpException
        || (e instanceof MalformedChunkCodingException && !(e instanceof TruncatedChunkException))
        || e instanceof MessageConstraintException
        || e instanceof ZipException;
  }

  /** The text for a call that its deadline ended. */
  BilingualText outOfTime() {
    return new BilingualText(
        "%s did not answer in time. If this continues, raise call-deadline or check the network."
            .formatted(host),
        "%s 未在规定时间内响应。若持续出现，请调大 call-deadline 或检查网络。".formatted(host));
  }

  /** The body is larger than any valid answer. */
  static final class BodyTooLargeException extends IOException {

    BodyTooLargeException() {
      super("the body is larger than " + HttpTransport.BODY_AT_MOST + " bytes");
    }
  }
}
