package io.remedyflow.feishu.client;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.answer.ReplyClassifier.Verdict;
import io.remedyflow.feishu.http.Interruption;
import io.remedyflow.feishu.token.TenantTokens;
import io.remedyflow.ratelimit.Time;
import io.remedyflow.remedy.BilingualText;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers that Feishu refuses the whole app: its quota is used up, a scope is missing, this
 * server's address is not allowed, it is disabled or not installed. Each call would be answered
 * alike, so one of them is enough: the others fail with what it was told, its code and its log id.
 * Safe for use by many threads.
 *
 * <p>After {@link #REMEMBERED} one call tries again; the others wait for what it hears, each within
 * its own deadline, so that incidents that are retried in bulk do not fail once more beside it. Any
 * answer ends it. The time is that of a refused secret, for the same reasons: who mends the app
 * sees it work within half a minute, and two calls a minute cost no quota.
 *
 * <p>It is a connection's own, as its token and its circuit are: another connection over the same
 * app may go by another proxy, and with it by another address.
 */
final class BlockedApp {

  /** How long nobody tries again. */
  static final Duration REMEMBERED = TenantTokens.LASTING_FAILURE;

  private static final Logger LOG = LoggerFactory.getLogger(FeishuConnection.class);

  private final String connection;
  private final Time time;
  private final AtomicReference<@Nullable CompletableFuture<Void>> trial = new AtomicReference<>();
  private @Nullable Refused refused;

  BlockedApp(String connection, Time time) {
    this.connection = connection;
    this.time = time;
  }

  /**
   * Asks, unless it is known that Feishu refuses the app.
   *
   * @throws FeishuException if so
   */
  <T> T unlessRefused(Call call, Supplier<T> question) {
    for (Refused known = known(); known != null; known = known()) {
      if (!known.isToBeTried(time.nanos())) {
        throw known.thrown(time.nanos());
      }
      CompletableFuture<Void> mine = new CompletableFuture<>();
      CompletableFuture<Void> theirs = trial.compareAndExchange(null, mine);
      if (theirs == null) {
        try {
          return question.get();
        } finally {
          trial.set(null);
          mine.complete(null);
        }
      }
      await(theirs, call, known);
    }
    return question.get();
  }

  private void await(CompletableFuture<Void> theirs, Call call, Refused known) {
    try {
      theirs.get(call.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw known.thrown(time.nanos());
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a trial is never completed exceptionally", e);
    }
  }

  /** A call was answered by Feishu, whatever it says. */
  void heard(Verdict verdict) {
    if (verdict.concernsTheApp()) {
      began(
          new Refused(
              verdict.meaning(), verdict.envelope().requiredCode(), verdict.logId(), time.nanos()));
    } else if (!verdict.lane().retryable() && known() != null) {
      ended();
    }
  }

  /** Whether Feishu refused the app, and has not yet answered otherwise. */
  boolean isOn() {
    return known() != null;
  }

  private synchronized @Nullable Refused known() {
    return refused;
  }

  private synchronized void began(Refused now) {
    if (refused == null) {
      LOG.warn(
          "Feishu refuses the app of connection {}: code {}, log id {}. No call is sent for {} s, then one tries again. {}",
          connection,
          now.code(),
          now.logId(),
          REMEMBERED.toSeconds(),
          now.explanation().en());
    }
    refused = now;
  }

  private synchronized void ended() {
    if (refused != null) {
      refused = null;
      LOG.info("Feishu no longer refuses the app of connection {}.", connection);
    }
  }

  /**
   * What Feishu answered.
   *
   * @param explanation without Feishu's own words, since other employees' incidents show it
   * @param at when, on the monotonic clock
   */
  private record Refused(BilingualText explanation, int code, @Nullable String logId, long at) {

    boolean isToBeTried(long now) {
      return now - at >= REMEMBERED.toNanos();
    }

    FeishuException thrown(long now) {
      long ago = Duration.ofNanos(now - at).toSeconds();
      BilingualText notSent =
          new BilingualText(
              "Feishu answered this to another call %d s ago and refuses the whole app, so this call was not sent; once it is mended, retry the job."
                  .formatted(ago),
              "飞书在 %d 秒前对另一次调用返回了该结果，且对整个应用生效，因此本次请求未发送；问题解决后请重试该作业。".formatted(ago));
      return FeishuException.answered(explanation.then(notSent), false, code, logId, null);
    }
  }
}
