package io.remedyflow.simulator.platform;

import io.remedyflow.simulator.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * So many requests in each second of the clock, or minute, or both, counted from the full second or
 * minute on. Every endpoint has its own.
 */
public final class Throttle {

  private final InstantSource clock;
  private final List<Window> windows;

  private Throttle(InstantSource clock, Window... windows) {
    this.clock = clock;
    this.windows = List.of(windows);
  }

  /** No limit. */
  public static Throttle off(InstantSource clock) {
    return new Throttle(clock);
  }

  /** One window. */
  public static Throttle perSecond(InstantSource clock, int limit) {
    return new Throttle(clock, new Window(Duration.ofSeconds(1), limit));
  }

  /** Two windows: either one limits. */
  public static Throttle perMinuteAndSecond(InstantSource clock, int aMinute, int aSecond) {
    return new Throttle(
        clock,
        new Window(Duration.ofMinutes(1), aMinute),
        new Window(Duration.ofSeconds(1), aSecond));
  }

  /** Counts a request, unless it is one too many: then this is what to answer. */
  synchronized Optional<Answer> errorReply(String logId) {
    Instant now = clock.instant();
    Optional<Window> full = windows.stream().filter(window -> window.isFullAt(now)).findFirst();
    if (full.isEmpty()) {
      windows.forEach(Window::count);
    }
    return full.map(window -> window.errorReply(now, logId));
  }

  /** Guarded by the throttle's lock. */
  private static final class Window {

    private final long millis;
    private final int limit;
    private long number = Long.MIN_VALUE;
    private int taken;

    Window(Duration length, int limit) {
      this.millis = length.toMillis();
      this.limit = limit;
    }

    boolean isFullAt(Instant now) {
      long current = Math.floorDiv(now.toEpochMilli(), millis);
      if (current != number) {
        number = current;
        taken = 0;
      }
      return taken >= limit;
    }

    void count() {
      taken++;
    }

    /** The header has whole seconds, and they are enough for the next window to have begun. */
    Answer errorReply(Instant now, String logId) {
      long left = millis - Math.floorMod(now.toEpochMilli(), millis);
      return Answer.envelope(429, 99991400, "request trigger frequency limit", logId)
          .with(
              Map.of(
                  "x-ogw-ratelimit-limit",
                  Integer.toString(limit),
                  "x-ogw-ratelimit-reset",
                  Long.toString((left + 999) / 1000)));
    }
  }
}
