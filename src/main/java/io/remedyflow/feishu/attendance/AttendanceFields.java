package io.remedyflow.feishu.attendance;

import io.remedyflow.remedy.WorkType;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import org.jspecify.annotations.Nullable;

/** The fields that answers and requests of the attendance service have in common. */
final class AttendanceFields {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withResolverStyle(ResolverStyle.STRICT);

  private static final int ON_DUTY = 1;
  private static final int OFF_DUTY = 2;

  private AttendanceFields() {}

  /** A local time as Feishu writes it. */
  static String minute(LocalDateTime time) {
    return MINUTE.format(time);
  }

  /** The local time of a text; null if it is not one. */
  static @Nullable LocalDateTime minute(@Nullable String text) {
    try {
      return text == null ? null : LocalDateTime.parse(text.strip(), MINUTE);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The type of Feishu's number. */
  static WorkType workType(@Nullable Integer number) {
    if (number == null) {
      return WorkType.UNKNOWN;
    }
    return switch (number) {
      case ON_DUTY -> WorkType.ON_DUTY;
      case OFF_DUTY -> WorkType.OFF_DUTY;
      default -> WorkType.UNKNOWN;
    };
  }

  /** Feishu's number of a type; 0 for none. */
  static int number(WorkType type) {
    return switch (type) {
      case ON_DUTY -> ON_DUTY;
      case OFF_DUTY -> OFF_DUTY;
      case UNKNOWN -> 0;
    };
  }
}
