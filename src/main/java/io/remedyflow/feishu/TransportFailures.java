package io.remedyflow.feishu;

import io.remedyflow.remedy.BilingualText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/**
 * Says what it means when no whole reply came from a host, what to do about it, and whether it may
 * pass of itself.
 */
final class TransportFailures {

  private final String host;
  private final int connectionsAtMost;

  TransportFailures(String host, int connectionsAtMost) {
    this.host = host;
    this.connectionsAtMost = connectionsAtMost;
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
                  .formatted(connectionsAtMost, host),
              "到 %2$s 的 %1$d 个连接长时间全部被占用。若持续出现，说明飞书响应过慢，或作业执行器的线程过多。"
                  .formatted(connectionsAtMost, host)),
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
