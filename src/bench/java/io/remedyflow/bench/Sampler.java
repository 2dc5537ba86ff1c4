package io.remedyflow.bench;

import com.zaxxer.hikari.HikariPoolMXBean;
import io.remedyflow.bench.Occupancy.Moment;
import java.util.ArrayList;
import java.util.List;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Looks every few milliseconds at what is in use of a node; only from within is that visible. */
final class Sampler {

  private static final int INTERVAL_MILLIS = 20;

  private final ThreadPoolTaskExecutor threads;
  private final HikariPoolMXBean connections;
  private final List<Moment> moments = new ArrayList<>();
  private Thread thread;

  Sampler(ThreadPoolTaskExecutor threads, HikariPoolMXBean connections) {
    this.threads = threads;
    this.connections = connections;
  }

  /** From now on. */
  void start() {
    moments.clear();
    thread = new Thread(this::look, "sampler");
    thread.start();
  }

  private void look() {
    try {
      while (true) {
        moments.add(
            new Moment(
                System.currentTimeMillis(),
                threads.getActiveCount(),
                connections.getActiveConnections()));
        Thread.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was seen. */
  Occupancy stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
    return new Occupancy(List.copyOf(moments));
  }
}
