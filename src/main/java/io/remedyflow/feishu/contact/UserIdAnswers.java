package io.remedyflow.feishu.contact;

import io.remedyflow.feishu.answer.AnswerData;
import io.remedyflow.feishu.answer.ErrorCodes;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.feishu.contact.UserIdsBody.StatusBody;
import io.remedyflow.feishu.contact.UserIdsBody.UserBody;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.employee.EmployeeAddress;
import io.remedyflow.remedy.employee.EmployeeOutcome;
import io.remedyflow.remedy.employee.EmployeeQuery;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Translates an answer of Feishu into an employee.
 *
 * <p>Feishu answers with an entry for each address, and echoes the address. An entry without an id
 * means that Feishu names no employee; Feishu does not say why.
 */
final class UserIdAnswers {

  private static final BilingualText NOT_FOUND_EMAIL =
      new BilingualText(
          "Feishu names no employee with this e-mail. The usual reasons: the address is unknown, or it is an enterprise mailbox (企业邮箱), by which Feishu cannot search; the employee is outside the app's data range (contacts scope); the app lacks the scope contact:user.employee_id:readonly.",
          "飞书没有返回该邮箱对应的员工。常见原因：邮箱不存在，或填写的是无法用于查询的企业邮箱；该员工不在应用的通讯录权限范围内；应用未开通 contact:user.employee_id:readonly 权限。");

  private static final BilingualText NOT_FOUND_MOBILE =
      new BilingualText(
          "Feishu names no employee with this mobile. The usual reasons: the number is unknown; the employee is outside the app's data range (contacts scope); the app lacks the scope contact:user.employee_id:readonly.",
          "飞书没有返回该手机号对应的员工。常见原因：手机号不存在；该员工不在应用的通讯录权限范围内；应用未开通 contact:user.employee_id:readonly 权限。");

  private static final BilingualText SEVERAL =
      new BilingualText(
          "Feishu knows more than one employee with this address, so it is not clear who is meant. Enter the other address, or the user ID.",
          "飞书中有多名员工使用该邮箱或手机号，无法确定是哪一位。请改用另一种方式，或直接填写用户 ID。");

  private UserIdAnswers() {}

  /**
   * Reads an answer.
   *
   * @throws io.remedyflow.feishu.FeishuException if it cannot be read, or is about another address
   * @throws RequestRejectedException if more than one employee has the address
   */
  static EmployeeOutcome outcome(Verdict verdict, EmployeeQuery query) {
    List<UserBody> entries = entries(verdict);
    List<UserBody> matches =
        entries.stream().filter(entry -> hasAddress(entry, query.address())).toList();
    if (matches.isEmpty() && !entries.isEmpty()) {
      throw AnswerData.ofAnotherEmployee(verdict);
    }
    List<UserBody> found = matches.stream().filter(UserIdAnswers::hasId).toList();
    if (found.stream().map(UserBody::userId).distinct().count() > 1) {
      throw new RequestRejectedException(SEVERAL, ErrorCodes.OK, verdict.logId());
    }
    return found.isEmpty()
        ? new EmployeeOutcome.NotFound(notFound(query.address()), verdict.logId())
        : outcome(found.get(0), verdict);
  }

  private static List<UserBody> entries(Verdict verdict) {
    UserIdsBody body = AnswerData.read(UserIdsBody.class, verdict);
    return body == null
        ? List.of()
        : AnswerData.elements(body.userList(), UserIdsBody.LIST, verdict);
  }

  private static boolean hasId(UserBody entry) {
    return entry.userId() != null && !entry.userId().isBlank();
  }

  private static EmployeeOutcome outcome(UserBody entry, Verdict verdict) {
    String userId = Objects.requireNonNull(entry.userId(), "found by its id").strip();
    BilingualText inactive = inactive(entry.status());
    return inactive == null
        ? new EmployeeOutcome.Found(userId, verdict.logId())
        : new EmployeeOutcome.Inactive(userId, inactive, verdict.logId());
  }

  /** Whether an entry is about this address, as far as it says. */
  private static boolean hasAddress(UserBody entry, EmployeeAddress address) {
    String echo = address instanceof EmployeeAddress.Email ? entry.email() : entry.mobile();
    if (echo == null || echo.isBlank()) {
      return true;
    }
    try {
      EmployeeAddress echoed =
          address instanceof EmployeeAddress.Email
              ? EmployeeAddress.Email.of(echo)
              : EmployeeAddress.Mobile.of(echo);
      return echoed.equals(address);
    } catch (RequestRejectedException e) {
      return true; // a form that is not known; only one address was sent
    }
  }

  private static @Nullable BilingualText inactive(@Nullable StatusBody status) {
    if (status == null) {
      return null; // without a scope for it, Feishu does not say
    }
    if (Boolean.TRUE.equals(status.isResigned())) {
      return because("has left the company", "已离职");
    }
    if (Boolean.TRUE.equals(status.isExited())) {
      return because("has quit the company's Feishu", "已退出企业");
    }
    if (Boolean.TRUE.equals(status.isFrozen())) {
      return because("has a frozen account", "账号已被暂停使用");
    }
    if (Boolean.TRUE.equals(status.isUnjoin())) {
      return because("has not joined the company's Feishu yet", "尚未加入企业");
    }
    if (Boolean.FALSE.equals(status.isActivated())) {
      return because("has not activated the account yet", "账号尚未激活");
    }
    return null;
  }

  private static BilingualText because(String status, String statusZh) {
    return new BilingualText(
        "The employee %s. Ask an administrator of Feishu if that is wrong.".formatted(status),
        "该员工%s。如有疑问，请联系飞书管理员。".formatted(statusZh));
  }

  private static BilingualText notFound(EmployeeAddress address) {
    return address instanceof EmployeeAddress.Email ? NOT_FOUND_EMAIL : NOT_FOUND_MOBILE;
  }
}
