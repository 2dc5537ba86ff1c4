package io.remedyflow.ratelimit;

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
 * Takes permits from the shared rate limit at the moment when calls are to be made, with one
 * request for all calls that wait at that moment. Safe for use by many threads.
 */
final class SharedPermits {

  private final SharedRateLimitAccess shared;
  private final Time time;
  private final Duration interval;
  private final Queue<CompletableFuture<Long>> waiting = new ArrayDeque<>();
  private final TreeSet<Long> inHand = new TreeSet<>();
  private boolean asking;
  private long last;

  SharedPermits(SharedRateLimitAccess shared, RateLimit second, Time time) {
    this.shared = shared;
    this.time = time;
    interval = second.share(SharedRateLimit.PERMITTED).interval();
    last = time.nanos() - interval.toNanos();
  }

  /**
   * Takes a permit that can be used within a call's patience.
   *
   * @return when it can be used; if that is beyond the patience, the call has no permit. Now, if
   *     the shared rate limit is unavailable
   */
  long acquire(Duration patience) throws InterruptedException {
    shared.probeIfDue();
    CompletableFuture<Long> permit = new CompletableFuture<>();
    synchronized (this) {
      long now = time.nanos();
      long at = next(now);
      if (!shared.isAvailable() || at - now > patience.toNanos()) {
        return at;
      }
      if (inHand.remove(at)) {
        return at;
      }
      waiting.add(permit);
      if (!asking) {
        beginToAsk(permit);
      }
    }
    long at = await(permit);
    if (at - time.nanos() > patience.toNanos()) {
      keep(at);
    }
    return at;
  }

  /** Whether permits are taken from the shared rate limit; else {@link #acquire} takes none. */
  boolean areAvailable() {
    return shared.isAvailable();
  }

  /** How long a call would have to wait, as far as is known. */
  synchronized Duration backlog() {
    long now = time.nanos();
    return Duration.ofNanos(next(now) - now);
  }

  /** The first moment that may be free; now, if the shared rate limit is unavailable. */
  private long next(long now) {
    inHand.headSet(now).clear(); // expired
    if (!shared.isAvailable()) {
      return now;
    }
    return inHand.isEmpty()
        ? SlidingWindowLog.later(now, last + interval.toNanos())
        : inHand.first();
  }

  private long await(CompletableFuture<Long> permit) throws InterruptedException {
    try {
      return permit.get(SharedRateLimitAccess.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      if (permit.complete(
          time.nanos())) { // the call is made now; a permit that still comes is used up
        shared.timedOut();
      }
      return permit.join();
    } catch (InterruptedException e) {
      permit.cancel(false);
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is only ever completed with a moment", e);
    }
  }

  /**
   * Begins to request permits; the caller holds the lock. Without a thread now, the next call tries
   * again.
   */
  private void beginToAsk(CompletableFuture<Long> permit) {
    try {
      asking = true;
      shared.inBackground(this::askForAll);
    } catch (RuntimeException | Error e) {
      asking = false;
      permit.cancel(false);
      throw e;
    }
  }

  private void askForAll() {
    for (List<CompletableFuture<Long>> permits = all(); !permits.isEmpty(); permits = all()) {
      int count = permits.size();
      Optional<Duration> untilLast = Optional.empty();
      boolean over = false;
      try {
        untilLast = shared.ask(limit -> limit.acquire(count));
        over = true;
      } finally {
        long now = time.nanos();
        if (untilLast.isPresent()) {
          handOut(permits, now + untilLast.get().toNanos());
        } else {
          permits.forEach(permit -> permit.complete(now));
        }
        if (!over) { // an Error: the waiting calls are made now
          stopAsking();
        }
      }
    }
  }

  private synchronized void stopAsking() {
    long now = time.nanos();
    waiting.forEach(permit -> permit.complete(now));
    waiting.clear();
    asking = false;
  }

  /**
   * All calls that wait, and those that timed out: these are made, and the other nodes have to
   * know. If there are none, no further request is made.
   */
  private synchronized List<CompletableFuture<Long>> all() {
    List<CompletableFuture<Long>> all = new ArrayList<>(waiting);
    waiting.clear();
    all.removeIf(CompletableFuture::isCancelled);
    asking = !all.isEmpty();
    return all;
  }

  private void handOut(List<CompletableFuture<Long>> permits, long lastOne) {
    synchronized (this) {
      last = lastOne;
    }
    long at = lastOne - interval.toNanos() * (permits.size() - 1);
    for (CompletableFuture<Long> permit : permits) {
      if (!permit.complete(at) && permit.isCancelled()) {
        keep(at);
      }
      at += interval.toNanos();
    }
  }

  /** Keeps a permit for the next call. */
  private synchronized void keep(long at) {
    inHand.add(at);
  }
}
