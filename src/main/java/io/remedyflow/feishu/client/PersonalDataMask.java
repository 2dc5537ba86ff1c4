package io.remedyflow.feishu.client;

import static java.util.stream.Collectors.joining;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.http.WholeToken;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.InvalidRemedyRequestException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks personal values in Feishu's messages before exceptions are thrown: the engine keeps
 * messages of exceptions, including those of causes, in incidents, job logs and stack traces.
 */
final class PersonalDataMask {

  private final boolean shows;

  /**
   * @param shows whether personal values may be shown
   */
  PersonalDataMask(boolean shows) {
    this.shows = shows;
  }

  /** The values as a log shows them. */
  String shown(List<PersonalValue> values) {
    return values.stream().map(it -> shows ? it.value() : it.masked()).collect(joining(", "));
  }

  /** The exception with these values masked; the same object if it contains none. */
  RuntimeException masked(RuntimeException thrown, List<PersonalValue> values) {
    if (shows) {
      return thrown;
    }
    if (thrown instanceof InvalidRemedyRequestException e) {
      BilingualText text = masked(e.explanation(), values);
      return text.equals(e.explanation())
          ? e
          : inPlaceOf(e, new InvalidRemedyRequestException(text, e.code(), e.logId()));
    }
    return thrown instanceof FeishuException e ? masked(e, values) : thrown;
  }

  private FeishuException masked(FeishuException e, List<PersonalValue> values) {
    BilingualText text = masked(e.explanation(), values);
    Throwable cause =
        e.getCause() instanceof FeishuException inner ? masked(inner, values) : e.getCause();
    return text.equals(e.explanation()) && cause == e.getCause()
        ? e
        : inPlaceOf(e, e.with(text, cause));
  }

  private static <T extends RuntimeException> T inPlaceOf(T thrown, T other) {
    other.setStackTrace(thrown.getStackTrace());
    return other;
  }

  private static BilingualText masked(BilingualText text, List<PersonalValue> values) {
    String en = text.en();
    String zhCn = text.zhCn();
    for (PersonalValue personal : values) {
      Pattern value = pattern(personal.value());
      String mask = Matcher.quoteReplacement(personal.masked());
      en = value.matcher(en).replaceAll(mask);
      zhCn = value.matcher(zhCn).replaceAll(mask);
    }
    return new BilingualText(en, zhCn);
  }

  /** Matches the value, or its beginning where a long text was cut. */
  private static Pattern pattern(String value) {
    StringBuilder alternatives = new StringBuilder(Pattern.quote(value));
    for (int kept = value.length() - 1; kept > 3; kept--) {
      alternatives.append('|').append(Pattern.quote(value.substring(0, kept))).append("(?=…)");
    }
    return WholeToken.matching(alternatives.toString());
  }
}
