package io.remedyflow.feishu;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The limits that a connection keeps to, or that one of several nodes keeps to. */
record Pace(Limit second, @Nullable Limit minute) {

  /** What a second has more for the guard: the calls are still on their way when they pass it. */
  private static final Duration ON_THEIR_WAY = Duration.ofMillis(5);

  private static final Duration ON_THEIR_WAY_IN_A_MINUTE = Duration.ofMillis(50);

  /** Of the calls that are allowed, how many get a turn of the node's own. */
  private static final double TURNS = 0.99;

  /** How many of those that were held up may pass in the time of one turn. */
  private static final int CATCHING_UP = 4;

  static Pace of(ConnectionSettings settings) {
    Integer perMinute = settings.requestsPerMinute();
    return new Pace(
        new Limit(settings.requestsPerSecond(), Duration.ofSeconds(1)),
        perMinute == null ? null : new Limit(perMinute, Duration.ofMinutes(1)));
  }

  /** What each of so many nodes keeps to. */
  Pace part(int nodes) {
    return new Pace(second.part(nodes), minute == null ? null : minute.part(nodes));
  }

  /** For calls that are made: as many as are allowed, whenever they come. */
  CallWindows guard() {
    CallWindows windows =
        new CallWindows(second.interval().dividedBy(CATCHING_UP)).atMost(second.over(ON_THEIR_WAY));
    return minute == null ? windows : windows.atMost(minute.over(ON_THEIR_WAY_IN_A_MINUTE));
  }

  /** For turns that are handed out: evenly, and a little below what is allowed. */
  CallWindows turns() {
    CallWindows windows = new CallWindows(second.share(TURNS).interval());
    return minute == null ? windows : windows.atMost(minute.share(TURNS));
  }
}
