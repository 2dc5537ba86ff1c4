package io.remedyflow.camunda;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.Language;
import io.remedyflow.remedy.RemedyConnection;
import io.remedyflow.remedy.RemedyQuery;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which task asked whom about whom, as far as it came.
 *
 * @param task the task's id in the model
 * @param language in which to tell of it
 * @param connection null until one was found
 * @param query null until there was one
 */
record Circumstances(
    String task,
    Language language,
    @Nullable RemedyConnection connection,
    @Nullable RemedyQuery query) {

  /** What an id may take of a message: enough for all but those that mean harm. */
  private static final int ID_AT_MOST = 64;

  private static final int PEER_AT_MOST = 100;

  static Circumstances of(String task, Language language) {
    return new Circumstances(CleanText.of(task, ID_AT_MOST), language, null, null);
  }

  Circumstances over(RemedyConnection found) {
    return new Circumstances(task, found.language(), found, null);
  }

  Circumstances about(RemedyQuery asked) {
    return new Circumstances(task, language, connection, asked);
  }

  /** In which times are told. */
  ZoneId zone() {
    return connection == null ? ZoneOffset.UTC : connection.zone();
  }

  /** By which a person finds the case again. */
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
    if (query == null || connection == null) {
      return "-";
    }
    return CleanText.of(
        connection.showsEmployeeIds() ? query.userId() : query.maskedUserId(), ID_AT_MOST);
  }
}
