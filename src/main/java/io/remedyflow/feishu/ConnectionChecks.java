package io.remedyflow.feishu;

import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.EmployeeType;
import io.remedyflow.remedy.InvalidRemedyRequestException;
import io.remedyflow.remedy.RemedyOutcome;
import io.remedyflow.remedy.RemedyQuery;
import java.time.LocalDate;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether a connection works, and says what to do where it does not. Never throws. */
final class ConnectionChecks {

  /** An id that no company gives out, asked for on the day of the page's own example. */
  static final RemedyQuery NOBODY =
      new RemedyQuery(EmployeeType.EMPLOYEE_ID, "remedyflow-check", LocalDate.of(2021, 1, 4));

  private static final Logger LOG = LoggerFactory.getLogger(FeishuRemedyLookup.class);

  private static final BilingualText WORKS =
      new BilingualText(
          "The connection works: Feishu answered a question about an employee that does not exist. Whether the app may see a certain employee, only a question about that employee shows.",
          "连接正常：飞书响应了对一个不存在的员工的查询。应用能否查询某位具体员工，需以实际查询结果为准。");

  private static final BilingualText HAS_TOKEN =
      new BilingualText(
          "Feishu gave an access token for this app-id and app-secret.",
          "飞书已为该 app-id 和 app-secret 颁发访问凭证。");

  private static final BilingualText UNFORESEEN =
      new BilingualText("The check failed in an unforeseen way; see the log.", "检查因意外错误而失败，详见日志。");

  private final Consumer<Call> token;
  private final BiFunction<RemedyQuery, Call, RemedyOutcome> question;
  private final Supplier<Call> newCall;

  ConnectionChecks(
      Consumer<Call> token,
      BiFunction<RemedyQuery, Call, RemedyOutcome> question,
      Supplier<Call> newCall) {
    this.token = token;
    this.question = question;
    this.newCall = newCall;
  }

  /** Whether there is a token. */
  ConnectionCheck checkToken() {
    return carefully(
        call -> {
          token.accept(call);
          return new ConnectionCheck(true, HAS_TOKEN, null, null);
        });
  }

  /** Whether a question is answered. */
  ConnectionCheck check() {
    return carefully(
        call -> {
          RemedyOutcome outcome = question.apply(NOBODY, call);
          int code =
              outcome instanceof RemedyOutcome.Refused refused
                  ? refused.code()
                  : FeishuErrorCode.OK;
          return new ConnectionCheck(true, WORKS, code, outcome.logId());
        });
  }

  private ConnectionCheck carefully(Function<Call, ConnectionCheck> check) {
    Call call = newCall.get();
    try {
      return check.apply(call);
    } catch (InvalidRemedyRequestException e) {
      // Any other fault would be one of every question.
      boolean works = call.isEmployeeUnknown();
      return new ConnectionCheck(works, works ? WORKS : e.explanation(), e.code(), e.logId());
    } catch (FeishuException e) {
      return new ConnectionCheck(false, e.explanation(), e.code(), e.logId());
    } catch (RuntimeException e) {
      LOG.warn("A check of a connection failed in an unforeseen way.", e);
      return new ConnectionCheck(false, UNFORESEEN, null, null);
    }
  }
}
