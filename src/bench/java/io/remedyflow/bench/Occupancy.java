package io.remedyflow.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** How much of a node was in use, moment by moment, and not available to others. */
record Occupancy(List<Moment> moments) {

  /**
   * What was in use at one moment, by any process.
   *
   * @param millis when, in milliseconds since the epoch
   * @param threads of the job executor that were busy
   * @param connections to the database that were in use
   */
  record Moment(long millis, int threads, int connections) {

    private static Moment parse(String words) {
      String[] numbers = words.split(":", -1);
      return new Moment(
          Long.parseLong(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
    }
  }

  static Occupancy parse(String line) {
    return new Occupancy(
        Arrays.stream(line.split(" ", -1))
            .filter(words -> !words.isEmpty())
            .map(Moment::parse)
            .toList());
  }

  /** As a line that can be parsed. */
  String line() {
    return moments.stream()
        .map(moment -> moment.millis() + ":" + moment.threads() + ":" + moment.connections())
        .collect(Collectors.joining(" "));
  }

  /** Up to this moment, in milliseconds since the epoch. */
  Occupancy until(long millis) {
    return new Occupancy(moments.stream().filter(moment -> moment.millis() < millis).toList());
  }

  double mean(ToIntFunction<Moment> what) {
    return moments.stream().mapToInt(what).average().orElse(0);
  }

  int most(ToIntFunction<Moment> what) {
    return moments.stream().mapToInt(what).max().orElse(0);
  }
}
