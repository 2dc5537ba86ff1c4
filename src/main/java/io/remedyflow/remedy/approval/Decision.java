package io.remedyflow.remedy.approval;

import io.remedyflow.remedy.BilingualText;
import java.util.Arrays;
import java.util.Optional;

/**
 * A decision about a remedy.
 *
 * @see <a href="https://open.feishu.cn/document/server-docs/attendance-v1/user_approval/process">
 *     Feishu: status</a>
 */
public enum Decision {
  /** The punch counts from now on. Only a pending remedy can be approved. */
  APPROVE("approve", 2, "通过"),
  /** The punch stays as it is. Only a pending remedy can be rejected. */
  REJECT("reject", 1, "拒绝"),
  /** An approved remedy no longer counts. */
  REVOKE("revoke", 4, "撤销");

  private final String word;
  private final int number;
  private final String zhCn;

  Decision(String word, int number, String zhCn) {
    this.word = word;
    this.number = number;
    this.zhCn = zhCn;
  }

  /** The word that models use. */
  public String word() {
    return word;
  }

  /** What people call it. */
  public BilingualText words() {
    return new BilingualText(word, zhCn);
  }

  /** Feishu's number. */
  public int number() {
    return number;
  }

  /** The state from which it is possible. */
  public RemedyState from() {
    return this == REVOKE ? RemedyState.APPROVED : RemedyState.PENDING;
  }

  /** Whether a remedy in this state has been decided so. */
  public boolean isIn(RemedyState state) {
    return switch (this) {
      case APPROVE -> state == RemedyState.APPROVED;
      case REJECT -> state == RemedyState.REJECTED;
      case REVOKE -> state == RemedyState.CANCELLED || state == RemedyState.WITHDRAWN;
    };
  }

  /** The decision of that word, in lower case; empty for any other word. */
  public static Optional<Decision> of(String word) {
    return Arrays.stream(values()).filter(decision -> decision.word.equals(word)).findFirst();
  }
}
