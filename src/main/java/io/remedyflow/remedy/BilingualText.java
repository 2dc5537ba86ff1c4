package io.remedyflow.remedy;

import java.util.Objects;

/**
 * A text for people in both languages; who shows it chooses by the connection's {@link Language}.
 *
 * @param en the English text
 * @param zhCn the text in simplified Chinese
 */
public record BilingualText(String en, String zhCn) {

  /** Checks that neither language was forgotten. */
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

  /** This text, then the other; English puts a space between sentences, Chinese none. */
  public BilingualText then(BilingualText next) {
    return new BilingualText(en + " " + next.en, zhCn + next.zhCn);
  }

  /** This text, then the other, with a mark between them that each language has its own of. */
  public BilingualText with(String enMark, String zhCnMark, BilingualText next) {
    return new BilingualText(en + enMark + next.en, zhCn + zhCnMark + next.zhCn);
  }
}
