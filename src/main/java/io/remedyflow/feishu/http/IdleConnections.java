package io.remedyflow.feishu.http;

import io.remedyflow.feishu.DaemonThreads;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kept connections that no exchange uses. HttpClient checks a connection only when it is used
 * again: until then, a connection that the peer has closed keeps its socket (in CLOSE_WAIT). So a
 * thread checks them every two seconds; it exists only while there are any.
 */
final class IdleConnections implements AutoCloseable {

  static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(IdleConnections.class);

  private final Runnable closeOld;
  private final ScheduledThreadPoolExecutor timer;
  private final Set<QuietConnection> idle = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();

  /**
   * @param closeOld closes those that have been idle for too long; runs with each check
   */
  IdleConnections(String connection, Runnable closeOld) {
    this.closeOld = closeOld;
    timer = new DaemonThreads("remedyflow-idle-connections-" + connection).scheduler();
    timer.setKeepAliveTime(1, TimeUnit.SECONDS);
  }

  void add(QuietConnection connection) {
    idle.add(connection);
    lookLater();
  }

  void remove(QuietConnection connection) {
    idle.remove(connection);
  }

  /** Closes those that the peer has closed, and keeps the others. */
  void closeDead() {
    idle.forEach(QuietConnection::closeIfDead);
  }

  private void lookLater() {
    if (looking.compareAndSet(false, true)) {
      boolean scheduled = false;
      try {
        var unused = timer.schedule(this::look, LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
        scheduled = true;
      } catch (OutOfMemoryError e) {
        // No thread can be created now, but the exchange that returns its connection has succeeded.
        LOG.debug("Idle connections are looked at later: {}", e.toString());
      } finally {
        if (!scheduled) {
          looking.set(false);
        }
      }
    }
  }

  private void look() {
    looking.set(false);
    try {
      closeDead();
      closeOld.run();
    } finally {
      if (!idle.isEmpty()) {
        lookLater();
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
