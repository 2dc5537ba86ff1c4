package io.remedyflow.remedy;

/** The languages in which texts for people are written. */
public enum Language {
  /** English. */
  EN("en"),
  /** Simplified Chinese. */
  ZH_CN("zh-CN");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /** The BCP 47 tag, as configuration spells it. */
  public String tag() {
    return tag;
  }
}
