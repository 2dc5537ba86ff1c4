package io.remedyflow.feishu.client;

import io.remedyflow.feishu.CallReport;
import io.remedyflow.feishu.ConnectionListener;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.LogThrottle;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Catches what a listener throws, so calls continue. Logs it at most once a minute, since a
 * listener that fails once tends to fail on every call.
 */
final class SafeListener implements ConnectionListener {

  static final Duration SILENCE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(FeishuConnection.class);

  private final ConnectionListener listener;
  private final LogThrottle warnings;

  SafeListener(ConnectionListener listener, Time time) {
    this.listener = listener;
    warnings = LogThrottle.oncePer(SILENCE, time::nanos);
  }

  @Override
  public void called(CallReport call) {
    tell(() -> listener.called(call));
  }

  @Override
  public void tokenFetched(String connection, boolean succeeded, Duration took) {
    tell(() -> listener.tokenFetched(connection, succeeded, took));
  }

  private void tell(Runnable message) {
    try {
      message.run();
    } catch (Exception | LinkageError e) { // other languages throw checked ones undeclared
      if (warnings.permits()) {
        LOG.warn("A listener failed and the event was dropped; calls continue.", e);
      }
    }
  }
}
