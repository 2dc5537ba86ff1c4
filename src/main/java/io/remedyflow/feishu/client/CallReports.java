package io.remedyflow.feishu.client;

import static java.util.stream.Collectors.joining;

import io.remedyflow.feishu.CallOutcome;
import io.remedyflow.feishu.CallReport;
import io.remedyflow.feishu.ConnectionListener;
import io.remedyflow.feishu.ConnectionSettings;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.client.OperationRun.Current;
import io.remedyflow.remedy.RequestRejectedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Reports the outcome of a call to the listener, and in one line of the log. */
final class CallReports {

  private static final Logger LOG = LoggerFactory.getLogger(FeishuConnection.class);

  private final String connection;
  private final boolean showsEmployeeIds;
  private final ConnectionListener listener;

  CallReports(ConnectionSettings settings, ConnectionListener listener) {
    connection = settings.name();
    showsEmployeeIds = settings.showsEmployeeIds();
    this.listener = listener;
  }

  /** Reports a call with an answer. */
  void answered(Operation<?, ?> operation, Current current, Answered<?> answered, boolean denied) {
    CallOutcome outcome = denied ? CallOutcome.DENIED : CallOutcome.ANSWERED;
    Integer code = answered.verdict().envelope().requiredCode();
    tell(report(operation, current, outcome, code, answered.verdict().logId()), current, null);
  }

  /** Reports a call without an answer. */
  void failed(Operation<?, ?> operation, Current current, Throwable thrown) {
    if (thrown instanceof RequestRejectedException e) {
      tell(report(operation, current, CallOutcome.REJECTED, e.code(), e.logId()), current, null);
    } else if (thrown instanceof FeishuException e) {
      tell(
          report(operation, current, outcome(current.call(), e), e.code(), e.logId()),
          current,
          e.explanation().en());
    } else {
      String unforeseen = thrown.getClass().getName();
      tell(
          report(operation, current, CallOutcome.PERMANENT_FAILURE, null, null),
          current,
          unforeseen);
    }
  }

  private static CallOutcome outcome(Call call, FeishuException e) {
    if (call.isStoppedByCircuitBreaker()) {
      return CallOutcome.CIRCUIT_OPEN;
    }
    if (e.outcomeUnknown()) {
      return CallOutcome.OUTCOME_UNKNOWN;
    }
    if (e.rateLimited()) {
      return CallOutcome.RATE_LIMITED;
    }
    return e.retryable() ? CallOutcome.TRANSIENT_FAILURE : CallOutcome.PERMANENT_FAILURE;
  }

  private CallReport report(
      Operation<?, ?> operation,
      Current current,
      CallOutcome outcome,
      @Nullable Integer code,
      @Nullable String logId) {
    return new CallReport(
        connection,
        operation.name(),
        current.endpoint().name(),
        outcome,
        code,
        logId,
        current.call().attempts(),
        current.call().took(),
        current.call().waited());
  }

  /**
   * A listener or logger that fails keeps no outcome from the caller, who would make a call that
   * writes once more. The listener's failures are caught in {@link SafeListener}.
   */
  private void tell(CallReport report, Current current, @Nullable String why) {
    listener.called(report);
    try {
      log(report, current, why);
    } catch (Exception | LinkageError e) {
      // There is nowhere to log it.
    }
  }

  private void log(CallReport report, Current current, @Nullable String why) {
    boolean failed =
        switch (report.outcome()) {
          case ANSWERED, DENIED, REJECTED, RATE_LIMITED -> false;
          case PERMANENT_FAILURE, TRANSIENT_FAILURE, OUTCOME_UNKNOWN, CIRCUIT_OPEN -> true;
        };
    LOG.atLevel(failed ? Level.WARN : Level.INFO)
        .log(
            "Call {} over connection {}: employee {}, outcome {}, code {}, log id {}, attempts {}, {} ms{}",
            named(report),
            connection,
            shown(current),
            report.outcome(),
            report.code(),
            report.logId(),
            report.attempts(),
            report.took().toMillis(),
            why == null ? "" : ": " + why);
  }

  /** The endpoint, and the operation that the call belongs to if that is more than the call. */
  private static String named(CallReport report) {
    return report.operation().equals(report.endpoint())
        ? report.endpoint()
        : report.endpoint() + " of " + report.operation();
  }

  private String shown(Current current) {
    return current.personal().stream()
        .filter(PersonalValue::isEmployee)
        .map(value -> showsEmployeeIds ? value.value() : value.masked())
        .collect(joining(", "));
  }
}
