package io.remedyflow.feishu.http;

import io.remedyflow.remedy.CleanText;
import java.util.List;
import java.util.regex.Matcher;

/**
 * Redacts secrets in text that is about to be shown. Text that is only parsed stays unchanged: a
 * secret may be a word such as {@code code} or {@code data}, and then redacting would change the
 * answer.
 */
public final class Redaction {

  /** Redacts nothing. */
  public static final Redaction NONE = new Redaction(List.of());

  private static final String BLANK = "******";

  /** A shorter secret can be part of many words, log ids among them. */
  private static final int LONG_ENOUGH_TO_BE_FOUND_IN_WORDS = 8;

  private final List<String> secrets;

  /**
   * @param secrets what must not be shown, in each form in which it is sent
   */
  public Redaction(List<String> secrets) {
    this.secrets = secrets.stream().filter(secret -> !secret.isEmpty()).toList();
  }

  /**
   * The text as one clean line.
   *
   * @param atMost the most UTF-16 units that the result may have, before its secrets are redacted
   */
  public String clean(String text, int atMost) {
    // Redact again: cleaning may join a secret that an invisible character had divided.
    return blank(CleanText.of(blank(text), atMost));
  }

  /** The text with its secrets redacted. */
  public String blank(String text) {
    String clean = text;
    for (String secret : secrets) {
      if (clean.contains(secret)) { // rare
        clean =
            secret.length() < LONG_ENOUGH_TO_BE_FOUND_IN_WORDS
                ? WholeToken.of(secret).matcher(clean).replaceAll(Matcher.quoteReplacement(BLANK))
                : clean.replace(secret, BLANK);
      }
    }
    return clean;
  }
}
