package io.remedyflow.feishu;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes calls from the budget that the nodes share, at the moment when they are to be made: one
 * question for all who wait at that moment, however many. Safe for use by many threads.
 */
final class Claims {

  private final SharedReach reach;
  private final Time time;
  private final Duration interval;
  private final Queue<CompletableFuture<Long>> waiting = new ArrayDeque<>();
  private final TreeSet<Long> inHand = new TreeSet<>();
  private boolean asking;
  private long last;

  Claims(SharedReach reach, Limit second, Time time) {
    this.reach = reach;
    this.time = time;
    interval = second.share(SharedBudget.CALLS).interval();
    last = time.nanos() - interval.toNanos();
  }

  /**
   * Takes a call that may be made within a caller's patience.
   *
   * @return when it may be made; if that is beyond the patience, nothing was taken. At once, if the
   *     budget is out of reach
   */
  long claim(Duration patience) throws InterruptedException {
    reach.lookAgainIfDue();
    CompletableFuture<Long> call = new CompletableFuture<>();
    synchronized (this) {
      long now = time.nanos();
      long at = next(now);
      if (!reach.isUp() || at - now > patience.toNanos()) {
        return at;
      }
      if (inHand.remove(at)) {
        return at;
      }
      waiting.add(call);
      if (!asking) {
        beginToAsk(call);
      }
    }
    long at = await(call);
    if (at - time.nanos() > patience.toNanos()) {
      keep(at);
    }
    return at;
  }

  /** Whether calls are taken from the budget; else {@link #claim} takes none. */
  boolean isInReach() {
    return reach.isUp();
  }

  /** How long a call would have to wait, as far as is known. */
  synchronized Duration backlog() {
    long now = time.nanos();
    return Duration.ofNanos(next(now) - now);
  }

  /** The first moment that may be free; none is, where the budget is out of reach. */
  private long next(long now) {
    inHand.headSet(now).clear(); // nobody came in time
    if (!reach.isUp()) {
      return now;
    }
    return inHand.isEmpty() ? CallWindows.later(now, last + interval.toNanos()) : inHand.first();
  }

  private long await(CompletableFuture<Long> call) throws InterruptedException {
    try {
      return call.get(SharedReach.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      if (call.complete(time.nanos())) { // it is made now, and what comes for it is used up
        reach.keptWaiting();
      }
      return call.join();
    } catch (InterruptedException e) {
      call.cancel(false);
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is only ever completed with a moment", e);
    }
  }

  /** Guarded by the caller; a thread that is not to be had now may be had for the next call. */
  private void beginToAsk(CompletableFuture<Long> call) {
    try {
      asking = true;
      reach.inBackground(this::askForAll);
    } catch (RuntimeException | Error e) {
      asking = false;
      call.cancel(false);
      throw e;
    }
  }

  private void askForAll() {
    for (List<CompletableFuture<Long>> calls = all(); !calls.isEmpty(); calls = all()) {
      int count = calls.size();
      Optional<Duration> untilLast = Optional.empty();
      boolean over = false;
      try {
        untilLast = reach.ask(budget -> budget.claim(count));
        over = true;
      } finally {
        long now = time.nanos();
        if (untilLast.isPresent()) {
          handOut(calls, now + untilLast.get().toNanos());
        } else {
          calls.forEach(call -> call.complete(now));
        }
        if (!over) { // by an Error: those who have come meanwhile are asked for by the next
          stopAsking();
        }
      }
    }
  }

  private synchronized void stopAsking() {
    long now = time.nanos();
    waiting.forEach(call -> call.complete(now));
    waiting.clear();
    asking = false;
  }

  /**
   * All who wait, once, and all who could not wait: their calls are made, and the other nodes have
   * to know. None where there are none, and this is not asked any more.
   */
  private synchronized List<CompletableFuture<Long>> all() {
    List<CompletableFuture<Long>> all = new ArrayList<>(waiting);
    waiting.clear();
    all.removeIf(CompletableFuture::isCancelled);
    asking = !all.isEmpty();
    return all;
  }

  private void handOut(List<CompletableFuture<Long>> calls, long lastOne) {
    synchronized (this) {
      last = lastOne;
    }
    long at = lastOne - interval.toNanos() * (calls.size() - 1);
    for (CompletableFuture<Long> call : calls) {
      if (!call.complete(at) && call.isCancelled()) {
        keep(at);
      }
      at += interval.toNanos();
    }
  }

  /** Whoever comes next may have it. */
  private synchronized void keep(long at) {
    inHand.add(at);
  }
}
