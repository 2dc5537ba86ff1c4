package io.remedyflow.feishu;

import java.util.concurrent.CancellationException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Builds a pool whose connecting ends with the call. HttpClient tries one address of a host after
 * another, each with the whole connect timeout, and a cancelled request does not keep it from the
 * next.
 */
final class DeadlineConnections extends PoolingHttpClientConnectionManagerBuilder {

  private static final String DEADLINE = "remedyflow.deadline";

  /** The context of a call that ends at the deadline. */
  static HttpClientContext context(Deadline deadline) {
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(DEADLINE, deadline);
    return context;
  }

  @Override
  protected HttpClientConnectionOperator createConnectionOperator(
      SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
    var strategies =
        RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build();
    return new DefaultHttpClientConnectionOperator(ports, names, strategies) {
      @Override
      protected void onBeforeSocketConnect(HttpContext context, HttpHost host) {
        if (context.getAttribute(DEADLINE) instanceof Deadline deadline && deadline.hasPassed()) {
          throw new CancellationException("the call's deadline has passed");
        }
      }
    };
  }
}
