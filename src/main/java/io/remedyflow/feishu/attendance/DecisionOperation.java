package io.remedyflow.feishu.attendance;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.answer.ErrorCodes;
import io.remedyflow.feishu.attendance.DecisionEndpoint.DecisionReply;
import io.remedyflow.feishu.attendance.RecordsEndpoint.RecordsPage;
import io.remedyflow.feishu.client.Endpoint;
import io.remedyflow.feishu.client.Operation;
import io.remedyflow.feishu.client.PersonalValue;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.approval.Decision;
import io.remedyflow.remedy.approval.DecisionOutcome;
import io.remedyflow.remedy.approval.DecisionOutcome.AlreadyReported;
import io.remedyflow.remedy.approval.DecisionOutcome.Conflict;
import io.remedyflow.remedy.approval.DecisionOutcome.Reported;
import io.remedyflow.remedy.approval.DecisionRequest;
import io.remedyflow.remedy.approval.RemedyState;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reports the decision about a remedy. Feishu accepts it in one state of the remedy only, so a
 * second report changes nothing. Where its answer leaves open why it was not accepted, the state is
 * looked up.
 */
public final class DecisionOperation implements Operation<DecisionRequest, DecisionOutcome> {

  /** The only instance. */
  public static final DecisionOperation INSTANCE = new DecisionOperation();

  /** Codes that are about the request, whatever their messages say. */
  private static final Set<Integer> ABOUT_THE_REQUEST =
      Set.of(
          AttendanceErrorCodes.PARAMETER_INVALID,
          AttendanceErrorCodes.EMPLOYEE_UNKNOWN,
          AttendanceErrorCodes.GENERIC);

  private static final BilingualText MAY_BE_REPORTED =
      new BilingualText(
          "The decision may have been reported. The next attempt reports it again, which changes nothing if it was.",
          "决定可能已上报。下次执行会再次上报；如已上报成功，则不会产生影响。");

  private static final BilingualText UNKNOWN_APPROVAL =
      new BilingualText(
          "Feishu shows no remedy with this approval ID for the employee and the day. Check that the app, the employee and the day are those of the start.",
          "飞书中没有查到该员工当天使用此审批 ID 的补卡申请。请确认应用、员工和日期与发起时一致。");

  private DecisionOperation() {}

  @Override
  public DecisionOutcome run(DecisionRequest request, Calls calls) {
    DecisionReply reply;
    try {
      reply = calls.call(DecisionEndpoint.INSTANCE, request);
    } catch (RequestRejectedException e) {
      return rejected(request, e, calls);
    } catch (FeishuException e) {
      return unclear(request, e, calls);
    }
    RemedyState state = reply.state();
    return state == null || request.decision().isIn(state)
        ? new Reported(reply.logId())
        : inDoubt(request, state, reply.logId(), calls);
  }

  /** Feishu has not accepted the decision, and does not say whether because of the state. */
  private static DecisionOutcome rejected(
      DecisionRequest request, RequestRejectedException e, Calls calls) {
    RemedyState state =
        state(request, calls)
            .orElseThrow(
                () ->
                    new RequestRejectedException(
                        e.explanation().then(UNKNOWN_APPROVAL), e.code(), e.logId()));
    if (request.decision().isIn(state)) {
      return new AlreadyReported(e.logId());
    }
    if (state == request.decision().from()) {
      throw e; // it is possible, so something else is wrong
    }
    return conflict(request.decision(), state, e.code(), e.logId());
  }

  /**
   * Nothing is known of the decision. If Feishu's answer may mean that the remedy was not in the
   * right state, the state tells.
   *
   * @throws FeishuException the failure, if the state does not tell either
   */
  private static DecisionOutcome unclear(
      DecisionRequest request, FeishuException failure, Calls calls) {
    Integer code = failure.code();
    if (!failure.outcomeUnknown() || code == null || !ABOUT_THE_REQUEST.contains(code)) {
      throw failure;
    }
    RemedyState state;
    try {
      state = state(request, calls).orElseThrow(() -> failure);
    } catch (FeishuException | RequestRejectedException e) {
      throw failure;
    }
    if (state == request.decision().from()) {
      throw failure;
    }
    return request.decision().isIn(state)
        ? new AlreadyReported(failure.logId())
        : conflict(request.decision(), state, code, failure.logId());
  }

  /** Feishu has accepted the decision, but names another state. */
  private static DecisionOutcome inDoubt(
      DecisionRequest request, RemedyState named, @Nullable String logId, Calls calls) {
    RemedyState state = state(request, calls).orElse(named);
    if (state == request.decision().from()) {
      throw notShown(state, logId);
    }
    return request.decision().isIn(state)
        ? new Reported(logId)
        : conflict(request.decision(), state, ErrorCodes.OK, logId);
  }

  /** Feishu has accepted the decision, but shows the remedy as it was before. */
  private static FeishuException notShown(RemedyState state, @Nullable String logId) {
    return FeishuException.answered(
            new BilingualText(
                "Feishu accepted the decision, but the remedy is still %s."
                    .formatted(state.words().en()),
                "飞书已接受该决定，但补卡申请的状态仍为“%s”。".formatted(state.words().zhCn())))
        .logId(logId)
        .build()
        .withUnknownOutcome();
  }

  /** The state of the remedy; the likely ones are looked up first. */
  private static Optional<RemedyState> state(DecisionRequest request, Calls calls) {
    return Arrays.stream(RemedyState.values())
        .sorted(Comparator.comparing((RemedyState state) -> !request.decision().isIn(state)))
        .filter(
            state ->
                calls
                    .call(
                        RecordsEndpoint.INSTANCE,
                        RecordsPage.of(
                            List.of(request.employee()),
                            request.remedyDate(),
                            request.remedyDate(),
                            request.zone(),
                            state))
                    .records()
                    .stream()
                    .anyMatch(remedy -> request.approvalId().equals(remedy.approvalId())))
        .findFirst();
  }

  private static Conflict conflict(
      Decision decision, RemedyState state, @Nullable Integer code, @Nullable String logId) {
    return new Conflict(
        state,
        code == null ? ErrorCodes.OK : code,
        new BilingualText(
            "The decision to %s was not accepted: in Feishu, the remedy is %s. Only a remedy that is %s can be decided so. Check with the employee and an attendance administrator what shall count."
                .formatted(decision.word(), state.words().en(), decision.from().words().en()),
            "飞书未接受“%s”：该补卡申请当前状态为“%s”，只有“%s”的申请才能这样处理。请与员工和考勤管理员确认以哪个结果为准。"
                .formatted(
                    decision.words().zhCn(), state.words().zhCn(), decision.from().words().zhCn())),
        logId);
  }

  @Override
  public String name() {
    return "report_remedy_decision";
  }

  @Override
  public List<PersonalValue> personalValues(DecisionRequest request) {
    return DecisionEndpoint.INSTANCE.personalValues(request);
  }

  @Override
  public List<Endpoint<?, ?>> endpoints() {
    return List.of(DecisionEndpoint.INSTANCE, RecordsEndpoint.INSTANCE);
  }

  @Override
  public List<Endpoint<?, ?>> usualCalls() {
    return List.of(DecisionEndpoint.INSTANCE);
  }

  @Override
  public BilingualText afterUnknownOutcome() {
    return MAY_BE_REPORTED;
  }
}
