package io.remedyflow.remedy;

import java.util.regex.Pattern;

/**
 * Makes external text safe for an incident, a log line or a variable: one line, no control
 * characters, no terminal escapes, no mark-up, bounded length.
 */
public final class CleanText {

  private static final Pattern TERMINAL_ESCAPE = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]");
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\s]+");
  private static final Pattern SCRIPT_OR_STYLE =
      Pattern.compile("(?is)<(script|style)\\b.*?(</\\1>|$)");
  private static final Pattern MARKUP =
      Pattern.compile("(?s)<!--.*?(-->|$)|</?[a-zA-Z!][^>]*(>|$)");
  private static final int READ_AT_MOST = 4_096;

  private CleanText() {}

  /**
   * The text as one clean line.
   *
   * @param raw the external text
   * @param atMost how many UTF-16 units the result may have; a shortened text ends with an
   *     ellipsis; the result is empty if this is less than 1
   */
  public static String of(String raw, int atMost) {
    if (raw.length() <= atMost && isOnePlainWord(raw)) { // as nearly every log id is
      return raw;
    }
    String text = raw.length() > READ_AT_MOST ? raw.substring(0, READ_AT_MOST) : raw;
    text = TERMINAL_ESCAPE.matcher(text).replaceAll("");
    text = SCRIPT_OR_STYLE.matcher(text).replaceAll(" ");
    text = MARKUP.matcher(text).replaceAll(" ");
    text = INVISIBLE.matcher(text).replaceAll(" ").strip();
    if (text.length() <= atMost) {
      return text;
    }
    if (atMost < 1) {
      return "";
    }
    int end = atMost - 1;
    boolean splitsPair = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, splitsPair ? end - 1 : end) + "…";
  }

  private static boolean isOnePlainWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '<') {
        return false;
      }
    }
    return true;
  }
}
