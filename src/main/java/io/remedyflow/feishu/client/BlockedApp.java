package io.remedyflow.feishu.client;

import io.remedyflow.feishu.FeishuException;
import io.remedyflow.feishu.answer.Concern;
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
 * Remembers that Feishu blocks the whole app: its quota is used up, a scope is missing, this
 * server's address is not allowed, or the app is disabled or not installed. Every call would get
 * the same answer, so only one is sent: the others fail with its explanation, code and log id. Safe
 * for use by many threads.
 *
 * <p>After {@link #REMEMBERED} one call is sent as a trial. The others wait for its end, each
 * within its own deadline; otherwise incidents that are retried in bulk would fail once more during
 * the trial. Any other answer that is not retryable ends the block. The time is that of a rejected
 * secret, for the same reasons: after the app is fixed, calls work within half a minute, and two
 * calls a minute cost no quota.
 *
 * <p>Each connection has its own, like its token and its circuit breaker: another connection of the
 * same app may use another proxy, and so another address.
 */
final class BlockedApp {

  /** How long no call is sent after Feishu blocked the app. */
  static final Duration REMEMBERED = TenantTokens.LASTING_FAILURE;

  private static final Logger LOG = LoggerFactory.getLogger(FeishuConnection.class);

  private final String connection;
  private final Time time;
  private final AtomicReference<@Nullable CompletableFuture<Void>> trial = new AtomicReference<>();
  private @Nullable Block block;

  BlockedApp(String connection, Time time) {
    this.connection = connection;
    this.time = time;
  }

  /**
   * Makes a call, unless Feishu is known to block the app and no trial is due.
   *
   * @throws FeishuException if Feishu blocks the app
   */
  <T> T unlessBlocked(Call call, Supplier<T> question) {
    for (Block known = known(); known != null; known = known()) {
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

  private void await(CompletableFuture<Void> theirs, Call call, Block known) {
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

  /** Feishu answered a call: begins or ends the block, according to the answer. */
  void heard(Verdict verdict) {
    if (verdict.concern().compareTo(Concern.ENDPOINT) >= 0) {
      began(
          new Block(
              verdict.meaning(), verdict.envelope().requiredCode(), verdict.logId(), time.nanos()));
    } else if (!verdict.category().retryable() && known() != null) {
      ended();
    }
  }

  /** Whether Feishu blocked the app, and no later answer ended the block. */
  boolean isOn() {
    return known() != null;
  }

  private synchronized @Nullable Block known() {
    return block;
  }

  private synchronized void began(Block now) {
    if (block == null) {
      LOG.warn(
          "Feishu blocks the app of connection {}: code {}, log id {}. No call is sent for {} s, then one tries again. {}",
          connection,
          now.code(),
          now.logId(),
          REMEMBERED.toSeconds(),
          now.explanation().en());
    }
    block = now;
  }

  private synchronized void ended() {
    if (block != null) {
      block = null;
      LOG.info("Feishu no longer blocks the app of connection {}.", connection);
    }
  }

  /**
   * The answer with which Feishu blocked the app.
   *
   * @param explanation without Feishu's message, since other employees' incidents show it
   * @param at the time of the answer, on the monotonic clock
   */
  private record Block(BilingualText explanation, int code, @Nullable String logId, long at) {

    boolean isToBeTried(long now) {
      return now - at >= REMEMBERED.toNanos();
    }

    FeishuException thrown(long now) {
      long ago = Duration.ofNanos(now - at).toSeconds();
      BilingualText notSent =
          new BilingualText(
              "Feishu answered this to another call %d s ago and blocks the whole app, so this call was not sent. Once it is mended, retry the job."
                  .formatted(ago),
              "飞书在 %d 秒前对另一次调用返回了该结果，且对整个应用生效，因此本次请求未发送；问题解决后请重试该作业。".formatted(ago));
      return FeishuException.answered(explanation.then(notSent), false, code, logId, null);
    }
  }
}
