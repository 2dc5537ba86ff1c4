package io.remedyflow.feishu;

import io.remedyflow.remedy.BilingualText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.jspecify.annotations.Nullable;

/**
 * Says what it means when no whole reply came from a host, what to do about it, and whether it may
 * pass of itself.
 */
final class TransportFailures {

  private final String host;
  private final @Nullable String proxy;
  private final int connectionsAtMost;

  TransportFailures(ConnectionSettings settings, int connectionsAtMost) {
    host = settings.baseUrl().getHost();
    proxy = settings.proxy() == null ? null : settings.proxy().host();
    this.connectionsAtMost = connectionsAtMost;
  }

  /** Whether the exception says more than that a deadline cut the call off. */
  boolean tellsMoreThanTime(Exception e) {
    return e instanceof BodyTooLargeException || e instanceof ConnectionRequestTimeoutException;
  }

  /** The exception for what went wrong on the way. */
  FeishuException explain(IOException e) {
    if (e instanceof BodyTooLargeException tooLarge) {
      return FeishuException.lasting(
          new BilingualText(
              "The answer from %s is larger than %d bytes, so that it cannot be Feishu's. Check base-url and what stands between here and Feishu."
                  .formatted(host, tooLarge.atMost()),
              "来自 %s 的响应超过 %d 字节，不可能是飞书的响应。请检查 base-url 以及与飞书之间的网络设备。"
                  .formatted(host, tooLarge.atMost())),
          e);
    }
    if (hasCause(e, CertificateException.class) || e instanceof SSLPeerUnverifiedException) {
      return FeishuException.lasting(certificate(e), e);
    }
    if (e instanceof UnknownHostException) {
      return FeishuException.passing(
          proxy == null
              ? new BilingualText(
                  "The name %s cannot be resolved. Check base-url and this server's DNS."
                      .formatted(host),
                  "无法解析域名 %s。请检查 base-url 和本服务器的 DNS。".formatted(host))
              : new BilingualText(
                  "The proxy's name %s cannot be resolved. Check proxy.host and this server's DNS."
                      .formatted(proxy),
                  "无法解析代理服务器的域名 %s。请检查 proxy.host 和本服务器的 DNS。".formatted(proxy)),
          e);
    }
    if (e instanceof ConnectionRequestTimeoutException) {
      return FeishuException.passing(
          new BilingualText(
              "All %d connections to %s were in use for too long. If it goes on, Feishu answers too slowly, or the job executor has too many threads."
                  .formatted(connectionsAtMost, host),
              "到 %2$s 的 %1$d 个连接长时间全部被占用。若持续出现，说明飞书响应过慢，或作业执行器的线程过多。"
                  .formatted(connectionsAtMost, host)),
          e);
    }
    if (e instanceof ConnectTimeoutException) {
      return FeishuException.passing(
          proxy == null
              ? new BilingualText(
                  "No connection to %s came about in time. Check the firewall and whether a proxy is needed."
                      .formatted(host),
                  "连接 %s 超时。请检查防火墙以及是否需要代理。".formatted(host))
              : new BilingualText(
                  "No connection to the proxy %s came about in time. Check proxy.host, proxy.port and the firewall."
                      .formatted(proxy),
                  "连接代理服务器 %s 超时。请检查 proxy.host、proxy.port 和防火墙。".formatted(proxy)),
          e);
    }
    if (e instanceof ConnectException) {
      return FeishuException.passing(
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
              "TLS with %s failed. If it goes on, check what stands between here and Feishu."
                  .formatted(host),
              "与 %s 的 TLS 通信失败。若持续出现，请检查与飞书之间的网络设备。".formatted(host)),
          e);
    }
    if (e instanceof SocketTimeoutException) {
      return FeishuException.passing(outOfTime(), e);
    }
    if (quotesThePeer(e)) {
      return FeishuException.passing(
          new BilingualText(
              "What came from %s breaks the rules of HTTP. If it goes on, check base-url and what stands between here and Feishu."
                  .formatted(host),
              "来自 %s 的数据不符合 HTTP 规范。若持续出现，请检查 base-url 以及与飞书之间的网络设备。".formatted(host)),
          null);
    }
    return FeishuException.passing(
        new BilingualText(
            "The connection to %s broke before the answer was complete.".formatted(host),
            "与 %s 的连接在响应完成前中断。".formatted(host)),
        e);
  }

  private BilingualText certificate(IOException e) {
    BilingualText what;
    if (hasCause(e, CertificateExpiredException.class)) {
      what =
          new BilingualText(
              "The TLS certificate of %s has expired. Let whoever runs that host renew it, or set this server's clock, if that is wrong."
                  .formatted(host),
              "%s 的 TLS 证书已过期。请该主机的管理员更新证书；如果是本服务器的时钟不准，请校准时钟。".formatted(host));
    } else if (hasCause(e, CertificateNotYetValidException.class)) {
      what =
          new BilingualText(
              "The TLS certificate of %s is not valid yet. Check this server's clock."
                  .formatted(host),
              "%s 的 TLS 证书尚未生效。请检查本服务器的时钟。".formatted(host));
    } else if (hasCause(e, CertPathBuilderException.class)) {
      what =
          new BilingualText(
              "The TLS certificate of %s comes from an issuer that Java's trust store does not know. If it is your company's proxy, add its certificate to the trust store; if nobody can explain it, somebody listens in."
                  .formatted(host),
              "%s 的 TLS 证书由 Java 信任库中没有的机构签发。如果是贵公司的代理证书，请将其导入信任库；如果来历不明，通信可能正被窃听。"
                  .formatted(host));
    } else if (hasCause(e, CertPathValidatorException.class)) {
      what =
          new BilingualText(
              "The TLS certificate of %s is not to be trusted: it is revoked, or too weak. Let whoever runs that host replace it."
                  .formatted(host),
              "%s 的 TLS 证书不可信：证书已被吊销或强度不足。请该主机的管理员更换证书。".formatted(host));
    } else {
      what =
          new BilingualText(
              "The TLS certificate is another host's, not that of %s. Check base-url and what stands between here and Feishu."
                  .formatted(host),
              "TLS 证书属于其他主机，与 %s 不符。请检查 base-url 以及与飞书之间的网络设备。".formatted(host));
    }
    return what;
  }

  /** Messages of such exceptions hold what the peer sent, and with it perhaps a token. */
  private static boolean quotesThePeer(IOException e) {
    return hasCause(e, HttpException.class)
        || e instanceof MalformedChunkCodingException
        || e instanceof MessageConstraintException;
  }

  /** The text for a call that its deadline ended. */
  BilingualText outOfTime() {
    return new BilingualText(
        "%s did not answer in time. If it goes on, raise call-deadline or check the network."
            .formatted(host),
        "%s 未在规定时间内响应。若持续出现，请调大 call-deadline 或检查网络。".formatted(host));
  }

  private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** The body is larger than any honest answer. */
  static final class BodyTooLargeException extends IOException {

    private final int atMost;

    BodyTooLargeException(int atMost) {
      super("the body is larger than " + atMost + " bytes");
      this.atMost = atMost;
    }

    int atMost() {
      return atMost;
    }
  }
}
