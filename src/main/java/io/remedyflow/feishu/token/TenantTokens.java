package io.remedyflow.feishu.token;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * Tenant access tokens of self-built apps: fetched once however many threads ask, kept until
 * shortly before their end, and replaced before that without anybody waiting.
 *
 * <p>The thread that finds no token fetches it; the others wait for that fetch, each within its own
 * deadline. A fetch that fails fails for all who waited, and for a while for those who come after
 * them, so that an outage is not answered by a queue of repeats. Only a call that was given the
 * failure, and has paused since, asks again. What befell the fetching thread alone, an interrupt or
 * its own deadline, is no answer for the others, and the next of them fetches.
 *
 * <p>Feishu gives out the same token again until less than 30 minutes of it are left; then a new
 * one, and the old one stays valid to its end. So whoever is given a token in its last 30 minutes
 * has a fresh one fetched in the background, about once a minute until there is one, while the old
 * one serves (to {@link #MARGIN} before its end). Without calls nothing is fetched.
 *
 * @see <a
 *     href="https://open.feishu.cn/document/server-docs/authentication-management/access-token/tenant_access_token_internal">Feishu:
 *     tenant_access_token of a self-built app</a>
 */
public final class TenantTokens {

  /** A token is not used in the last minutes of its life, so that none ends on the way. */
  static final Duration MARGIN = Duration.ofMinutes(3);

  /** With less than this left of a token, Feishu gives out a new one. */
  static final Duration PREFETCH = Duration.ofMinutes(30);

  /** Between two fetches in the background; jittered by a quarter. */
  static final Duration BETWEEN_REFRESHES = Duration.ofMinutes(1);

  /** How long trouble that somebody has to mend, a wrong secret above all, is not tried again. */
  public static final Duration LASTING_FAILURE = Duration.ofSeconds(30);

  /** How long trouble that may pass is not tried again by calls that have not waited yet. */
  static final Duration PASSING_FAILURE = Duration.ofSeconds(1);

  /**
   * How long a call may be told to wait by an answer that is no rate limit. That answer is one
   * server's guess and is given to all calls: none of them should wait for longer than the default
   * retry cycle ever does.
   */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private static final Duration REFRESH_DEADLINE = Duration.ofSeconds(30);

  private final AsyncCache<Identity, TokenFetch> cache;
  private final Source source;
  private final BiFunction<Identity, Deadline, Identity> renewal;
  private final Time time;
  private final Executor background;
  private final TokenRefreshLog spell;

  /**
   * Tokens of one connection.
   *
   * @param connection its name, for the log
   * @param source where tokens come from
   * @param renewal the same identity with the secret as it is now, read again; asked before a fetch
   *     and after one that was refused for good
   * @param time now
   * @param background runs what nobody waits for
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
    this.cache =
        Caffeine.newBuilder()
            .ticker(time::nanos)
            .executor(Runnable::run)
            .maximumSize(1_000)
            .expireAfter(
                Expiry.writing((Identity identity, TokenFetch fetched) -> fetched.remembered()))
            .buildAsync();
  }

  /** Where tokens come from. */
  @FunctionalInterface
  public interface Source {
    TenantToken fetch(Identity identity, Deadline deadline);
  }

  /**
   * Whose token it is. A changed secret is a new identity, so that its old token is not used again.
   */
  public record Identity(URI baseUrl, String appId, AppSecret appSecret) {

    public Identity with(AppSecret secret) {
      return new Identity(baseUrl, appId, secret);
    }
  }

  /** A token, and how much of its life was left when it was fetched. */
  public record TenantToken(String value, Duration life) {

    /** Until shortly before its end; half of what is left where that is short. */
    Duration usableFor() {
      Duration half = life.dividedBy(2);
      return life.minus(half.compareTo(MARGIN) < 0 ? half : MARGIN);
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
      CompletableFuture<TokenFetch> theirs = cache.getIfPresent(identity); // nearly always
      if (theirs == null) {
        theirs = cache.asMap().putIfAbsent(identity, mine);
      }
      TokenFetch fetched =
          theirs == null ? fetch(identity, mine, deadline) : await(theirs, deadline);
      if (fetched instanceof Kept kept) {
        refreshInTime(identity, kept);
        return kept.token();
      }
      if (fetched instanceof Moved moved) {
        identity = moved.to();
        continue;
      }
      Failure failure = (Failure) fetched;
      boolean oldNews = failure.isOldNewsFor(deadline);
      if (theirs == null || !(oldNews || failure.personal()) || deadline.hasPassed()) {
        throw failure.thrown(time.nanos());
      }
      cache.asMap().remove(identity, theirs);
    }
  }

  /** Forgets a token that Feishu did not accept, unless another has taken its place already. */
  public void drop(Identity identity, TenantToken refused) {
    if (cache.synchronous().getIfPresent(identity) instanceof Kept kept
        && kept.token().value().equals(refused.value())) {
      cache.synchronous().asMap().remove(identity, kept);
    }
  }

  private TokenFetch fetch(
      Identity identity, CompletableFuture<TokenFetch> mine, Deadline deadline) {
    try {
      TokenFetch fetched = tryToFetch(identity, deadline);
      mine.complete(fetched);
      return fetched;
    } catch (RuntimeException | Error e) {
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

  /** A rate limit is everybody's, and stays as long as it is named. */
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
      boolean begun = false;
      try {
        background.execute(() -> refresh(identity, kept));
        begun = true;
      } finally {
        if (!begun) {
          kept.isStillToBeRefreshed(time.nanos());
        }
      }
    }
  }

  /** Changes nothing where it fails, or where the token was dropped or replaced meanwhile. */
  private void refresh(Identity identity, Kept kept) {
    TokenFetch fetched = tryToFetch(identity, Deadline.in(REFRESH_DEADLINE, time));
    if (fetched instanceof Failure failure) {
      spell.failed(failure);
    } else if (fetched instanceof Kept fresh) {
      spell.succeeded();
      if (fresh.outlives(kept)) {
        cache.synchronous().asMap().replace(identity, kept, fresh);
      }
    }
  }

  private static TokenFetch await(CompletableFuture<TokenFetch> theirs, Deadline deadline) {
    try {
      return theirs.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the fetch of a token failed in an unforeseen way", e.getCause());
    } catch (TimeoutException e) {
      throw FeishuException.silence(
          new BilingualText(
              "Feishu's token endpoint did not answer in time. If it goes on, raise call-deadline or check the network.",
              "飞书的访问凭证接口未在规定时间内响应。若持续出现，请调大 call-deadline 或检查网络。"),
          e);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }
}
