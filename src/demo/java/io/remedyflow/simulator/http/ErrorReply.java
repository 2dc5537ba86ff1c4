package io.remedyflow.simulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A "no" of Feishu's, with the HTTP status that goes with its code.
 *
 * @param violation what the "error" object tells beside the log id, in a list of this one entry
 * @param violations the name of that list
 */
public record ErrorReply(
    int status, int code, String msg, String violations, Map<String, String> violation) {

  /** Puts what is told more in the order of the names: the same on every run. */
  public ErrorReply {
    violation = Collections.unmodifiableMap(new TreeMap<>(violation));
  }

  /** One that tells nothing more. */
  public ErrorReply(int status, int code, String msg) {
    this(status, code, msg, "", Map.of());
  }

  /** Feishu's envelope around it. */
  Answer answer(String logId) {
    ObjectNode body = Json.object().put("code", code).put("msg", msg);
    ObjectNode error = body.putObject("error").put("log_id", logId);
    if (!violation.isEmpty()) {
      ObjectNode entry = error.putArray(violations).addObject();
      violation.forEach(entry::put);
    }
    return Answer.json(status, body);
  }

  /** To be thrown out of whatever was going on. */
  public ErrorReplyException thrown() {
    return new ErrorReplyException(this);
  }
}
