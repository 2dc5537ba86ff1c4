package io.remedyflow.feishu.token;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.http.Deadline;
import io.remedyflow.feishu.token.TenantTokens.Identity;
import io.remedyflow.feishu.token.TenantTokens.TenantToken;
import io.remedyflow.ratelimit.Durations;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** The result of a fetch. A failure is a value here, for all that waited for it. */
sealed interface TokenFetch {

  /** Whether callers get this result instead of a fetch of their own. */
  boolean serves(long now);

  /** A token, and when it has to be replaced. */
  final class Kept implements TokenFetch {

    private final TenantToken token;
    private final long end;
    private final AtomicLong nextRefresh;

    /**
     * @param asked when the token was requested: its life may have begun then
     * @param now when it arrived
     */
    Kept(TenantToken token, long asked, long now) {
      this.token = token;
      Duration onTheWay = Duration.ofNanos(now - asked);
      end = now + token.usableFor().minus(onTheWay).toNanos();
      long window = asked + token.life().minus(TenantTokens.PREFETCH).toNanos();
      long earliest = now + pause();
      nextRefresh = new AtomicLong(window - earliest > 0 ? window : earliest);
    }

    TenantToken token() {
      return token;
    }

    @Override
    public boolean serves(long now) {
      return end - now > 0;
    }

    boolean outlives(Kept other) {
      return end - other.end > 0;
    }

    /**
     * Whether a new token should be fetched now; true for one caller only, and then not again for a
     * while.
     */
    boolean isToBeRefreshed(long now) {
      long due = nextRefresh.get();
      return now - due >= 0 && nextRefresh.compareAndSet(due, now + pause());
    }

    /** The fetch could not begin, so the next call may try again. */
    void isStillToBeRefreshed(long now) {
      nextRefresh.set(now);
    }

    /** Jittered, so nodes that share an app do not fetch at the same time. */
    private static long pause() {
      long nanos = TenantTokens.BETWEEN_REFRESHES.toNanos();
      return nanos - nanos / 4 + ThreadLocalRandom.current().nextLong(nanos / 2);
    }
  }

  /**
   * A failed fetch.
   *
   * @param exception what was thrown
   * @param personal whether it concerns the fetching thread only: an interrupt or its own deadline
   * @param at when it failed
   * @param had the calls that were given this failure, each identified by its deadline
   */
  record Failure(FeishuException exception, boolean personal, long at, Set<Deadline> had)
      implements TokenFetch {

    Failure(FeishuException exception, boolean personal, long at) {
      this(exception, personal, at, ConcurrentHashMap.newKeySet());
    }

    @Override
    public boolean serves(long now) {
      return !personal && now - at < remembered().toNanos();
    }

    private Duration remembered() {
      if (!exception.retryable()) {
        return TenantTokens.LASTING_FAILURE;
      }
      Duration pause = exception.retryAfter().orElse(TenantTokens.PASSING_FAILURE);
      // A transient failure is not remembered longer than a permanent one.
      boolean tooLong = pause.compareTo(TenantTokens.LASTING_FAILURE) > 0;
      return tooLong && !exception.rateLimited() ? TenantTokens.LASTING_FAILURE : pause;
    }

    /**
     * Records that a call is given this failure. True if it was given it before, and has waited
     * since.
     */
    boolean alreadyGivenTo(Deadline call) {
      return !had.add(call);
    }

    /** The exception to throw now; part of the retry-after time may have passed. */
    FeishuException thrown(long now) {
      return exception
          .retryAfter()
          .map(pause -> Durations.longer(pause.minusNanos(now - at), Duration.ZERO))
          .map(exception::withRetryAfter)
          .orElse(exception);
    }
  }

  /** No result, because the secret has changed: a token is requested for the new identity. */
  record Moved(Identity to) implements TokenFetch {

    @Override
    public boolean serves(long now) {
      return false;
    }
  }
}
