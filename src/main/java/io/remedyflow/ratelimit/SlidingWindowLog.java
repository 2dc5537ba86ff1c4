package io.remedyflow.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A log of the moments of calls: finds the next moment at which no window of time, wherever it
 * begins, holds more calls than allowed, with a gap from each call to the next.
 *
 * <p>Not a token bucket: with spare tokens for late calls, it lets too many calls pass within one
 * window; without spare tokens, it loses each moment that is not used on time. Not safe for use by
 * many threads.
 */
final class SlidingWindowLog {

  /** A larger window is divided, which is stricter, to keep its log small. */
  private static final int LOGGED_AT_MOST = 10_000;

  /** Moments that are logged beyond a limit's: some future ones may be removed. */
  private static final int SPARE = 100;

  private final long gap;
  private final List<Window> windows = new ArrayList<>();
  private long last;
  private boolean begun;

  SlidingWindowLog(Duration gap) {
    this.gap = gap.toNanos();
  }

  /** Adds a limit for the moments. */
  SlidingWindowLog atMost(RateLimit limit) {
    int logged = Math.min(limit.calls(), LOGGED_AT_MOST);
    Duration span = limit.span().multipliedBy(logged).dividedBy(limit.calls());
    windows.add(new Window(logged, span.toNanos()));
    return this;
  }

  /** The first moment, not before {@code earliest}, at which a call may be made; takes nothing. */
  long next(long earliest) {
    long at = begun ? later(earliest, last + gap) : earliest;
    for (Window window : windows) {
      at = later(at, window.next(at));
    }
    return at;
  }

  /** Takes the first moment that is not before {@code earliest}. */
  long take(long earliest) {
    long at = next(earliest);
    note(at);
    return at;
  }

  /** Takes a moment that was found elsewhere; it must not be before the last one. */
  void note(long at) {
    windows.forEach(window -> window.log(at));
    last = at;
    begun = true;
  }

  /** The later of two moments, of a clock that may wrap around. */
  static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  /** Removes a moment that was taken. */
  void remove(long at) {
    windows.forEach(window -> window.remove(at));
  }

  /**
   * Whether a call may be made at that moment, beside all that were noted before and after it. The
   * gap to them is not checked.
   */
  boolean fits(long at) {
    return windows.stream().allMatch(window -> window.fits(at));
  }

  /** Counts a call at that moment, which may lie before the last one; the gap is not kept. */
  void count(long at) {
    windows.forEach(window -> window.log(at));
  }

  /** The latest moments, in order. */
  private static final class Window {

    private final long[] moments;
    private final int calls;
    private final long span;
    private int first;
    private int logged;

    Window(int calls, long span) {
      this.moments = new long[calls + SPARE];
      this.calls = calls;
      this.span = span;
    }

    long next(long at) {
      return logged < calls ? at : moments[index(logged - calls)] + span;
    }

    boolean fits(long at) {
      int place = logged;
      while (place > 0 && moments[index(place - 1)] - at > 0) {
        place--;
      }
      int begin = Math.max(0, place - calls);
      for (; begin <= place && begin + calls <= logged; begin++) {
        if (with(at, place, begin + calls) - with(at, place, begin) < span) {
          return false;
        }
      }
      return true;
    }

    /** The moment at that index, if {@code at} were inserted at {@code place}. */
    private long with(long at, int place, int index) {
      return index == place ? at : moments[index(index < place ? index : index - 1)];
    }

    void log(long at) {
      if (logged == moments.length) {
        first = index(1);
        logged--;
      }
      int place = logged++;
      for (; place > 0 && moments[index(place - 1)] - at > 0; place--) {
        moments[index(place)] = moments[index(place - 1)];
      }
      moments[index(place)] = at;
    }

    void remove(long at) {
      int place = logged - 1;
      while (place >= 0 && moments[index(place)] != at) {
        place--;
      }
      if (place >= 0) {
        for (; place < logged - 1; place++) {
          moments[index(place)] = moments[index(place + 1)];
        }
        logged--;
      }
    }

    private int index(int place) {
      return (first + place) % moments.length;
    }
  }
}
