package io.remedyflow.simulator;

import io.remedyflow.simulator.http.Answer;
import io.remedyflow.simulator.http.Request;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request that the simulator got, and how it was answered.
 *
 * <p>Headers and body may hold a token or a secret, so neither is part of the text form.
 *
 * @param method as sent
 * @param path as sent, without the query
 * @param query the raw query, "" where there was none
 * @param headers names in any case; values of a repeated header are joined by a comma
 * @param body as UTF-8 text, cut where it was longer than the simulator reads
 * @param receivedAt by the simulator's clock
 * @param clientPort the caller's end of the connection: requests over one kept connection share it
 * @param status HTTP status of the answer; 0 while there is none, and for good where none was sent
 * @param code the answer's code, null where there is none
 */
public record RecordedRequest(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    String body,
    Instant receivedAt,
    int clientPort,
    int status,
    @Nullable Integer code) {

  /** Makes the headers readable by names in any case. */
  public RecordedRequest {
    var anyCase = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    headers = Collections.unmodifiableMap(anyCase);
  }

  static RecordedRequest of(Request request) {
    return new RecordedRequest(
        request.method(),
        request.path(),
        request.query(),
        request.headers(),
        request.body(),
        request.receivedAt(),
        request.clientPort(),
        0,
        null);
  }

  RecordedRequest answered(Answer answer) {
    return new RecordedRequest(
        method, path, query, headers, body, receivedAt, clientPort, answer.status(), answer.code());
  }

  @Override
  public String toString() {
    String target = query.isEmpty() ? path : path + "?" + query;
    String outcome = status == 0 ? "no answer" : code == null ? "" + status : status + " " + code;
    return method + " " + target + " -> " + outcome;
  }
}
