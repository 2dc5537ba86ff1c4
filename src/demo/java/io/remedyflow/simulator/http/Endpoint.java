package io.remedyflow.simulator.http;

import java.util.Locale;

/** One address of the simulator. */
public interface Endpoint {

  /** Answers as Feishu would; a failure tells the log id, the request's number in its logs. */
  Answer answer(Request request, String logId);

  /** Whether the header is what the page fixes: {@code application/json; charset=utf-8}. */
  static boolean sendsJson(Request request) {
    String type = request.headers().getOrDefault("Content-Type", "");
    String compact = type.replaceAll("[\\s\"]", "").toLowerCase(Locale.ROOT);
    return compact.equals("application/json;charset=utf-8");
  }

  /** The code is Feishu's; its HTTP status is not documented. */
  static Answer wrongMethod(String logId) {
    return Answer.envelope(405, 99991301, "http method not allowed, use POST", logId);
  }
}
