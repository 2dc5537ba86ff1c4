package io.remedyflow.feishu.attendance;

import static java.util.Comparator.comparing;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.answer.ErrorCodes;
import io.remedyflow.feishu.attendance.RecentStarts.KnownRemedy;
import io.remedyflow.feishu.attendance.RecordsEndpoint.RecordsPage;
import io.remedyflow.feishu.client.Endpoint;
import io.remedyflow.feishu.client.Operation;
import io.remedyflow.feishu.client.PersonalValue;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.RequestRejectedException;
import io.remedyflow.remedy.approval.Punch;
import io.remedyflow.remedy.approval.RemedyRecord;
import io.remedyflow.remedy.approval.RemedyRecords;
import io.remedyflow.remedy.approval.RemedyState;
import io.remedyflow.remedy.approval.StartOutcome;
import io.remedyflow.remedy.approval.StartOutcome.Kind;
import io.remedyflow.remedy.approval.StartOutcome.Present;
import io.remedyflow.remedy.approval.StartRequest;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts the approval of a remedy, at most once: looks for an equal one first, and adopts it.
 * Feishu itself would start a second one.
 *
 * <p>Two remedies are of the same punch if employee, attendance day and punch are the same. They
 * are equal if their times differ by a minute at the most. A second time for the same punch is
 * rejected: one punch has one time. Only the time tells the punches of a free shift apart: Feishu
 * reports each with another work type than it was started with, or with none.
 *
 * <p>Feishu may need a moment to show a remedy. So what this JVM has started is remembered
 * meanwhile, and two starts of one punch are not made at the same time. What remains is a start on
 * another node, or before a crash, which Feishu does not show yet.
 */
public final class StartOperation implements Operation<StartRequest, StartOutcome> {

  /** The only instance: all engines of this JVM know of each other's starts. */
  public static final StartOperation INSTANCE = new StartOperation();

  private static final EnumSet<RemedyState> COUNTING =
      EnumSet.of(RemedyState.PENDING, RemedyState.APPROVED);

  private static final Duration ROUNDED = Duration.ofMinutes(1);

  private static final BilingualText MAY_BE_STARTED =
      new BilingualText(
          "The approval may have been started: look under the employee's remedy records in Feishu's attendance admin before you retry. Each attempt looks for it first, too.",
          "补卡审批可能已发起：重试前请在飞书考勤管理后台查看该员工的补卡记录。每次执行也会先查找是否已存在。");

  private final RecentStarts recent = new RecentStarts(Time.SYSTEM);

  private StartOperation() {}

  @Override
  public StartOutcome run(StartRequest request, Calls calls) {
    RecentStarts.Start start = recent.begin(RecentStarts.Key.of(calls.app(), request));
    try {
      StartOutcome present = present(request, start, calls);
      return present == null ? started(request, start, calls) : present;
    } finally {
      start.end();
    }
  }

  private static StartOutcome started(StartRequest request, RecentStarts.Start start, Calls calls) {
    StartOutcome outcome = calls.call(StartEndpoint.INSTANCE, request);
    if (outcome instanceof Present present) {
      start.remember(new KnownRemedy(present.approvalId(), request.remedyTime()));
    }
    return outcome;
  }

  /** The equal remedy that is there already; null if there is none of the punch. */
  private static @Nullable StartOutcome present(
      StartRequest request, RecentStarts.Start start, Calls calls) {
    for (RemedyState state : COUNTING) {
      RemedyRecords page = page(request, state, calls);
      Optional<KnownRemedy> shown = ofPunch(request, page);
      if (shown.isPresent()) {
        return adopted(request, shown.get(), state, page.logId());
      }
    }
    KnownRemedy remembered = start.remembered();
    return remembered == null || isDecidedOtherwise(request, remembered, calls)
        ? null
        : adopted(request, remembered, RemedyState.PENDING, null);
  }

  private static StartOutcome adopted(
      StartRequest request, KnownRemedy remedy, RemedyState state, @Nullable String logId) {
    checkTime(request, remedy, state, logId);
    Kind kind = state == RemedyState.PENDING ? Kind.ALREADY_PENDING : Kind.ALREADY_APPROVED;
    return new Present(remedy.approvalId(), kind, logId);
  }

  /** Whether a remedy that Feishu does not show as pending or approved is no longer either. */
  private static boolean isDecidedOtherwise(
      StartRequest request, KnownRemedy remembered, Calls calls) {
    return EnumSet.complementOf(COUNTING).stream()
        .anyMatch(
            state ->
                page(request, state, calls).records().stream()
                    .anyMatch(remedy -> remembered.approvalId().equals(remedy.approvalId())));
  }

  private static Optional<KnownRemedy> ofPunch(StartRequest request, RemedyRecords page) {
    return page.records().stream()
        .filter(remedy -> isOfPunch(request, remedy))
        .map(StartOperation::known)
        .min(comparing(known -> !isAtTheTime(request, known.remedyTime())));
  }

  /** Fails for a remedy without an id: it cannot be decided, and must not get a second one. */
  private static KnownRemedy known(RemedyRecord remedy) {
    String approvalId = remedy.approvalId();
    if (approvalId == null) {
      throw FeishuException.passing(
          new BilingualText(
              "Feishu shows a remedy of this punch, but without the ID of its approval. Look under the employee's remedy records in Feishu's attendance admin.",
              "飞书中已有该次打卡的补卡申请，但没有返回审批 ID。请在飞书考勤管理后台查看该员工的补卡记录。"));
    }
    return new KnownRemedy(approvalId, remedy.remedyTime());
  }

  private static RemedyRecords page(StartRequest request, RemedyState state, Calls calls) {
    try {
      return calls.call(
          RecordsEndpoint.INSTANCE,
          RecordsPage.of(
              List.of(request.employee()),
              request.remedyDate(),
              request.remedyDate(),
              request.zone(),
              state));
    } catch (FeishuException e) {
      // An earlier attempt may have started it.
      throw e.retryable() && !e.rateLimited() && !e.interrupted() ? e.then(MAY_BE_STARTED) : e;
    }
  }

  private static boolean isOfPunch(StartRequest request, RemedyRecord remedy) {
    Punch asked = request.punch();
    Punch shown = remedy.punch();
    return request.remedyDate().equals(remedy.remedyDate())
        && (asked.isFree() ? isAtTheTime(request, remedy.remedyTime()) : asked.equals(shown));
  }

  private static boolean isAtTheTime(StartRequest request, @Nullable LocalDateTime shown) {
    return shown == null
        || Duration.between(shown, request.remedyTime()).abs().compareTo(ROUNDED) <= 0;
  }

  private static void checkTime(
      StartRequest request, KnownRemedy remedy, RemedyState state, @Nullable String logId) {
    if (isAtTheTime(request, remedy.remedyTime())) {
      return;
    }
    throw new RequestRejectedException(
        new BilingualText(
            "A remedy of this punch for %s is %s already (approval ID %s). Only one can count: use its time, or have it rejected or revoked first."
                .formatted(remedy.remedyTime(), state.words().en(), remedy.approvalId()),
            "该次打卡已有补卡时间为 %s 的申请（%s，审批 ID %s）。同一次打卡只能有一条生效的补卡：请使用该时间，或先拒绝、撤销原申请。"
                .formatted(remedy.remedyTime(), state.words().zhCn(), remedy.approvalId())),
        ErrorCodes.OK,
        logId);
  }

  @Override
  public String name() {
    return "start_remedy_approval";
  }

  @Override
  public List<PersonalValue> personalValues(StartRequest request) {
    return StartEndpoint.INSTANCE.personalValues(request);
  }

  @Override
  public List<Endpoint<?, ?>> endpoints() {
    return List.of(RecordsEndpoint.INSTANCE, StartEndpoint.INSTANCE);
  }

  @Override
  public List<Endpoint<?, ?>> usualCalls() {
    return List.of(RecordsEndpoint.INSTANCE, RecordsEndpoint.INSTANCE, StartEndpoint.INSTANCE);
  }

  @Override
  public BilingualText afterUnknownOutcome() {
    return MAY_BE_STARTED;
  }
}
