package io.remedyflow.remedy;

/** The languages of texts for people. */
public enum Language {
  /** English. */
  EN("en"),
  /** Simplified Chinese. */
  ZH_CN("zh-CN");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /** The BCP 47 tag, as in the configuration. */
  public String tag() {
    return tag;
  }
}
