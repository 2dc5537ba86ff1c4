package io.remedyflow.feishu;

import io.remedyflow.remedy.InvalidRemedyRequestException;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyOutcome.Refused;
import io.remedyflow.remedy.RemedyQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Says what became of a question: to the listener, and in one line of the log. */
final class CallReports {

  private static final Logger LOG = LoggerFactory.getLogger(FeishuRemedyLookup.class);

  private final String connection;
  private final Discretion discretion;
  private final ConnectionListener listener;

  CallReports(String connection, Discretion discretion, ConnectionListener listener) {
    this.connection = connection;
    this.discretion = discretion;
    this.listener = listener;
  }

  /** There is an answer. */
  void answered(Call call, RemedyQuery query, RemedyOutcome outcome) {
    CallReport report =
        outcome instanceof Refused refused
            ? report(call, CallOutcome.REFUSED, refused.code(), refused.logId())
            : report(call, CallOutcome.AVAILABLE, FeishuErrorCode.OK, outcome.logId());
    tell(report, query, null);
  }

  /** There is none. */
  void failed(Call call, RemedyQuery query, Throwable thrown) {
    if (thrown instanceof InvalidRemedyRequestException e) {
      tell(report(call, CallOutcome.REJECTED, e.code(), e.logId()), query, null);
    } else if (thrown instanceof FeishuException e) {
      tell(report(call, outcome(call, e), e.code(), e.logId()), query, e.explanation().en());
    } else {
      String unforeseen = thrown.getClass().getName();
      tell(report(call, CallOutcome.FAILED, null, null), query, unforeseen);
    }
  }

  private static CallOutcome outcome(Call call, FeishuException e) {
    if (call.isCutOff()) {
      return CallOutcome.CUT_OFF;
    }
    if (e.turnedAway()) {
      return CallOutcome.TURNED_AWAY;
    }
    return e.retryable() ? CallOutcome.FAILED_FOR_NOW : CallOutcome.FAILED;
  }

  private CallReport report(
      Call call, CallOutcome outcome, @Nullable Integer code, @Nullable String logId) {
    return new CallReport(
        connection, outcome, code, logId, call.attempts(), call.took(), call.waited());
  }

  private void tell(CallReport report, RemedyQuery query, @Nullable String why) {
    listener.called(report);
    boolean trouble =
        switch (report.outcome()) {
          case AVAILABLE, REFUSED, REJECTED, TURNED_AWAY -> false;
          case FAILED, FAILED_FOR_NOW, CUT_OFF -> true;
        };
    LOG.atLevel(trouble ? Level.WARN : Level.INFO)
        .log(
            "Asked Feishu over connection {}: employee {}, outcome {}, code {}, log id {}, attempts {}, {} ms{}",
            connection,
            discretion.employee(query),
            report.outcome(),
            report.code(),
            report.logId(),
            report.attempts(),
            report.took().toMillis(),
            why == null ? "" : ": " + why);
  }
}
