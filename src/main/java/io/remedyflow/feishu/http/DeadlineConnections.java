package io.remedyflow.feishu.http;

import java.util.Objects;
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
 * Builds a pool that opens no connection after the call's deadline. HttpClient tries the addresses
 * of a host one after another, each with the whole connect timeout, and a cancelled request does
 * not stop it from trying the next one.
 */
final class DeadlineConnections extends PoolingHttpClientConnectionManagerBuilder {

  private static final String EXCHANGE = "remedyflow.exchange";

  /** The context of an exchange that ends at its deadline. */
  static HttpClientContext context(Exchange exchange) {
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(EXCHANGE, exchange);
    return context;
  }

  /** The exchange of a context that was created here. */
  static Exchange exchange(HttpContext context) {
    return (Exchange) Objects.requireNonNull(context.getAttribute(EXCHANGE));
  }

  @Override
  protected HttpClientConnectionOperator createConnectionOperator(
      SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
    var strategies =
        RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build();
    return new DefaultHttpClientConnectionOperator(ports, names, strategies) {
      @Override
      protected void onBeforeSocketConnect(HttpContext context, HttpHost host) {
        Exchange exchange = exchange(context);
        exchange.connects();
        if (exchange.deadline().hasPassed()) {
          throw new CancellationException("the call's deadline has passed");
        }
      }
    };
  }
}
