package io.remedyflow.plugin;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;

/**
 * Wakes the job executor for jobs that wait: an idle one would sleep through their due dates, for
 * up to a minute. Whoever is not woken, as after a restart, only comes later.
 */
final class WakeUpCalls implements AutoCloseable {

  /** An executor about to fall asleep misses a call, so that there is a second one. */
  private static final Duration AGAIN_AFTER = Duration.ofMillis(200);

  private final Set<Call> ordered = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor clock;

  WakeUpCalls() {
    clock =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "remedyflow-wake-up-calls");
              thread.setDaemon(true);
              return thread;
            },
            new DiscardPolicy());
    // No thread while nobody waits.
    clock.setKeepAliveTime(10, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Wakes the executor within a second of that time: one call serves all who wait for it. */
  void order(Instant due, JobExecutor executor) {
    Instant second = due.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    Call call = new Call(second, executor);
    if (ordered.add(call)) {
      Duration wait = Duration.between(DueDates.now(), second);
      var unused = clock.schedule(() -> make(call), wait.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void make(Call call) {
    ordered.remove(call);
    call.executor().jobWasAdded();
    var unused =
        clock.schedule(call.executor()::jobWasAdded, AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Engines may share a plugin, and each has an executor of its own to be woken. */
  private record Call(Instant second, JobExecutor executor) {}

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
