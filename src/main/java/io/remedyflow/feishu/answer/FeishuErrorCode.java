package io.remedyflow.feishu.answer;

import io.remedyflow.remedy.BilingualText;

/**
 * A row of a table of codes: what a code of Feishu means. HTTP status does not change the category
 * of a known code, except 429 ({@link RateLimitReply}).
 *
 * @param name for documents and tests
 * @param first the first code of the row
 * @param last the last code of the row; the same as the first for all but ranges
 * @param category what the code means for the call; {@link MeaningByMessage} decides which code a
 *     reply means
 * @param concern whether other calls get the same code. Never more than the call for a code that
 *     may concern one employee only, such as the app's data range, nor for a rejected token, which
 *     may have been revoked between its fetch and its use
 * @param meaning what the code means
 * @param advice what to do about it
 */
public record FeishuErrorCode(
    String name,
    int first,
    int last,
    Category category,
    Concern concern,
    BilingualText meaning,
    BilingualText advice) {

  /** A row of one code that concerns the call. */
  public static FeishuErrorCode of(
      String name, int code, Category category, BilingualText meaning, BilingualText advice) {
    return new FeishuErrorCode(name, code, code, category, Concern.CALL, meaning, advice);
  }

  /** This row for all codes up to that one. */
  public FeishuErrorCode upTo(int code) {
    return new FeishuErrorCode(name, first, code, category, concern, meaning, advice);
  }

  /** This row for a code that concerns something other than the call. */
  public FeishuErrorCode concerning(Concern other) {
    return new FeishuErrorCode(name, first, last, category, other, meaning, advice);
  }

  /** Meaning and advice. */
  public BilingualText explanation() {
    return meaning.then(advice);
  }

  boolean covers(int code) {
    return first <= code && code <= last;
  }
}
