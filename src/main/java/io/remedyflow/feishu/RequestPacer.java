package io.remedyflow.feishu;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BlockingStrategy;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import io.remedyflow.remedy.BilingualText;
import java.time.Duration;

/**
 * Keeps one connection of one engine node within its calls a second (and a minute).
 *
 * <p>Calls are spaced evenly rather than let go in bursts: a burst of one second's worth could fall
 * together with the next one's in a single second of Feishu's clock.
 */
final class RequestPacer {

  private final Bucket bucket;
  private final BlockingStrategy waiting;

  RequestPacer(ConnectionSettings settings, Time time) {
    LocalBucketBuilder builder =
        Bucket.builder().addLimit(evenly(settings.requestsPerSecond(), Duration.ofSeconds(1)));
    Integer perMinute = settings.requestsPerMinute();
    if (perMinute != null) {
      builder.addLimit(evenly(perMinute, Duration.ofMinutes(1)));
    }
    bucket = builder.withCustomTimePrecision(new Nanos(time)).build();
    waiting = nanos -> time.sleep(Duration.ofNanos(nanos));
  }

  private static Bandwidth evenly(int calls, Duration period) {
    return Bandwidth.builder().capacity(1).refillGreedy(1, period.dividedBy(calls)).build();
  }

  /**
   * Waits for the next turn.
   *
   * @throws FeishuException at once, if the next turn comes after the deadline
   */
  void awaitTurn(Deadline deadline) {
    try {
      Duration remaining = deadline.remaining();
      if (remaining.isZero() || !bucket.asBlocking().tryConsume(1, remaining, waiting)) {
        throw FeishuException.passing(
            new BilingualText(
                "This connection's calls a second are all taken for now. If it goes on, raise requests-per-second as far as Feishu allows.",
                "该连接的每秒调用次数暂时已满。若持续出现，请在飞书允许的范围内调大 requests-per-second。"),
            null);
      }
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  private record Nanos(Time time) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return time.nanos();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
