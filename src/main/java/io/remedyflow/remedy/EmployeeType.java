package io.remedyflow.remedy;

import java.util.Arrays;
import java.util.Optional;

/**
 * Which of an employee's identifiers a {@link RemedyQuery} carries (Feishu: {@code employee_type}).
 *
 * @see <a
 *     href="https://open.feishu.cn/document/server-docs/attendance-v1/user_task_remedy/query_user_allowed_remedys">Feishu:
 *     query parameters</a>
 */
public enum EmployeeType {
  /** The user ID that Feishu's admin console shows in a member's details. */
  EMPLOYEE_ID("employee_id"),
  /** The employee number (工号) that Feishu's admin console shows in a member's details. */
  EMPLOYEE_NO("employee_no");

  private final String word;

  EmployeeType(String word) {
    this.word = word;
  }

  /** The word that models and Feishu use. */
  public String word() {
    return word;
  }

  /** The type of that word; empty for any other word. Case matters, as it does in Feishu. */
  public static Optional<EmployeeType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }
}
