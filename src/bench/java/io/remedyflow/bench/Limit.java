package io.remedyflow.bench;

import java.util.ArrayDeque;
import java.util.Deque;

/** How a server counts calls; time is in microseconds since the epoch. Not for several threads. */
interface Limit {

  long SECOND = 1_000_000;

  /** Whether a call that arrives now is admitted; only admitted ones count. */
  boolean admits(long now);

  /** The limit of this name: {@code none}, {@code wall} or {@code sliding}. */
  static Limit of(String name, int perSecond) {
    return switch (name) {
      case "none" -> now -> true;
      case "wall" -> new WallClockSecond(perSecond);
      case "sliding" -> new AnySecond(perSecond);
      default -> throw new IllegalArgumentException("no limit: " + name);
    };
  }

  /** So many within each second of the clock on the wall. */
  final class WallClockSecond implements Limit {

    private final int perSecond;
    private long second;
    private int admitted;

    private WallClockSecond(int perSecond) {
      this.perSecond = perSecond;
    }

    @Override
    public boolean admits(long now) {
      if (now / SECOND != second) {
        second = now / SECOND;
        admitted = 0;
      }
      if (admitted == perSecond) {
        return false;
      }
      admitted++;
      return true;
    }
  }

  /** So many within any second, wherever it begins. */
  final class AnySecond implements Limit {

    private final int perSecond;
    private final Deque<Long> admitted = new ArrayDeque<>();

    private AnySecond(int perSecond) {
      this.perSecond = perSecond;
    }

    @Override
    public boolean admits(long now) {
      while (!admitted.isEmpty() && admitted.peekFirst() <= now - SECOND) {
        admitted.removeFirst();
      }
      if (admitted.size() == perSecond) {
        return false;
      }
      admitted.addLast(now);
      return true;
    }
  }
}
