package io.remedyflow.remedy;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An employee as Feishu's attendance knows the employee.
 *
 * @param type the type of {@code value}
 * @param value the id, 1 to 64 visible characters; an employee_id is never an open_id or union_id,
 *     which the attendance API does not know
 */
public record EmployeeId(EmployeeType type, String value) {

  /** The longest user id that is accepted, in code points. */
  public static final int AT_MOST = 64;

  /**
   * Spaces, control characters, and the letters, marks and symbols of Unicode that are invisible.
   */
  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[\\p{Z}\\p{C}\\x{34F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}\\x{180B}-\\x{180F}\\x{2800}\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{E0100}-\\x{E01EF}]");

  /**
   * An open_id or a union_id: a prefix and 32 hexadecimal digits; some of Feishu's examples have a
   * few less or more. A company's own ids may begin in the same way, such as on_call01.
   */
  private static final Pattern ID_OF_ANOTHER_KIND = Pattern.compile("o[un]_[0-9a-f]{20}[0-9a-z]*");

  /**
   * Checks what can be checked without Feishu.
   *
   * @throws RequestRejectedException if the id is not valid
   */
  public EmployeeId {
    Objects.requireNonNull(type, "type");
    checkUserId(value);
    checkKind(type, value);
  }

  /**
   * The masked id for logs and incidents. The first characters are enough to recognise one's own
   * case and too few to find a person.
   */
  public String masked() {
    int shown = Math.min(3, value.codePointCount(0, value.length()) / 3);
    return value.substring(0, value.offsetByCodePoints(0, shown)) + "***";
  }

  /** Without the employee, to keep personal data out of logs. */
  @Override
  public String toString() {
    return "EmployeeId[type=" + type + ", value=***]";
  }

  private static void checkUserId(String userId) {
    if (userId.isBlank()) {
      throw new RequestRejectedException(
          new BilingualText(
              "The user ID is empty. Enter the employee's user ID (employee_id) or employee number (employee_no) as Feishu's"
                  + " admin console shows it in the member's details.",
              "用户 ID 为空。请填写飞书管理后台成员详情中的用户 ID（employee_id）或工号（employee_no）。"));
    }
    int length = userId.codePointCount(0, userId.length());
    if (length > AT_MOST) {
      throw new RequestRejectedException(
          new BilingualText(
              "The user ID has "
                  + length
                  + " characters, more than "
                  + AT_MOST
                  + ". Enter one employee's user"
                  + " ID or employee number, nothing else.",
              "用户 ID 有 " + length + " 个字符，超过 " + AT_MOST + " 个。请只填写一名员工的用户 ID 或工号。"));
    }
    if (INVISIBLE.matcher(userId).find()) {
      throw new RequestRejectedException(
          new BilingualText(
              "The user ID contains a space or an invisible character. Enter it again by hand, without spaces or line"
                  + " breaks.",
              "用户 ID 中含有空格或不可见字符。请手动重新输入，不要带空格或换行。"));
    }
  }

  /** Checks an employee_id only: a company chooses its employee numbers freely. */
  private static void checkKind(EmployeeType employeeType, String userId) {
    if (employeeType == EmployeeType.EMPLOYEE_ID && ID_OF_ANOTHER_KIND.matcher(userId).matches()) {
      String kind = userId.startsWith("ou_") ? "open_id" : "union_id";
      throw new RequestRejectedException(
          new BilingualText(
              "This is Feishu's "
                  + kind
                  + " ("
                  + userId.substring(0, 3)
                  + "…), which attendance does not know. Enter"
                  + " the user ID (employee_id) or the employee number (employee_no) of the member's details.",
              "这是飞书的 "
                  + kind
                  + "（"
                  + userId.substring(0, 3)
                  + "…），考勤接口不支持。请填写成员详情中的用户 ID（employee_id）或工号（employee_no）。"));
    }
  }
}
