package io.remedyflow.plugin.parse;

import io.remedyflow.camunda.contract.CommonFields;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.bpmn.parser.FailedJobRetryConfiguration;
import org.camunda.bpm.engine.impl.calendar.DurationHelper;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.impl.util.ParseUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a retry cycle more strictly than the engine, which finds an error only when a
 * job fails.
 */
final class RetryCycle {

  private static final String DEFAULT = CommonFields.DEFAULT_RETRY_CYCLE;

  /** The engine's databases accept no later year. */
  private static final int LAST_YEAR = 9999;

  /** The engine counts the repeats of a cycle one by one until it reaches the present. */
  private static final int REPEATS_COUNTED_AT_ONCE = 1_000;

  private RetryCycle() {}

  static FailedJobRetryConfiguration byDefault() {
    return ParseUtil.parseRetryIntervals(ofThisEngine());
  }

  /**
   * The default cycle. If an administrator has changed the engine's default number of retries, it
   * has the waits of the default cycle for that many attempts.
   */
  static String ofThisEngine() {
    int attempts = Context.getProcessEngineConfiguration().getDefaultNumberOfRetries();
    if (attempts == JobEntity.DEFAULT_RETRIES) {
      return DEFAULT;
    }
    String[] waits = DEFAULT.split(",", -1);
    return attempts <= 1
        ? "R1/" + waits[0]
        : IntStream.range(0, attempts - 1)
            .mapToObj(n -> waits[Math.min(n, waits.length - 1)])
            .collect(Collectors.joining(","));
  }

  /** Whether the engine evaluates the text when a job fails. */
  static boolean isExpression(String text) {
    String start = text.strip();
    return start.startsWith("${") || start.startsWith("#{");
  }

  /**
   * The text as the engine needs it; null if the engine could not read a part of it.
   *
   * @param text text that is not an expression
   */
  static @Nullable String normalized(String text) {
    String cycle = text.replaceAll("\\s", "");
    // The engine itself checks only the first of several waiting times.
    return Stream.of(cycle.split(",", -1)).allMatch(RetryCycle::isWaitingTime) ? cycle : null;
  }

  private static boolean isWaitingTime(String text) {
    try {
      Instant now = ClockUtil.getCurrentTime().toInstant();
      DurationHelper duration = new DurationHelper(text);
      if (duration.isRepeat()) {
        Instant once =
            new DurationHelper(text.substring(text.indexOf('/') + 1)).getDateAfter().toInstant();
        if (duration.getTimes() < 1
            || (duration.getTimes() > REPEATS_COUNTED_AT_ONCE && !once.isAfter(now))) {
          return false;
        }
      }
      Date then = duration.getDateAfter();
      // The engine turns a number that is too large for it into a time before now.
      return then != null
          && !then.toInstant().isBefore(now)
          && then.toInstant().atZone(ZoneOffset.UTC).getYear() <= LAST_YEAR;
    } catch (Exception e) {
      return false;
    }
  }
}
