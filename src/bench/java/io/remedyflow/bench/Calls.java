package io.remedyflow.bench;

import io.remedyflow.testing.AnySecond;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The calls to Feishu, in the order of arrival. */
record Calls(List<Call> calls) {

  /**
   * One call.
   *
   * @param micros when it arrived, in microseconds since the epoch
   * @param admitted whether the limit let it through
   * @param user the employee of the call; unique to an instance
   */
  record Call(long micros, boolean admitted, String user) {

    private static Call parse(String line) {
      String[] words = line.split(" ", -1);
      return new Call(Long.parseLong(words[0]), words[1].equals("ok"), words[2]);
    }
  }

  static Calls parse(String lines) {
    return new Calls(lines.lines().filter(line -> !line.isBlank()).map(Call::parse).toList());
  }

  Calls admitted() {
    return new Calls(calls.stream().filter(Call::admitted).toList());
  }

  /** From this moment on, in milliseconds since the epoch. */
  Calls since(long millis) {
    return new Calls(calls.stream().filter(call -> call.micros() >= millis * 1_000).toList());
  }

  /** Up to this moment, in milliseconds since the epoch. */
  Calls until(long millis) {
    return new Calls(calls.stream().filter(call -> call.micros() < millis * 1_000).toList());
  }

  /** The employees of the calls. */
  Set<String> users() {
    return calls.stream().map(Call::user).collect(Collectors.toSet());
  }

  int size() {
    return calls.size();
  }

  long rejected() {
    return calls.stream().filter(call -> !call.admitted()).count();
  }

  /** Admitted calls beyond the first for the same employee. */
  int repeated() {
    Calls admitted = admitted();
    return admitted.size() - admitted.users().size();
  }

  /** From the first to the last, in seconds. */
  double span() {
    return calls.isEmpty()
        ? 0
        : (calls.get(calls.size() - 1).micros() - calls.get(0).micros()) / 1e6;
  }

  /** When the last one arrived, in milliseconds since the epoch; 0 if there was none. */
  long last() {
    return calls.isEmpty() ? 0 : calls.get(calls.size() - 1).micros() / 1_000;
  }

  /** The most within any second. */
  int mostInAnySecond() {
    return AnySecond.most(calls.stream().map(Call::micros).toList(), Limit.SECOND);
  }

  /** The most within a second of the clock. */
  int mostInWallClockSecond() {
    Map<Long, Integer> counts = new HashMap<>();
    calls.forEach(call -> counts.merge(call.micros() / Limit.SECOND, 1, Integer::sum));
    return counts.values().stream().max(Integer::compare).orElse(0);
  }

  /**
   * How many arrived in each second of the clock, from that of this moment on (milliseconds since
   * the epoch).
   */
  List<Integer> perSecond(long startMillis) {
    if (calls.isEmpty()) {
      return List.of();
    }
    int[] counts = new int[second(calls.get(calls.size() - 1), startMillis) + 1];
    calls.forEach(call -> counts[second(call, startMillis)]++);
    return Arrays.stream(counts).boxed().toList();
  }

  private static int second(Call call, long startMillis) {
    return (int) Math.max(0, call.micros() / Limit.SECOND - startMillis / 1_000);
  }

  /**
   * The share of the rate limit that was used: of all whole seconds but the first and the last, how
   * much of so many a second.
   */
  double utilisation(int perSecond, long startMillis) {
    List<Integer> counts = admitted().perSecond(startMillis);
    return counts.size() < 3
        ? 0
        : counts.subList(1, counts.size() - 1).stream()
                .mapToInt(Integer::intValue)
                .average()
                .orElse(0)
            / perSecond;
  }
}
