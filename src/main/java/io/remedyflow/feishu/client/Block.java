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
 * Remembers that Feishu blocks the app, or an endpoint for the app. Every call would get the same
 * answer, so only one is sent: the others fail with its explanation, code and log id. Safe for use
 * by many threads.
 *
 * <p>After {@link #REMEMBERED} one call is sent as a trial. The others wait for its end, each
 * within its own deadline; otherwise incidents that are retried in bulk would fail once more during
 * the trial. The time is that of a rejected secret, for the same reasons: after the app is fixed,
 * calls work within half a minute, and two calls a minute cost no quota.
 */
final class Block {

  /** How long no call is sent after Feishu's answer. */
  static final Duration REMEMBERED = TenantTokens.LASTING_FAILURE;

  private static final Logger LOG = LoggerFactory.getLogger(FeishuConnection.class);

  private final String blocked;
  private final BilingualText extent;
  private final Time time;
  private final AtomicReference<@Nullable CompletableFuture<Void>> trial = new AtomicReference<>();
  private volatile @Nullable Known known;

  /**
   * @param blocked what is blocked, for the log
   * @param extent that it is blocked, for people whose call is not sent
   */
  Block(String blocked, BilingualText extent, Time time) {
    this.blocked = blocked;
    this.extent = extent;
    this.time = time;
  }

  /**
   * Makes a call, unless it is known to be blocked and no trial is due.
   *
   * @throws FeishuException if it is blocked
   */
  <T> T unlessOn(Call call, Supplier<T> work) {
    for (Known now = known; now != null; now = known) {
      if (!now.isToBeTried(time.nanos())) {
        throw thrown(now);
      }
      CompletableFuture<Void> mine = new CompletableFuture<>();
      CompletableFuture<Void> theirs = trial.compareAndExchange(null, mine);
      if (theirs == null) {
        try {
          return work.get();
        } finally {
          trial.set(null);
          mine.complete(null);
        }
      }
      await(theirs, call, now);
    }
    return work.get();
  }

  private void await(CompletableFuture<Void> theirs, Call call, Known now) {
    try {
      theirs.get(call.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw thrown(now);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a trial is never completed exceptionally", e);
    }
  }

  /** Whether Feishu has answered so, and no later answer has ended it. */
  boolean isOn() {
    return known != null;
  }

  /** Feishu answered so. */
  synchronized void begins(Verdict verdict) {
    Known now =
        new Known(
            verdict.meaning(), verdict.envelope().requiredCode(), verdict.logId(), time.nanos());
    if (known == null) {
      LOG.warn(
          "Feishu blocks {}: code {}, log id {}. No call of it is sent for {} s, then one tries again. {}",
          blocked,
          now.code(),
          now.logId(),
          REMEMBERED.toSeconds(),
          now.explanation().en());
    }
    known = now;
  }

  /** Feishu gave another answer. */
  void ends() {
    if (known != null) {
      end();
    }
  }

  private synchronized void end() {
    if (known != null) {
      known = null;
      LOG.info("Feishu no longer blocks {}.", blocked);
    }
  }

  private FeishuException thrown(Known now) {
    long ago = Duration.ofNanos(time.nanos() - now.at()).toSeconds();
    BilingualText notSent =
        new BilingualText(
            "Feishu answered this to another call %d s ago and %s, so this call was not sent. Once it is fixed, retry the job."
                .formatted(ago, extent.en()),
            "飞书在 %d 秒前对另一次调用返回了该结果，且%s，因此本次请求未发送；问题解决后请重试该作业。".formatted(ago, extent.zhCn()));
    return FeishuException.answered(now.explanation().then(notSent))
        .code(now.code())
        .logId(now.logId())
        .build();
  }

  /**
   * The answer.
   *
   * @param explanation without Feishu's message, since other employees' incidents show it
   * @param at the time of the answer, on the monotonic clock
   */
  private record Known(BilingualText explanation, int code, @Nullable String logId, long at) {

    boolean isToBeTried(long now) {
      return now - at >= REMEMBERED.toNanos();
    }
  }
}
