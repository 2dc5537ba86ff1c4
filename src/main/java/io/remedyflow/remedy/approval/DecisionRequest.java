package io.remedyflow.remedy.approval;

import io.remedyflow.remedy.AttendanceDays;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.EmployeeId;
import io.remedyflow.remedy.RemedyQuery;
import io.remedyflow.remedy.Request;
import io.remedyflow.remedy.RequestRejectedException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The request: report a decision about a remedy to Feishu.
 *
 * @param approvalId Feishu's id of the approval, as its start has answered it: 1 to 64 letters,
 *     digits, {@code -} and {@code _}
 * @param decision the decision
 * @param employee whose remedy it is; Feishu finds a remedy by its employee and day only
 * @param remedyDate its attendance day
 * @param zone the zone of the attendance group, for the period in which Feishu is searched
 */
public record DecisionRequest(
    String approvalId, Decision decision, EmployeeId employee, LocalDate remedyDate, ZoneId zone)
    implements Request<DecisionOutcome> {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /**
   * Checks what can be checked without Feishu.
   *
   * @throws RequestRejectedException if a value is not valid
   */
  public DecisionRequest {
    Objects.requireNonNull(decision, "decision");
    AttendanceDays.checked(remedyDate, RemedyQuery.REMEDY_DATE);
    if (!ID.matcher(approvalId).matches()) {
      throw new RequestRejectedException(
          new BilingualText(
              "The approval ID is not valid. Use the output remedyApprovalId of the task that started the approval, unchanged.",
              "审批 ID 无效。请原样使用发起补卡审批任务输出的 remedyApprovalId。"));
    }
  }

  @Override
  public String subject() {
    return employee.value();
  }

  @Override
  public String maskedSubject() {
    return employee.masked();
  }
}
