package io.remedyflow.camunda;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.CleanText;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.RequestRejectedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Date;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads an attendance day from the value that a form, an expression or another system put into the
 * variable.
 */
public final class RemedyDates {

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

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .parseLenient()
          .optionalStart()
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
    return read(value, RemedyQuery.REMEDY_DATE, zone);
  }

  /**
   * The attendance day of an input.
   *
   * @param value as in the other method
   * @param name what messages call the input
   * @param zone the zone that converts an instant to a day
   * @throws RequestRejectedException if the value is not a valid day
   */
  public static LocalDate read(@Nullable Object value, BilingualText name, Supplier<ZoneId> zone) {
    if (TaskInputs.isAbsent(value)) {
      throw new RequestRejectedException(
          new BilingualText(
              "The %s is empty. Enter the attendance day as yyyyMMdd or yyyy-MM-dd, such as 20210104."
                  .formatted(name.en()),
              "%s为空。请按 yyyyMMdd 或 yyyy-MM-dd 填写考勤日期，例如 20210104。".formatted(name.zhCn())));
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
      throw unreadable(name, CleanText.of(String.valueOf(value), SHOWN_AT_MOST));
    }
    throw unreadable(name, TaskInputs.typeName(value));
  }

  /**
   * A local time of an attendance group, from an input.
   *
   * @param value a local date-time such as {@code 2021-01-04T09:00} or {@code 2021-01-04 09:00}, a
   *     {@link LocalDateTime}; or a moment, as an ISO date-time with offset, a {@link Date} or a
   *     {@link ZonedDateTime}
   * @param name what messages call the input
   * @param zone the zone that converts a moment to a local time
   * @throws RequestRejectedException if the value is not a valid time
   */
  public static LocalDateTime readTime(
      @Nullable Object value, BilingualText name, Supplier<ZoneId> zone) {
    if (TaskInputs.isAbsent(value)) {
      throw new RequestRejectedException(
          new BilingualText(
              "The %s is empty. Enter day and time, such as 2021-01-04T09:00.".formatted(name.en()),
              "%s为空。请填写日期和时间，例如 2021-01-04T09:00。".formatted(name.zhCn())));
    }
    try {
      if (value instanceof String text) {
        return parseTime(text.strip(), zone);
      }
      if (value instanceof LocalDateTime time) {
        return time;
      }
      if (value instanceof Date date) {
        return LocalDateTime.ofInstant(instant(date), zone.get());
      }
      if (value instanceof ZonedDateTime time) {
        return time.withZoneSameInstant(zone.get()).toLocalDateTime();
      }
    } catch (DateTimeException e) {
      throw notATime(name, CleanText.of(String.valueOf(value), SHOWN_AT_MOST));
    }
    throw notATime(name, TaskInputs.typeName(value));
  }

  private static LocalDateTime parseTime(String text, Supplier<ZoneId> zone) {
    TemporalAccessor read =
        TIME.parseBest(text.replaceFirst("[ ]+", "T"), Instant::from, LocalDateTime::from);
    return read instanceof Instant moment
        ? LocalDateTime.ofInstant(moment, zone.get())
        : LocalDateTime.from(read);
  }

  private static RequestRejectedException notATime(BilingualText name, String shown) {
    return new RequestRejectedException(
        new BilingualText(
            "The %s '%s' is not a valid time. Enter day and time, such as 2021-01-04T09:00."
                .formatted(name.en(), shown),
            "%s“%s”不是有效时间。请填写日期和时间，例如 2021-01-04T09:00。".formatted(name.zhCn(), shown)));
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

  private static RequestRejectedException unreadable(BilingualText name, String shown) {
    return new RequestRejectedException(
        new BilingualText(
            "The %s '%s' is not a valid date. Enter the attendance day as yyyyMMdd or yyyy-MM-dd, such as 20210104 or 2021-01-04."
                .formatted(name.en(), shown),
            "%s“%s”不是有效日期。请按 yyyyMMdd 或 yyyy-MM-dd 填写考勤日期，例如 20210104 或 2021-01-04。"
                .formatted(name.zhCn(), shown)));
  }
}
