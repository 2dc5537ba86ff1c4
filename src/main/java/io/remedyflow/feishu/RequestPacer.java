package io.remedyflow.feishu;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BlockingStrategy;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import io.remedyflow.remedy.BilingualText;
import java.time.Duration;

/**
 * Keeps one connection of one engine node within its calls a second (and a minute), and silent
 * while Feishu wants no calls.
 *
 * <p>Calls are spaced evenly rather than let go in bursts: a burst of one second's worth could fall
 * together with the next one's in a single second of Feishu's clock.
 */
final class RequestPacer {

  private static final BilingualText TAKEN =
      new BilingualText(
          "This connection's calls a second are all taken for now. If it goes on, raise requests-per-second as far as Feishu allows.",
          "该连接的每秒调用次数暂时已满。若持续出现，请在飞书允许的范围内调大 requests-per-second。");

  private static final BilingualText PAUSED =
      new BilingualText(
          "This connection pauses, because Feishu answered that too many calls were sent. If it happens often, lower requests-per-second, or see which other program uses the same app.",
          "飞书提示调用过于频繁，该连接已暂停调用。若经常出现，请调低 requests-per-second，或排查还有哪些程序在使用同一应用。");

  private final Time time;
  private final ConnectionPause pause;
  private final Bucket bucket;
  private final BlockingStrategy waiting;

  RequestPacer(ConnectionSettings settings, Time time) {
    this.time = time;
    pause = new ConnectionPause(time);
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
   * Waits until no pause is on and it is this call's turn; never for so long that Feishu would have
   * no time left to answer.
   *
   * @throws FeishuException at once, if the turn comes later: the call is turned away
   */
  void awaitTurn(Call call) {
    try {
      awaitEndOfPause(call);
      takeTurn(call);
      while (!pause.left().isZero()) { // it began while this call waited for its turn
        bucket.addTokens(1);
        awaitEndOfPause(call);
        takeTurn(call);
      }
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  /**
   * Turns a call away that cannot wait for the end of the pause.
   *
   * @throws FeishuException if so
   */
  void turnAwayIfPausedBeyond(Call call) {
    Duration left = pause.left();
    if (!left.isZero() && left.compareTo(call.patience()) >= 0) {
      throw FeishuException.turnedAway(PAUSED.then(goesOnIn(left)), null, null, left);
    }
  }

  /**
   * Begins a pause.
   *
   * @param answer what Feishu answered; says how long to wait, or does not
   * @return the same trouble, with the time at which this connection goes on
   */
  FeishuException rateLimited(FeishuException answer) {
    Duration left = pause.begin(answer.retryAfter());
    return FeishuException.turnedAway(
        answer.explanation().then(goesOnIn(left)), answer.code(), answer.logId(), left);
  }

  /** Feishu looked at a request. */
  void answered() {
    pause.answered();
  }

  /** How long the connection still pauses; zero where it does not. */
  Duration pausedFor() {
    return pause.left();
  }

  private void awaitEndOfPause(Call call) throws InterruptedException {
    Duration left = pause.left();
    while (!left.isZero()) { // answers to earlier requests may prolong it
      turnAwayIfPausedBeyond(call);
      time.sleep(left);
      left = pause.left();
    }
  }

  private void takeTurn(Call call) throws InterruptedException {
    if (bucket.tryConsume(1)) {
      return;
    }
    Duration patience = call.patience();
    if (patience.isZero() || !bucket.asBlocking().tryConsume(1, patience, waiting)) {
      Duration next =
          Duration.ofNanos(bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
      throw FeishuException.turnedAway(TAKEN.then(goesOnIn(next)), null, null, next);
    }
  }

  private static BilingualText goesOnIn(Duration left) {
    long seconds = left.plusMillis(999).toSeconds();
    return new BilingualText(
        "Nothing is broken: this connection goes on of itself in %d s.".formatted(seconds),
        "系统没有故障：该连接将在 %d 秒后自动继续。".formatted(seconds));
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
