package io.remedyflow.feishu;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.InvalidRemedyRequestException;
import io.remedyflow.remedy.RemedyQuery;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks the employee in what Feishu says of a question. Before it is thrown: the engine keeps
 * messages of exceptions, those of causes included, in incidents, job logs and stack traces.
 */
final class Discretion {

  private final boolean showsEmployeeIds;

  Discretion(boolean showsEmployeeIds) {
    this.showsEmployeeIds = showsEmployeeIds;
  }

  /** The employee, as far as may be shown. */
  String employee(RemedyQuery query) {
    return showsEmployeeIds ? query.userId() : query.maskedUserId();
  }

  /**
   * What was thrown at this question, without a word of the employee; the same if there is none.
   */
  RuntimeException about(RemedyQuery query, RuntimeException thrown) {
    if (showsEmployeeIds) {
      return thrown;
    }
    if (thrown instanceof InvalidRemedyRequestException e) {
      BilingualText text = masked(e.explanation(), query);
      return text.equals(e.explanation())
          ? e
          : inPlaceOf(e, new InvalidRemedyRequestException(text, e.code(), e.logId()));
    }
    return thrown instanceof FeishuException e ? about(query, e) : thrown;
  }

  private FeishuException about(RemedyQuery query, FeishuException e) {
    BilingualText text = masked(e.explanation(), query);
    Throwable cause =
        e.getCause() instanceof FeishuException inner ? about(query, inner) : e.getCause();
    return text.equals(e.explanation()) && cause == e.getCause()
        ? e
        : inPlaceOf(e, e.with(text, cause));
  }

  private static <T extends RuntimeException> T inPlaceOf(T thrown, T other) {
    other.setStackTrace(thrown.getStackTrace());
    return other;
  }

  private static BilingualText masked(BilingualText text, RemedyQuery query) {
    Pattern id = id(query.userId());
    String mask = Matcher.quoteReplacement(query.maskedUserId());
    return new BilingualText(
        id.matcher(text.en()).replaceAll(mask), id.matcher(text.zhCn()).replaceAll(mask));
  }

  /** The id, or what is left of it where a long text was cut. */
  private static Pattern id(String userId) {
    StringBuilder id = new StringBuilder(Pattern.quote(userId));
    for (int kept = userId.length() - 1; kept > 3; kept--) {
      id.append('|').append(Pattern.quote(userId.substring(0, kept))).append("(?=…)");
    }
    return WholeToken.matching(id.toString());
  }
}
