package io.remedyflow.testing;

import java.util.List;

/** How many of some moments lie within one second, however a second is cut. */
public final class AnySecond {

  private AnySecond() {}

  /**
   * The most of them.
   *
   * @param moments from the first to the last
   * @param second how long a second is in their unit
   */
  public static int most(List<Long> moments, long second) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < moments.size(); last++) {
      while (moments.get(last) - moments.get(first) >= second) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
