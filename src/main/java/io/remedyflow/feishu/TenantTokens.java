package io.remedyflow.feishu;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.remedyflow.remedy.BilingualText;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tenant access tokens of self-built apps: fetched once however many threads ask, kept until
 * shortly before their end.
 *
 * <p>The thread that finds no token fetches it; the others wait for that fetch, each within its own
 * deadline. A fetch that fails fails for all who waited, so that an outage is not answered by a
 * queue of repeats; but what befell the fetching thread alone, an interrupt or its own deadline, is
 * no answer for the others, and the next of them fetches.
 *
 * @see <a
 *     href="https://open.feishu.cn/document/server-docs/authentication-management/access-token/tenant_access_token_internal">Feishu:
 *     tenant_access_token of a self-built app</a>
 */
final class TenantTokens {

  /** A token is not used in the last minutes of its life, so that none ends on the way. */
  static final Duration MARGIN = Duration.ofMinutes(3);

  private final AsyncCache<Identity, Fetched> cache;
  private final Source source;

  TenantTokens(Source source, Time time) {
    this.source = source;
    this.cache =
        Caffeine.newBuilder()
            .ticker(time::nanos)
            .executor(Runnable::run)
            .maximumSize(1_000)
            .expireAfter(
                Expiry.creating((Identity identity, Fetched fetched) -> fetched.usableFor()))
            .buildAsync();
  }

  /** Where tokens come from. */
  @FunctionalInterface
  interface Source {
    TenantToken fetch(Identity identity, Deadline deadline);
  }

  /**
   * Whose token it is. A changed secret is a new identity, so that its old token is not used again.
   */
  record Identity(URI baseUrl, String appId, AppSecret appSecret) {}

  /** What came of a fetch; a failure is a value here, for all who wait for it. */
  private sealed interface Fetched {

    Duration usableFor();
  }

  /**
   * A failure.
   *
   * @param personal whether it befell the fetching thread only, by an interrupt or its own deadline
   */
  private record Failure(FeishuException exception, boolean personal) implements Fetched {

    @Override
    public Duration usableFor() {
      return Duration.ZERO;
    }
  }

  /** A token, and how much of its life was left when it was fetched. */
  record TenantToken(String value, Duration life) implements Fetched {

    /** Until shortly before its end; half of what is left where that is short. */
    @Override
    public Duration usableFor() {
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
  TenantToken current(Identity identity, Deadline deadline) {
    while (true) {
      CompletableFuture<Fetched> mine = new CompletableFuture<>();
      CompletableFuture<Fetched> theirs = cache.asMap().putIfAbsent(identity, mine);
      Fetched fetched = theirs == null ? fetch(identity, mine, deadline) : await(theirs, deadline);
      if (fetched instanceof TenantToken token) {
        return token;
      }
      Failure failure = (Failure) fetched;
      boolean anothersOwn = theirs != null && failure.personal();
      if (!anothersOwn || deadline.hasPassed()) {
        throw failure.exception();
      }
    }
  }

  /** Forgets a token that Feishu did not accept, unless another has taken its place already. */
  void drop(Identity identity, TenantToken token) {
    cache.synchronous().asMap().remove(identity, token);
  }

  private Fetched fetch(Identity identity, CompletableFuture<Fetched> mine, Deadline deadline) {
    try {
      Fetched fetched = tryToFetch(identity, deadline);
      mine.complete(fetched);
      return fetched;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private Fetched tryToFetch(Identity identity, Deadline deadline) {
    try {
      return source.fetch(identity, deadline);
    } catch (FeishuException e) {
      return new Failure(e, Thread.currentThread().isInterrupted() || deadline.hasPassed());
    }
  }

  private static Fetched await(CompletableFuture<Fetched> theirs, Deadline deadline) {
    try {
      return theirs.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the fetch of a token failed in an unforeseen way", e.getCause());
    } catch (TimeoutException e) {
      throw FeishuException.passing(
          new BilingualText(
              "Feishu's token endpoint did not answer in time. If it goes on, raise call-deadline or check the network.",
              "飞书的访问凭证接口未在规定时间内响应。若持续出现，请调大 call-deadline 或检查网络。"),
          e);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }
}
