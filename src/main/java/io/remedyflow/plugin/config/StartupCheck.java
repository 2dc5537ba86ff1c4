package io.remedyflow.plugin.config;

import io.remedyflow.feishu.ConnectionCheck;
import io.remedyflow.feishu.DaemonThreads;
import io.remedyflow.feishu.client.FeishuConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether each connection works, and logs a line for each. Runs in the background, because
 * an application is ready whether or not Feishu is.
 */
public final class StartupCheck implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StartupCheck.class);

  private final RemedyflowConnections connections;
  private final Thread thread;

  /** Creates a check of these connections; sends nothing yet. */
  public StartupCheck(RemedyflowConnections connections) {
    this.connections = connections;
    this.thread = new DaemonThreads("remedyflow-startup-check").newThread(this::checkAll);
  }

  /** Starts the check; call it only once. */
  public void start() {
    thread.start();
  }

  private void checkAll() {
    for (FeishuConnection connection : connections.byName().values()) {
      ConnectionCheck check = Operations.check(connection);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      if (check.works()) {
        LOG.info("Connection {} works. {}", connection.name(), check.explanation().en());
      } else {
        LOG.warn(
            "Connection {} does not work: {} (code {}, log id {})",
            connection.name(),
            check.explanation().en(),
            check.code(),
            check.logId());
      }
    }
  }

  /** Stops the check; connections that were not checked yet are skipped. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
