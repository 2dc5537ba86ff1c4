package io.remedyflow.feishu.token;

import io.remedyflow.feishu.token.TokenFetch.Failure;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that tokens cannot be fetched ahead, once until a fetch succeeds again. Nothing else shows
 * it while the old token still works.
 */
final class TokenRefreshLog {

  private static final Logger LOG = LoggerFactory.getLogger(TokenRefreshLog.class);

  private final String connection;
  private boolean failing;

  TokenRefreshLog(String connection) {
    this.connection = connection;
  }

  synchronized void failed(Failure failure) {
    if (!failing && !failure.personal()) {
      failing = true;
      LOG.warn(
          "Connection {} has a valid token but cannot refresh it; it tries again"
              + " in the background. {} Log id: {}.",
          connection,
          failure.exception().getMessage(),
          Objects.requireNonNullElse(failure.exception().logId(), "none"));
    }
  }

  synchronized void succeeded() {
    if (failing) {
      failing = false;
      LOG.info("Connection {} gets fresh tokens again.", connection);
    }
  }
}
