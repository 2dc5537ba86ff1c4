package io.remedyflow.camunda;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.RequestRejectedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Date;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads an attendance day from the value that a form, an expression or another system put into the
 * variable.
 */
final class RemedyDates {

  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

  /**
   * ISO, and with the offsets +0800 and +08 too: Camunda's own JSON writes offsets without a colon.
   */
  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .parseLenient()
          .appendOffset("+HH", "Z")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final int SHOWN_AT_MOST = 40;

  private RemedyDates() {}

  /**
   * The attendance day.
   *
   * @param value {@code 20210104} as text or number, {@code 2021-01-04}, an ISO date-time with
   *     offset, such as {@code 2021-01-04T00:00:00.000+0800}, a {@link LocalDate}, a {@link Date}
   *     or a {@link ZonedDateTime}
   * @param zone the zone that converts an instant to a day; read only for an instant
   * @throws RequestRejectedException if the value is not a valid day
   */
  static LocalDate read(@Nullable Object value, Supplier<ZoneId> zone) {
    if (value == null || (value instanceof String text && text.isBlank())) {
      throw new RequestRejectedException(
          new BilingualText(
              "The remedy date is empty. Enter the attendance day as yyyyMMdd or yyyy-MM-dd, such as 20210104.",
              "补卡日期为空。请按 yyyyMMdd 或 yyyy-MM-dd 填写考勤日期，例如 20210104。"));
    }
    try {
      if (value instanceof String text) {
        return parse(text.strip(), zone);
      }
      if (value instanceof Integer || value instanceof Long) {
        return LocalDate.parse(value.toString(), COMPACT);
      }
      if (value instanceof LocalDate day) {
        return day;
      }
      if (value instanceof Date date) {
        return instant(date).atZone(zone.get()).toLocalDate();
      }
      if (value instanceof ZonedDateTime time) {
        return time.withZoneSameInstant(zone.get()).toLocalDate();
      }
    } catch (DateTimeException e) {
      throw unreadable(CleanText.of(String.valueOf(value), SHOWN_AT_MOST));
    }
    throw unreadable(TaskInputs.typeName(value));
  }

  /** A java.sql.Date is a Date, but throws in toInstant(). */
  @SuppressWarnings("JavaUtilDate")
  private static Instant instant(Date date) {
    return Instant.ofEpochMilli(date.getTime());
  }

  /**
   * A value that is not readable as a day, as one short line that a person can recognise and
   * correct. An instant stays an instant.
   */
  static String unread(Object value) {
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return CleanText.of(value.toString(), SHOWN_AT_MOST);
    }
    if (value instanceof Date date) {
      return instant(date).toString();
    }
    return value instanceof ZonedDateTime time
        ? time.toInstant().toString()
        : TaskInputs.typeName(value);
  }

  private static LocalDate parse(String text, Supplier<ZoneId> zone) {
    if (text.length() == 8) {
      return LocalDate.parse(text, COMPACT);
    }
    if (text.length() == 10) {
      return LocalDate.parse(text, ISO);
    }
    return DATE_TIME.parse(text, Instant::from).atZone(zone.get()).toLocalDate();
  }

  private static RequestRejectedException unreadable(String shown) {
    return new RequestRejectedException(
        new BilingualText(
            "The remedy date '"
                + shown
                + "' is not a valid date. Enter the attendance day as yyyyMMdd or yyyy-MM-dd, such as"
                + " 20210104 or 2021-01-04.",
            "补卡日期“" + shown + "”不是有效日期。请按 yyyyMMdd 或 yyyy-MM-dd 填写考勤日期，例如 20210104 或 2021-01-04。"));
  }
}
