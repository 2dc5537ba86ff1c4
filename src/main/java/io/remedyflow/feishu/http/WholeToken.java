package io.remedyflow.feishu.http;

import java.util.regex.Pattern;

/** Finds an id or a secret where it stands by itself, whatever script stands around it. */
public final class WholeToken {

  private WholeToken() {}

  /**
   * Matches the text where no ASCII letter or digit continues it. Letters of other scripts end a
   * token: Chinese is written without spaces.
   */
  static Pattern of(String text) {
    return matching(Pattern.quote(text));
  }

  /** Matches what the expression matches, where no ASCII letter or digit continues it. */
  public static Pattern matching(String expression) {
    return Pattern.compile("(?<![A-Za-z0-9])(?:" + expression + ")(?![A-Za-z0-9])");
  }
}
