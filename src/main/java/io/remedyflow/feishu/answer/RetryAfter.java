package io.remedyflow.feishu.answer;

import static io.remedyflow.ratelimit.Durations.shorter;

import io.remedyflow.feishu.http.Reply;
import io.remedyflow.ratelimit.Cooldown;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;

/**
 * How long a reply asks to wait, by Feishu's own header, else by HTTP's. An invalid value counts as
 * absent, and no pause is longer than {@link Cooldown#LONGEST}.
 */
final class RetryAfter {

  /** Feishu's header, in seconds. */
  static final String RESET = "x-ogw-ratelimit-reset";

  /** The oldest of the three date formats of RFC 9110, 5.6.7, which HttpClient does not read. */
  private static final DateTimeFormatter ASCTIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("EEE MMM ppd HH:mm:ss uuuu")
          .toFormatter(Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private RetryAfter() {}

  /** The pause; empty if the reply names none, or none that can be read. */
  static Optional<Duration> of(Reply reply) {
    return reply
        .header(RESET)
        .flatMap(RetryAfter::seconds)
        .or(() -> reply.header("Retry-After").flatMap(text -> secondsOrDate(text, reply)));
  }

  private static Optional<Duration> secondsOrDate(String text, Reply reply) {
    return seconds(text).or(() -> date(text).flatMap(end -> until(end, reply)));
  }

  private static Optional<Duration> seconds(String header) {
    String text = header.strip();
    return text.matches("0*[1-9][0-9]{0,8}")
        ? capped(Duration.ofSeconds(Long.parseLong(text)))
        : Optional.empty();
  }

  /** Counted from the reply's own date, since the clocks of two machines differ. */
  private static Optional<Duration> until(Instant end, Reply reply) {
    Instant begin = reply.header("Date").flatMap(RetryAfter::date).orElseGet(Instant::now);
    Duration pause = Duration.between(begin, end);
    return pause.isNegative() || pause.isZero() ? Optional.empty() : capped(pause);
  }

  private static Optional<Instant> date(String header) {
    String text = header.strip();
    return Optional.ofNullable(DateUtils.parseStandardDate(text)).or(() -> asctime(text));
  }

  private static Optional<Instant> asctime(String text) {
    try {
      return Optional.of(ASCTIME.parse(text, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> capped(Duration pause) {
    return Optional.of(shorter(pause, Cooldown.LONGEST));
  }
}
