package io.remedyflow.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came in over the wire.
 *
 * @param method as sent
 * @param path as sent, without the query
 * @param query the raw query, "" where there was none
 * @param headers names in any case; values of a repeated header are joined by a comma
 * @param body as UTF-8 text, cut where it was longer than the simulator reads
 * @param receivedAt by the simulator's clock
 * @param clientPort the caller's end of the connection
 */
public record Request(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    String body,
    Instant receivedAt,
    int clientPort) {

  static Request of(HttpExchange exchange, String body, Instant receivedAt) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name, String.join(", ", values)));
    var uri = exchange.getRequestURI();
    return new Request(
        exchange.getRequestMethod(),
        orEmpty(uri.getRawPath()),
        orEmpty(uri.getRawQuery()),
        Collections.unmodifiableMap(headers),
        body,
        receivedAt,
        exchange.getRemoteAddress().getPort());
  }

  /** The values that a parameter of the query has, in their order. */
  public List<String> parameters(String name) {
    return Stream.of(query.split("&"))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .toList();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
