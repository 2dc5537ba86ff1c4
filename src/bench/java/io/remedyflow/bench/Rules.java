package io.remedyflow.bench;

import java.time.Duration;

/**
 * How the local Feishu behaves.
 *
 * @param limit {@code none}, {@code wall} (so many within each second of the clock) or {@code
 *     sliding} (within any second)
 * @param perSecond how many calls a second it admits
 * @param latency how long each answer takes
 */
record Rules(String limit, int perSecond, Duration latency) {

  /** What Feishu documents for this API. */
  static final int FEISHU_PER_SECOND = 50;

  static Rules unlimited(Duration latency) {
    return new Rules("none", FEISHU_PER_SECOND, latency);
  }

  static Rules limited(String limit) {
    return limited(limit, Duration.ofMillis(50));
  }

  static Rules limited(String limit, Duration latency) {
    return new Rules(limit, FEISHU_PER_SECOND, latency);
  }

  static Rules parse(String line) {
    String[] parts = line.split(",", -1);
    return new Rules(
        parts[0], Integer.parseInt(parts[1]), Duration.ofMillis(Long.parseLong(parts[2])));
  }

  String line() {
    return limit + "," + perSecond + "," + latency.toMillis();
  }
}
