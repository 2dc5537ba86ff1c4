package io.remedyflow.camunda.tasks;

import io.remedyflow.remedy.BilingualText;

/** Short forms for the words of contracts. */
final class Words {

  private Words() {}

  /** A text in both languages. */
  static BilingualText text(String en, String zhCn) {
    return new BilingualText(en, zhCn);
  }

  /** A text that is the same in both languages. */
  static BilingualText inBoth(String same) {
    return new BilingualText(same, same);
  }

  /** What an absent input means where one is required. */
  static BilingualText rejection() {
    return text("rejection", "请求有误");
  }
}
