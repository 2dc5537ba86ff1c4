package io.remedyflow.feishu.attendance;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.remedyflow.feishu.answer.AnswerData;
import io.remedyflow.feishu.answer.ErrorCodes;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.feishu.attendance.DecisionEndpoint.DecisionReply;
import io.remedyflow.feishu.client.Endpoint;
import io.remedyflow.feishu.client.PersonalValue;
import io.remedyflow.ratelimit.RateLimits;
import io.remedyflow.remedy.approval.DecisionRequest;
import io.remedyflow.remedy.approval.RemedyState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports the decision about a remedy (通知审批状态更新). Feishu does not say what a second report of the
 * same decision does, so a request is not repeated.
 *
 * @see <a href="https://open.feishu.cn/document/server-docs/attendance-v1/user_approval/process">
 *     Feishu: notify the update of an approval's status</a>
 */
final class DecisionEndpoint implements Endpoint<DecisionRequest, DecisionReply> {

  static final DecisionEndpoint INSTANCE = new DecisionEndpoint();

  /** The scope of all endpoints of the attendance service that write. */
  static final String SCOPE = "attendance:task";

  private static final RateLimits LIMITS = RateLimits.of(50, null);

  private static final ErrorCodes CODES = AttendanceErrorCodes.forWritesWith(SCOPE);

  private DecisionEndpoint() {}

  @Override
  public String name() {
    return "approval_infos/process";
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
    return false;
  }

  @Override
  public ErrorCodes codes() {
    return CODES;
  }

  @Override
  public String path(DecisionRequest request) {
    return "/open-apis/attendance/v1/approval_infos/process";
  }

  @Override
  public Object body(DecisionRequest request) {
    return new DecisionBody(request.approvalId(), "remedy", request.decision().number());
  }

  @Override
  public DecisionReply answer(Verdict verdict, DecisionRequest request) {
    DecidedBody body = AnswerData.read(DecidedBody.class, verdict);
    Integer status =
        body == null || body.approvalInfo() == null ? null : body.approvalInfo().status();
    return new DecisionReply(
        status == null ? null : RemedyState.of(status).orElse(null), verdict.logId());
  }

  @Override
  public boolean isDenial(DecisionReply reply) {
    return false;
  }

  @Override
  public List<PersonalValue> personalValues(DecisionRequest request) {
    return List.of(PersonalValue.of(request.employee()));
  }

  /** The body of the request. */
  private record DecisionBody(
      @JsonProperty("approval_id") String approvalId,
      @JsonProperty("approval_type") String approvalType,
      @JsonProperty("status") int status) {}

  /** {@code data} of the answer. */
  private record DecidedBody(@JsonProperty("approval_info") @Nullable ApprovalInfo approvalInfo) {}

  /** The approval after the decision. */
  private record ApprovalInfo(@Nullable Integer status) {}

  /**
   * Feishu's answer.
   *
   * @param state the state of the remedy now; null if Feishu does not say
   * @param logId Feishu's log id, or null
   */
  record DecisionReply(@Nullable RemedyState state, @Nullable String logId) {}
}
