package io.remedyflow.remedy;

import java.util.Objects;

/**
 * A text for people in both languages; the connection's {@link Language} decides which one is
 * shown.
 *
 * @param en the English text
 * @param zhCn the text in simplified Chinese
 */
public record BilingualText(String en, String zhCn) {

  /** Checks that both languages are present. */
  public BilingualText {
    Objects.requireNonNull(en, "en");
    Objects.requireNonNull(zhCn, "zhCn");
  }

  /** The text in the given language. */
  public String in(Language language) {
    return switch (language) {
      case EN -> en;
      case ZH_CN -> zhCn;
    };
  }

  /** This text, then the other; with a space between them in English, without one in Chinese. */
  public BilingualText then(BilingualText next) {
    return new BilingualText(en + " " + next.en, zhCn + next.zhCn);
  }

  /** This text, then the other, with the separator of each language between them. */
  public BilingualText with(String enMark, String zhCnMark, BilingualText next) {
    return new BilingualText(en + enMark + next.en, zhCn + zhCnMark + next.zhCn);
  }
}
