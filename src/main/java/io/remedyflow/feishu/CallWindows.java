package io.remedyflow.feishu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds moments for calls so that no window of time holds more of them than it may, wherever it
 * begins, and that there is a gap from each to the next.
 *
 * <p>A log of moments, not a bucket of tokens: a bucket that forgives a call for being a little
 * late has tokens to spare, and then lets too many go within one window; one that has none loses
 * every moment that was not used on time. Not safe for use by many threads.
 */
final class CallWindows {

  /** Above this a window is divided, which is stricter, so that its log stays small. */
  private static final int LOGGED_AT_MOST = 10_000;

  private final long gap;
  private final List<Window> windows = new ArrayList<>();
  private long last;
  private boolean begun;

  /**
   * @param gap from each moment to the next at the least
   */
  CallWindows(Duration gap) {
    this.gap = gap.toNanos();
  }

  /** No more moments than that. */
  CallWindows atMost(Limit limit) {
    int logged = Math.min(limit.calls(), LOGGED_AT_MOST);
    Duration span = limit.span().multipliedBy(logged).dividedBy(limit.calls());
    windows.add(new Window(new long[logged], span.toNanos()));
    return this;
  }

  /** The first moment from that one on at which a call may be made; takes nothing. */
  long next(long earliest) {
    long at = begun ? later(earliest, last + gap) : earliest;
    for (Window window : windows) {
      at = later(at, window.next(at));
    }
    return at;
  }

  /** Takes the first moment from that one on. */
  long take(long earliest) {
    long at = next(earliest);
    note(at);
    return at;
  }

  /** Takes a moment that somebody else has found; not before the last one. */
  void note(long at) {
    windows.forEach(window -> window.log(at));
    last = at;
    begun = true;
  }

  /** Moments of a clock that may wrap around. */
  static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  private static final class Window {

    private final long[] moments;
    private final long span;
    private int oldest;
    private int logged;

    Window(long[] moments, long span) {
      this.moments = moments;
      this.span = span;
    }

    long next(long at) {
      return logged < moments.length ? at : moments[oldest] + span;
    }

    void log(long at) {
      moments[oldest] = at;
      oldest = (oldest + 1) % moments.length;
      logged = Math.min(logged + 1, moments.length);
    }
  }
}
