package io.remedyflow.feishu.client;

import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.BilingualText;
import java.util.function.Supplier;

/**
 * Remembers what Feishu blocks: all calls of the app, since its quota is used up, this server's
 * address is not allowed, or the app is disabled or not installed; or those of one endpoint, since
 * its scope is missing. Any other answer that is not retryable ends the block. Safe for use by many
 * threads.
 *
 * <p>Each connection has its own, like its token and its circuit breaker: another connection of the
 * same app may use another proxy, and so another address.
 */
final class BlockedApp {

  private final String connection;
  private final Time time;
  private final Block app;

  BlockedApp(String connection, Time time) {
    this.connection = connection;
    this.time = time;
    app =
        new Block(
            "the app of connection " + connection,
            new BilingualText("blocks the whole app", "对整个应用生效"),
            time);
  }

  /** The block of one endpoint, which is not on yet. */
  Block ofEndpoint(String name) {
    return new Block(
        "%s for the app of connection %s".formatted(name, connection),
        new BilingualText("blocks this endpoint for the app", "对该应用调用该接口的所有请求生效"),
        time);
  }

  /** Makes a call, unless Feishu blocks its endpoint or the app; see {@link Block#unlessOn}. */
  <T> T unlessBlocked(Block endpoint, Call call, Supplier<T> work) {
    return endpoint.unlessOn(call, () -> app.unlessOn(call, work));
  }

  /** Feishu answered a call: begins or ends a block, according to the answer. */
  void heard(Block endpoint, Verdict verdict) {
    switch (verdict.concern()) {
      case APP, CREDENTIALS -> app.begins(verdict);
      case ENDPOINT -> {
        app.ends();
        endpoint.begins(verdict);
      }
      case EMPLOYEE, CALL -> {
        if (!verdict.category().retryable()) {
          app.ends();
          endpoint.ends();
        }
      }
    }
  }

  /** Whether Feishu blocked the whole app, and no later answer ended the block. */
  boolean isOn() {
    return app.isOn();
  }
}
