package io.remedyflow.remedy.approval;

import io.remedyflow.remedy.BilingualText;
import java.util.Arrays;
import java.util.Optional;

/**
 * The state of a remedy in Feishu.
 *
 * @see <a
 *     href="https://open.feishu.cn/document/server-docs/attendance-v1/user_task_remedy/query">Feishu:
 *     status</a>
 */
public enum RemedyState {
  /** Waits for a decision (审批中). */
  PENDING(0, "pending", "审批中"),
  /** Rejected (未通过). */
  REJECTED(1, "rejected", "未通过"),
  /** Approved: the punch counts (已通过). */
  APPROVED(2, "approved", "已通过"),
  /** Cancelled (已取消). */
  CANCELLED(3, "cancelled", "已取消"),
  /** Withdrawn, or revoked after the approval (已撤回). */
  WITHDRAWN(4, "withdrawn", "已撤回");

  private final int number;
  private final String en;
  private final String zhCn;

  RemedyState(int number, String en, String zhCn) {
    this.number = number;
    this.en = en;
    this.zhCn = zhCn;
  }

  /** Feishu's number. */
  public int number() {
    return number;
  }

  /** What people call it. */
  public BilingualText words() {
    return new BilingualText(en, zhCn);
  }

  /** The state with Feishu's number; empty for a number that is not known. */
  public static Optional<RemedyState> of(int number) {
    return Arrays.stream(values()).filter(state -> state.number == number).findFirst();
  }
}
