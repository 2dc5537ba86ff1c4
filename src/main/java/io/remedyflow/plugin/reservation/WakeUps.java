package io.remedyflow.plugin.reservation;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.remedyflow.feishu.DaemonThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;

/**
 * Wakes the job executor for waiting jobs: an idle executor would sleep past their due dates, for
 * up to a minute.
 *
 * <p>It uses one thread of this plugin, which never runs a job. Wake-ups come in ticks of {@link
 * #TICK}: one wake-up serves all jobs that are due within a tick. Otherwise, fifty jobs a second
 * would cause more acquisitions than the threads can serve.
 */
public final class WakeUps implements AutoCloseable {

  /** How late a job may be woken. */
  static final Duration TICK = Duration.ofMillis(20);

  /** An executor that is about to sleep misses a wake-up, so a second one follows. */
  private static final int TICKS_UNTIL_SECOND_CALL = 5;

  private final Set<Call> ordered = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor clock =
      new DaemonThreads("remedyflow-wake-up-calls").scheduler();

  /**
   * Wakes the executor at that time or a tick later, and again at the next whole second, to which
   * MySQL may have rounded the due date.
   */
  public void order(Instant due, JobExecutor executor) {
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
        if (!scheduled) { // no thread is available now, but perhaps for the next job of that tick
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

  /** Contains the executor: engines may share a plugin, and each has its own executor. */
  private record Call(long tick, JobExecutor executor, boolean second) {}

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
