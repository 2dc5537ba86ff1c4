package io.remedyflow.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The middle one of several rounds: a disturbed one does not count. */
final class Median {

  private Median() {}

  static <T> double of(List<T> rounds, ToDoubleFunction<T> measure) {
    return of(rounds.stream().mapToDouble(measure).toArray());
  }

  static double of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
