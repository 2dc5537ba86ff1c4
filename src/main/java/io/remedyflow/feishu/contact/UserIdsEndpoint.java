package io.remedyflow.feishu.contact;

import io.remedyflow.feishu.answer.ErrorCodes;
import io.remedyflow.feishu.answer.GeneralErrorCodes;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.feishu.client.Endpoint;
import io.remedyflow.feishu.client.PersonalValue;
import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.remedy.employee.EmployeeAddress;
import io.remedyflow.remedy.employee.EmployeeOutcome;
import io.remedyflow.remedy.employee.EmployeeQuery;
import java.util.List;

/**
 * Finds the user_id of an employee by e-mail or mobile (通过手机号或邮箱获取用户 ID). Attendance calls the same
 * id employee_id.
 *
 * @see <a href="https://open.feishu.cn/document/server-docs/contact-v3/user/batch_get_id">Feishu:
 *     obtain user ID via email or mobile number</a>
 */
public final class UserIdsEndpoint implements Endpoint<EmployeeQuery, EmployeeOutcome> {

  /** The only instance. */
  public static final UserIdsEndpoint INSTANCE = new UserIdsEndpoint();

  private static final String SCOPE = "contact:user.id:readonly";

  private static final RateLimits LIMITS = RateLimits.of(50, 1_000);

  private static final ErrorCodes CODES = GeneralErrorCodes.forScope(SCOPE);

  /** The default type of id is open_id, which attendance does not know. */
  private static final String PATH =
      "/open-apis/contact/v3/users/batch_get_id?user_id_type=user_id";

  private UserIdsEndpoint() {}

  @Override
  public String name() {
    return "batch_get_id";
  }

  @Override
  public String scope() {
    return SCOPE;
  }

  @Override
  public RateLimits limits() {
    return LIMITS;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public ErrorCodes codes() {
    return CODES;
  }

  @Override
  public String path(EmployeeQuery query) {
    return PATH;
  }

  @Override
  public Object body(EmployeeQuery query) {
    return UserIdsRequestBody.of(query);
  }

  @Override
  public EmployeeOutcome answer(Verdict verdict, EmployeeQuery query) {
    return UserIdAnswers.outcome(verdict, query);
  }

  @Override
  public boolean isDenial(EmployeeOutcome outcome) {
    return !(outcome instanceof EmployeeOutcome.Found);
  }

  @Override
  public List<PersonalValue> personalValues(EmployeeQuery query) {
    EmployeeAddress address = query.address();
    PersonalValue sent = new PersonalValue(address.value(), address.masked());
    return address instanceof EmployeeAddress.Mobile mobile
        ? List.of(sent, new PersonalValue(mobile.international(), address.masked(), false))
        : List.of(sent);
  }
}
