package io.remedyflow.feishu.client;

import io.remedyflow.feishu.ConnectionCheck;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.remedy.BilingualText;
import io.remedyflow.remedy.RequestRejectedException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks whether a connection works, and explains what to do if it does not. Never throws. */
final class ConnectionChecks {

  private static final Logger LOG = LoggerFactory.getLogger(FeishuConnection.class);

  private static final BilingualText WORKS =
      new BilingualText(
          "The connection works: Feishu answered a call about an employee that does not exist. Whether the app may see a certain employee, only a call about that employee shows.",
          "连接正常：飞书响应了对一个不存在的员工的查询。应用能否查询某位具体员工，需以实际查询结果为准。");

  private static final BilingualText HAS_TOKEN =
      new BilingualText(
          "Feishu gave an access token for this app-id and app-secret.",
          "飞书已为该 app-id 和 app-secret 颁发访问凭证。");

  private static final BilingualText UNFORESEEN =
      new BilingualText("The check failed unexpectedly; see the log.", "检查因意外错误而失败，详见日志。");

  private ConnectionChecks() {}

  /** Checks whether there is a token. */
  static ConnectionCheck checkToken(Runnable token) {
    try {
      token.run();
      return new ConnectionCheck(true, HAS_TOKEN, null, null);
    } catch (RuntimeException e) {
      return failed(e);
    }
  }

  /** Checks whether a call is answered. */
  static ConnectionCheck check(Call call, Supplier<Answered<?>> probe) {
    try {
      Verdict verdict = probe.get().verdict();
      return new ConnectionCheck(true, WORKS, verdict.envelope().requiredCode(), verdict.logId());
    } catch (RequestRejectedException e) {
      // Any other rejection would affect every call.
      boolean works = call.isEmployeeUnknown();
      return new ConnectionCheck(works, works ? WORKS : e.explanation(), e.code(), e.logId());
    } catch (RuntimeException e) {
      return failed(e);
    }
  }

  private static ConnectionCheck failed(RuntimeException thrown) {
    if (thrown instanceof FeishuException e) {
      return new ConnectionCheck(false, e.explanation(), e.code(), e.logId());
    }
    LOG.warn("A check of a connection failed unexpectedly.", thrown);
    return new ConnectionCheck(false, UNFORESEEN, null, null);
  }
}
