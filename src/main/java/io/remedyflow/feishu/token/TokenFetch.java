package io.remedyflow.feishu.token;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.http.Deadline;
import io.remedyflow.feishu.token.TenantTokens.Identity;
import io.remedyflow.feishu.token.TenantTokens.TenantToken;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** What came of a fetch. A failure is a value here, for all who waited for it. */
sealed interface TokenFetch {

  /** How long whoever asks gets this, rather than a fetch of their own. */
  Duration remembered();

  /** A token, and when it has to be replaced. */
  final class Kept implements TokenFetch {

    private final TenantToken token;
    private final long end;
    private final Duration usable;
    private final AtomicLong nextRefresh;

    /**
     * A token.
     *
     * @param asked when it was asked for: its life may have begun then
     * @param now when it arrived
     */
    Kept(TenantToken token, long asked, long now) {
      this.token = token;
      Duration onTheWay = Duration.ofNanos(now - asked);
      Duration left = token.usableFor().minus(onTheWay);
      usable = left.isNegative() ? Duration.ZERO : left;
      end = now + usable.toNanos();
      long window = asked + token.life().minus(TenantTokens.PREFETCH).toNanos();
      long earliest = now + pause();
      nextRefresh = new AtomicLong(window - earliest > 0 ? window : earliest);
    }

    TenantToken token() {
      return token;
    }

    @Override
    public Duration remembered() {
      return usable;
    }

    boolean outlives(Kept other) {
      return end - other.end > 0;
    }

    /**
     * Whether a fresh one should be fetched now; true for one of all who ask, and not soon again.
     */
    boolean isToBeRefreshed(long now) {
      long due = nextRefresh.get();
      return now - due >= 0 && nextRefresh.compareAndSet(due, now + pause());
    }

    /** The fetch could not begin: the next call may try again. */
    void isStillToBeRefreshed(long now) {
      nextRefresh.set(now);
    }

    /** Jittered, so that nodes that share an app do not ask together. */
    private static long pause() {
      long nanos = TenantTokens.BETWEEN_REFRESHES.toNanos();
      return nanos - nanos / 4 + ThreadLocalRandom.current().nextLong(nanos / 2);
    }
  }

  /**
   * A failure.
   *
   * @param exception what was thrown
   * @param personal whether it befell the fetching thread only, by an interrupt or its own deadline
   * @param at when
   * @param had the calls that were given this failure, each known by its deadline
   */
  record Failure(FeishuException exception, boolean personal, long at, Set<Deadline> had)
      implements TokenFetch {

    Failure(FeishuException exception, boolean personal, long at) {
      this(exception, personal, at, ConcurrentHashMap.newKeySet());
    }

    @Override
    public Duration remembered() {
      if (personal) {
        return Duration.ZERO;
      }
      if (!exception.retryable()) {
        return TenantTokens.LASTING_FAILURE;
      }
      Duration pause = exception.retryAfter().orElse(TenantTokens.PASSING_FAILURE);
      // Trouble that passes is not remembered for longer than trouble that does not.
      boolean tooLong = pause.compareTo(TenantTokens.LASTING_FAILURE) > 0;
      return tooLong && !exception.rateLimited() ? TenantTokens.LASTING_FAILURE : pause;
    }

    /** Notes that a call is given this; true if it was before, and has paused since. */
    boolean isOldNewsFor(Deadline call) {
      return !had.add(call);
    }

    /** The exception to throw now: of a pause that Feishu asked for, some may have passed. */
    FeishuException thrown(long now) {
      return exception
          .retryAfter()
          .map(pause -> pause.minusNanos(now - at))
          .filter(left -> !left.isNegative() && !left.isZero())
          .map(exception::withRetryAfter)
          .orElse(exception);
    }
  }

  /**
   * No fetch: the secret has changed meanwhile.
   *
   * @param to whose token to ask for instead
   */
  record Moved(Identity to) implements TokenFetch {

    @Override
    public Duration remembered() {
      return Duration.ZERO;
    }
  }
}
