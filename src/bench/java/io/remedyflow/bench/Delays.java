package io.remedyflow.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How late jobs were. */
record Delays(List<Delay> delays) {

  /**
   * One job's.
   *
   * @param created when it was created, in milliseconds since the epoch
   * @param millis how long after that it ran
   */
  record Delay(long created, long millis) {

    private static Delay parse(String words) {
      String[] numbers = words.split(":", -1);
      return new Delay(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }
  }

  static Delays parse(String line) {
    return new Delays(
        Arrays.stream(line.split(" ", -1))
            .filter(words -> !words.isEmpty())
            .map(Delay::parse)
            .toList());
  }

  /** As a line that can be parsed. */
  String line() {
    return delays.stream()
        .map(delay -> delay.created() + ":" + delay.millis())
        .collect(Collectors.joining(" "));
  }

  /** Of jobs that were created before this moment, in milliseconds since the epoch. */
  Delays until(long moment) {
    return new Delays(delays.stream().filter(delay -> delay.created() < moment).toList());
  }

  /** Of jobs that were created at this moment or later, in milliseconds since the epoch. */
  Delays since(long moment) {
    return new Delays(delays.stream().filter(delay -> delay.created() >= moment).toList());
  }

  /** Median, 99th percentile and longest, in milliseconds. */
  String summary() {
    List<Long> sorted = delays.stream().map(Delay::millis).sorted().toList();
    return "%d / %d / %d"
        .formatted(percentile(sorted, 50), percentile(sorted, 99), percentile(sorted, 100));
  }

  /** How late so many percent were at most, in milliseconds; 0 of none. */
  long percentile(int percent) {
    return percentile(delays.stream().map(Delay::millis).sorted().toList(), percent);
  }

  /** Of sorted numbers; 0 of none. */
  static long percentile(List<Long> sorted, int percent) {
    return sorted.isEmpty()
        ? 0
        : sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
  }
}
