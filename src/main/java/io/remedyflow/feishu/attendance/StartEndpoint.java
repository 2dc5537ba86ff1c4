package io.remedyflow.feishu.attendance;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.remedyflow.feishu.answer.AnswerData;
import io.remedyflow.feishu.answer.Category;
import io.remedyflow.feishu.answer.ErrorCodes;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.feishu.client.Endpoint;
import io.remedyflow.feishu.client.PersonalValue;
import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.approval.Punch;
import io.remedyflow.remedy.approval.StartOutcome;
import io.remedyflow.remedy.approval.StartRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts the approval of a remedy (通知补卡审批发起). Feishu has no key against a second start, so a
 * request must not be repeated.
 *
 * @see <a
 *     href="https://open.feishu.cn/document/server-docs/attendance-v1/user_task_remedy/create">Feishu:
 *     notify the initiation of a remedy approval</a>
 */
final class StartEndpoint implements Endpoint<StartRequest, StartOutcome> {

  static final StartEndpoint INSTANCE = new StartEndpoint();

  private static final RateLimits LIMITS = RateLimits.of(50, null);

  private static final ErrorCodes CODES =
      AttendanceErrorCodes.forWritesWith(DecisionEndpoint.SCOPE);

  private static final String PATH = "/open-apis/attendance/v1/user_task_remedys?employee_type=";

  private StartEndpoint() {}

  @Override
  public String name() {
    return "user_task_remedys";
  }

  @Override
  public String scope() {
    return DecisionEndpoint.SCOPE;
  }

  @Override
  public RateLimits limits() {
    return LIMITS;
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public ErrorCodes codes() {
    return CODES;
  }

  @Override
  public String path(StartRequest request) {
    return PATH + request.employee().type().word();
  }

  @Override
  public Object body(StartRequest request) {
    Punch punch = request.punch();
    return new StartBody(
        request.employee().value(),
        AttendanceDay.number(request.remedyDate()),
        punch.number(),
        AttendanceFields.number(punch.workType()),
        AttendanceFields.minute(request.remedyTime()),
        request.reason());
  }

  @Override
  public StartOutcome answer(Verdict verdict, StartRequest request) {
    if (verdict.category() == Category.ANSWER) {
      int code = verdict.envelope().requiredCode();
      return new StartOutcome.Denied(
          RemedyAnswers.denial(code), code, verdict.explanation(), verdict.logId());
    }
    StartedBody body = AnswerData.read(StartedBody.class, verdict);
    String approvalId =
        body == null || body.userRemedy() == null ? null : body.userRemedy().record().approvalId();
    if (approvalId == null) {
      throw AnswerData.unreadable(verdict, new BilingualText("no approval_id", "没有 approval_id"));
    }
    return new StartOutcome.Present(approvalId, StartOutcome.Kind.STARTED, verdict.logId());
  }

  @Override
  public boolean isDenial(StartOutcome outcome) {
    return outcome instanceof StartOutcome.Denied;
  }

  @Override
  public List<PersonalValue> personalValues(StartRequest request) {
    return List.of(PersonalValue.of(request.employee()), PersonalValue.hidden(request.reason()));
  }

  /** The body of the request. */
  private record StartBody(
      @JsonProperty("user_id") String userId,
      @JsonProperty("remedy_date") int remedyDate,
      @JsonProperty("punch_no") int punchNo,
      @JsonProperty("work_type") int workType,
      @JsonProperty("remedy_time") String remedyTime,
      @JsonProperty("reason") String reason) {}

  /** {@code data} of the answer. */
  private record StartedBody(@JsonProperty("user_remedy") @Nullable RemedyBody userRemedy) {}
}
