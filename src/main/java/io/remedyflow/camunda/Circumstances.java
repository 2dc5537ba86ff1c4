package io.remedyflow.camunda;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.Request;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The task, the connection and the request of a run, as far as they are known.
 *
 * @param task the task's id in the model
 * @param language the language of messages
 * @param connection null until one is found
 * @param request null until there is one
 */
record Circumstances(
    String task,
    Language language,
    @Nullable RemedyConnection connection,
    @Nullable Request<?> request) {

  /** The longest id in a message; only malicious ids are longer. */
  private static final int ID_AT_MOST = 64;

  private static final int PEER_AT_MOST = 100;

  static Circumstances of(String task, Language language) {
    return new Circumstances(CleanText.of(task, ID_AT_MOST), language, null, null);
  }

  Circumstances over(RemedyConnection found) {
    return new Circumstances(task, found.language(), found, null);
  }

  Circumstances about(Request<?> asked) {
    return new Circumstances(task, language, connection, asked);
  }

  /** The zone in which times are shown. */
  ZoneId zone() {
    return connection == null ? ZoneOffset.UTC : connection.zone();
  }

  /** The details by which a person finds the case. */
  BilingualText reference(@Nullable Integer code, @Nullable String logId) {
    String name = connection == null ? "-" : connection(connection);
    String number = Optional.ofNullable(code).map(String::valueOf).orElse("-");
    String log = logId == null ? "-" : CleanText.of(logId, ID_AT_MOST);
    return new BilingualText(
        "task %s, connection %s, employee %s, code %s, log id %s"
            .formatted(task, name, employee(), number, log),
        "任务 %s，连接 %s，员工 %s，错误码 %s，log id %s".formatted(task, name, employee(), number, log));
  }

  private static String connection(RemedyConnection connection) {
    String name = CleanText.of(connection.name(), ID_AT_MOST);
    return connection.peer() == null
        ? name
        : name + " (" + CleanText.of(connection.peer(), PEER_AT_MOST) + ")";
  }

  private String employee() {
    if (request == null || connection == null) {
      return "-";
    }
    return CleanText.of(
        connection.showsEmployeeIds() ? request.subject() : request.maskedSubject(), ID_AT_MOST);
  }
}
