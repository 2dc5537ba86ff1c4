package io.remedyflow.feishu.attendance;

import io.remedyflow.feishu.answer.ErrorCodes;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.feishu.client.Endpoint;
import io.remedyflow.feishu.client.PersonalValue;
import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyOutcome.Denied;
import io.remedyflow.remedy.RemedyQuery;
import java.time.LocalDate;
import java.util.List;

/**
 * Fetches the times at which an employee may remedy the punches of a day (获取可补卡时间).
 *
 * @see <a
 *     href="https://open.feishu.cn/document/server-docs/attendance-v1/user_task_remedy/query_user_allowed_remedys">Feishu:
 *     fetch allowed remedy times</a>
 */
public final class AllowedRemediesEndpoint implements Endpoint<RemedyQuery, RemedyOutcome> {

  /** The only instance. */
  public static final AllowedRemediesEndpoint INSTANCE = new AllowedRemediesEndpoint();

  private static final String SCOPE = "attendance:task:readonly";

  private static final RateLimits LIMITS = RateLimits.of(50, null);

  static final ErrorCodes CODES = AttendanceErrorCodes.forScope(SCOPE);

  private static final String PATH =
      "/open-apis/attendance/v1/user_task_remedys/query_user_allowed_remedys?employee_type=";

  /**
   * A request for connection checks: every app that is set up correctly gets an answer to it, and
   * it concerns no real employee: no company uses this id. The day is that of Feishu's own example.
   */
  public static final RemedyQuery PROBE =
      new RemedyQuery(EmployeeType.EMPLOYEE_ID, "remedyflow-check", LocalDate.of(2021, 1, 4));

  private AllowedRemediesEndpoint() {}

  @Override
  public String name() {
    return "query_user_allowed_remedys";
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
  public String path(RemedyQuery query) {
    return PATH + query.employeeType().word();
  }

  @Override
  public Object body(RemedyQuery query) {
    return new AllowedRemediesRequestBody(query.userId(), AttendanceDay.number(query.remedyDate()));
  }

  @Override
  public RemedyOutcome answer(Verdict verdict, RemedyQuery query) {
    return RemedyAnswers.outcome(verdict, query);
  }

  @Override
  public boolean isDenial(RemedyOutcome outcome) {
    return outcome instanceof Denied;
  }

  @Override
  public List<PersonalValue> personalValues(RemedyQuery query) {
    return List.of(PersonalValue.of(query.employee()));
  }
}
