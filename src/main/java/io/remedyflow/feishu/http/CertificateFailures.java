package io.remedyflow.feishu.http;

import io.remedyflow.remedy.BilingualText;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Explains why a certificate is not trusted. Such a failure never passes without a fix. */
final class CertificateFailures {

  private CertificateFailures() {}

  /** Whether the certificate caused the failure. */
  static boolean are(IOException e) {
    return hasCause(e, CertificateException.class) || e instanceof SSLPeerUnverifiedException;
  }

  /** Explains what is wrong with the certificate of this host. */
  static BilingualText explain(IOException e, String host) {
    if (hasCause(e, CertificateExpiredException.class)) {
      return new BilingualText(
          "The TLS certificate of %s has expired. Ask its administrator to renew it, or set this server's clock, if that is wrong."
              .formatted(host),
          "%s 的 TLS 证书已过期。请该主机的管理员更新证书；如果是本服务器的时钟不准，请校准时钟。".formatted(host));
    }
    if (hasCause(e, CertificateNotYetValidException.class)) {
      return new BilingualText(
          "The TLS certificate of %s is not valid yet. Check this server's clock.".formatted(host),
          "%s 的 TLS 证书尚未生效。请检查本服务器的时钟。".formatted(host));
    }
    if (hasCause(e, CertPathBuilderException.class)) {
      return new BilingualText(
          "The TLS certificate of %s comes from an issuer that Java's trust store does not know. If it is your company's proxy, add its certificate to the trust store; if its origin is unknown, the traffic may be intercepted."
              .formatted(host),
          "%s 的 TLS 证书由 Java 信任库中没有的机构签发。如果是贵公司的代理证书，请将其导入信任库；如果来历不明，通信可能正被窃听。".formatted(host));
    }
    if (hasCause(e, CertPathValidatorException.class)) {
      return new BilingualText(
          "The TLS certificate of %s is not trustworthy: it is revoked or too weak. Ask its administrator to replace it."
              .formatted(host),
          "%s 的 TLS 证书不可信：证书已被吊销或强度不足。请该主机的管理员更换证书。".formatted(host));
    }
    return new BilingualText(
        "The TLS certificate belongs to another host, not to %s. Check base-url and the proxies and gateways between this server and Feishu."
            .formatted(host),
        "TLS 证书属于其他主机，与 %s 不符。请检查 base-url 以及与飞书之间的网络设备。".formatted(host));
  }

  private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
