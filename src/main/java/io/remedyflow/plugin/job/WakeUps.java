package io.remedyflow.plugin.job;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;

/**
 * Wakes the job executor for jobs that wait: an idle one would sleep through their due dates, for
 * up to a minute.
 *
 * <p>One thread of this plugin's, which never runs a job itself. Calls are given in ticks of {@link
 * #TICK}: one call serves all jobs that are due within a tick, so that fifty jobs a second do not
 * make for more acquisitions than threads can serve.
 */
final class WakeUps implements AutoCloseable {

  /** By how much a job may be woken too late. */
  static final Duration TICK = Duration.ofMillis(20);

  /** An executor about to fall asleep misses a call, so that there is a second one. */
  private static final int TICKS_UNTIL_SECOND_CALL = 5;

  private final Set<Call> ordered = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor clock =
      ShortLivedScheduler.named("remedyflow-wake-up-calls");

  /**
   * Wakes the executor at that time, or a tick later; and at the next whole second, to which MySQL
   * may have rounded it.
   */
  void order(Instant due, JobExecutor executor) {
    order(new Call(tick(due), executor, false));
    order(new Call(tick(due.truncatedTo(SECONDS).plusSeconds(1)), executor, false));
  }

  private static long tick(Instant due) {
    return due.toEpochMilli() / TICK.toMillis() + 1;
  }

  private void order(Call call) {
    if (ordered.add(call)) {
      long wait = call.tick() * TICK.toMillis() - DueDates.now().toEpochMilli();
      boolean scheduled = false;
      try {
        var unused = clock.schedule(() -> make(call), wait, TimeUnit.MILLISECONDS);
        scheduled = true;
      } finally {
        if (!scheduled) { // no thread is to be had now, but perhaps for the next job of that tick
          ordered.remove(call);
        }
      }
    }
  }

  private void make(Call call) {
    ordered.remove(call);
    call.executor().jobWasAdded();
    if (!call.second()) {
      order(new Call(call.tick() + TICKS_UNTIL_SECOND_CALL, call.executor(), true));
    }
  }

  /** Engines may share a plugin, and each has an executor of its own to be woken. */
  private record Call(long tick, JobExecutor executor, boolean second) {}

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
