package io.remedyflow.feishu.token;

import static io.remedyflow.ratelimit.Durations.shorter;

import io.remedyflow.feishu.AppSecret;
import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.http.Deadline;
import io.remedyflow.feishu.http.Interruption;
import io.remedyflow.feishu.token.TokenFetch.Failure;
import io.remedyflow.feishu.token.TokenFetch.Kept;
import io.remedyflow.feishu.token.TokenFetch.Moved;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.BilingualText;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tenant access tokens of self-built apps. A token is fetched once for all threads that need it,
 * kept until shortly before its end, and replaced before that without making a call wait.
 *
 * <p>The thread that finds no token fetches it. The others wait for that fetch, each within its own
 * deadline. A failed fetch fails for all that waited, and for a while for later calls, so an outage
 * does not cause a queue of repeats. Only a call that was given the failure, and has waited since,
 * fetches again. An interrupt or a passed deadline of the fetching thread alone is no result for
 * the others; the next of them fetches.
 *
 * <p>Feishu returns the same token until less than 30 minutes of it are left. Then it returns a new
 * one, and the old one stays valid to its end. A call that is given a token in its last 30 minutes
 * starts a fetch in the background. This repeats about once a minute until there is a new token;
 * until then the old one is used (to {@link #MARGIN} before its end). Without calls nothing is
 * fetched.
 *
 * @see <a
 *     href="https://open.feishu.cn/document/server-docs/authentication-management/access-token/tenant_access_token_internal">Feishu:
 *     tenant_access_token of a self-built app</a>
 */
public final class TenantTokens {

  /** A token is not used in the last minutes of its life, so it does not expire during a call. */
  static final Duration MARGIN = Duration.ofMinutes(3);

  /** Feishu returns a new token when less than this is left of the old one. */
  static final Duration PREFETCH = Duration.ofMinutes(30);

  /** The time between two fetches in the background; jittered by a quarter. */
  static final Duration BETWEEN_REFRESHES = Duration.ofMinutes(1);

  /** How long a permanent failure, above all a wrong secret, is not tried again. */
  public static final Duration LASTING_FAILURE = Duration.ofSeconds(30);

  /** How long a transient failure is not tried again by calls that have not waited yet. */
  static final Duration PASSING_FAILURE = Duration.ofSeconds(1);

  /**
   * The longest wait that an answer may ask for if it is no rate limit. That answer is one server's
   * guess and is given to all calls: none of them should wait longer than the default retry cycle
   * ever does.
   */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private static final Duration REFRESH_DEADLINE = Duration.ofSeconds(30);

  /** Under way or done; nearly always one, two while the secret changes. */
  private final Map<Identity, CompletableFuture<TokenFetch>> fetches = new ConcurrentHashMap<>();

  private final Source source;
  private final BiFunction<Identity, Deadline, Identity> renewal;
  private final Time time;
  private final Executor background;
  private final TokenRefreshLog spell;

  /**
   * Creates the tokens of one connection.
   *
   * @param connection its name, for the log
   * @param source where tokens come from
   * @param renewal reads the secret again and returns the same identity with it; called before a
   *     fetch and after one that failed permanently
   * @param time the clock
   * @param background runs work that no call waits for
   */
  public TenantTokens(
      String connection,
      Source source,
      BiFunction<Identity, Deadline, Identity> renewal,
      Time time,
      Executor background) {
    this.source = source;
    this.renewal = renewal;
    this.time = time;
    this.background = background;
    this.spell = new TokenRefreshLog(connection);
  }

  /** Where tokens come from. */
  @FunctionalInterface
  public interface Source {
    TenantToken fetch(Identity identity, Deadline deadline);
  }

  /**
   * The app that a token belongs to. A changed secret makes a new identity, so the old token is not
   * used again.
   */
  public record Identity(URI baseUrl, String appId, AppSecret appSecret) {

    public Identity with(AppSecret secret) {
      return new Identity(baseUrl, appId, secret);
    }
  }

  /** A token, and how much of its life was left when it was fetched. */
  public record TenantToken(String value, Duration life) {

    /** Until {@link #MARGIN} before its end, or for half of its life if that is longer. */
    Duration usableFor() {
      return life.minus(shorter(life.dividedBy(2), MARGIN));
    }

    /** Without the token. */
    @Override
    public String toString() {
      return "TenantToken[life=" + life + "]";
    }
  }

  /**
   * The token to use now.
   *
   * @throws FeishuException if there is none, or none in time
   */
  public TenantToken current(Identity asked, Deadline deadline) {
    Identity identity = asked;
    while (true) {
      CompletableFuture<TokenFetch> mine = new CompletableFuture<>();
      CompletableFuture<TokenFetch> known = knownOr(mine, identity);
      boolean isMine = known == mine;
      TokenFetch fetched = isMine ? fetch(identity, mine, deadline) : await(known, deadline);
      if (fetched instanceof Kept kept) {
        refreshInTime(identity, kept);
        return kept.token();
      }
      if (fetched instanceof Moved moved) {
        identity = moved.to();
        continue;
      }
      Failure failure = (Failure) fetched;
      boolean alreadyGiven = failure.alreadyGivenTo(deadline);
      if (isMine || !(alreadyGiven || failure.personal()) || deadline.hasPassed()) {
        throw failure.thrown(time.nanos());
      }
      fetches.remove(identity, known);
    }
  }

  /** Removes a token that Feishu did not accept, unless another has already replaced it. */
  public void drop(Identity identity, TenantToken refused) {
    CompletableFuture<TokenFetch> known = fetches.get(identity);
    if (result(known) instanceof Kept kept && kept.token().value().equals(refused.value())) {
      fetches.remove(identity, known);
    }
  }

  /** The fetch for this identity that is under way or still serves; else this one from now on. */
  private CompletableFuture<TokenFetch> knownOr(
      CompletableFuture<TokenFetch> mine, Identity identity) {
    CompletableFuture<TokenFetch> known = fetches.get(identity); // nearly always serves
    if (known != null && serves(known)) {
      return known;
    }
    fetches.values().removeIf(fetch -> !serves(fetch)); // also those with an old secret
    CompletableFuture<TokenFetch> theirs = fetches.putIfAbsent(identity, mine);
    return theirs == null ? mine : theirs;
  }

  private boolean serves(CompletableFuture<TokenFetch> fetch) {
    TokenFetch result = result(fetch);
    return result == null || result.serves(time.nanos());
  }

  /** Null if the fetch is under way, or failed unexpectedly. */
  private static @Nullable TokenFetch result(@Nullable CompletableFuture<TokenFetch> fetch) {
    return fetch == null || fetch.isCompletedExceptionally() ? null : fetch.getNow(null);
  }

  private TokenFetch fetch(
      Identity identity, CompletableFuture<TokenFetch> mine, Deadline deadline) {
    try {
      TokenFetch fetched = tryToFetch(identity, deadline);
      mine.complete(fetched);
      return fetched;
    } catch (RuntimeException | Error e) {
      fetches.remove(identity, mine);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private TokenFetch tryToFetch(Identity identity, Deadline deadline) {
    Identity before = renewal.apply(identity, deadline);
    if (!before.equals(identity)) {
      return new Moved(before);
    }
    long asked = time.nanos();
    try {
      return new Kept(source.fetch(identity, deadline), asked, time.nanos());
    } catch (FeishuException e) {
      boolean personal = Thread.currentThread().isInterrupted() || deadline.hasPassed();
      Identity after = personal || e.retryable() ? identity : renewal.apply(identity, deadline);
      return after.equals(identity)
          ? new Failure(bounded(e), personal, time.nanos())
          : new Moved(after);
    }
  }

  /** A rate limit applies to all calls, so its retry-after time is not shortened. */
  private static FeishuException bounded(FeishuException e) {
    return e.rateLimited()
        ? e
        : e.retryAfter()
            .filter(pause -> pause.compareTo(LONGEST_PAUSE) > 0)
            .map(pause -> e.withRetryAfter(LONGEST_PAUSE))
            .orElse(e);
  }

  private void refreshInTime(Identity identity, Kept kept) {
    if (kept.isToBeRefreshed(time.nanos())) {
      try {
        background.execute(() -> refresh(identity, kept));
      } catch (RuntimeException | Error e) {
        kept.isStillToBeRefreshed(time.nanos());
        throw e;
      }
    }
  }

  /** Changes nothing if the fetch fails, or if the token was dropped or replaced meanwhile. */
  private void refresh(Identity identity, Kept kept) {
    TokenFetch fetched = tryToFetch(identity, Deadline.in(REFRESH_DEADLINE, time));
    if (fetched instanceof Failure failure) {
      spell.failed(failure);
    } else if (fetched instanceof Kept fresh) {
      spell.succeeded();
      if (fresh.outlives(kept)) {
        replace(identity, kept, fresh);
      }
    }
  }

  private void replace(Identity identity, Kept kept, Kept fresh) {
    CompletableFuture<TokenFetch> known = fetches.get(identity);
    if (known != null && result(known) == kept) {
      fetches.replace(identity, known, CompletableFuture.completedFuture(fresh));
    }
  }

  private static TokenFetch await(CompletableFuture<TokenFetch> theirs, Deadline deadline) {
    try {
      return theirs.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the fetch of a token failed unexpectedly", e.getCause());
    } catch (TimeoutException e) {
      throw FeishuException.silence(
          new BilingualText(
              "Feishu's token endpoint did not answer in time. If this continues, raise call-deadline or check the network.",
              "飞书的访问凭证接口未在规定时间内响应。若持续出现，请调大 call-deadline 或检查网络。"),
          e);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }
}
