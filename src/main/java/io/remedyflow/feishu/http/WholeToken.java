package io.remedyflow.feishu.http;

import java.util.regex.Pattern;

/** Finds an id or a secret that stands alone, in text of any script. */
public final class WholeToken {

  private WholeToken() {}

  /**
   * Matches the text where no ASCII letter or digit stands directly before or after it. Letters of
   * other scripts end a token, because Chinese is written without spaces.
   */
  static Pattern of(String text) {
    return matching(Pattern.quote(text));
  }

  /** Matches the same text, also in other capitals. */
  static Pattern ignoringCase(String text) {
    return matching("(?i)" + Pattern.quote(text));
  }

  /** Matches the expression where no ASCII letter or digit stands directly before or after it. */
  public static Pattern matching(String expression) {
    return Pattern.compile("(?<![A-Za-z0-9])(?:" + expression + ")(?![A-Za-z0-9])");
  }
}
