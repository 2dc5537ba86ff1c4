package io.remedyflow.bench;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What one call costs without an engine, measured by JMH. */
record Client() implements Scenario {

  private static final int[] THREADS = {1, 8};
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  @Override
  public Findings run(Stage stage) throws RunnerException {
    Findings findings =
        Findings.titled(
            "One call on loopback without latency (JMH)",
            "threads",
            "client",
            "µs per call",
            "±",
            "to HttpClient 5",
            "bytes allocated per call",
            "to HttpClient 5");
    for (int threads : THREADS) {
      Map<String, RunResult> results = new TreeMap<>();
      measured(threads)
          .forEach(result -> results.put(result.getPrimaryResult().getLabel(), result));
      RunResult yardstick = results.get("httpClient5");
      results.forEach(
          (client, result) ->
              findings.row(
                  threads,
                  client,
                  result.getPrimaryResult().getScore(),
                  result.getPrimaryResult().getScoreError(),
                  result.getPrimaryResult().getScore() / yardstick.getPrimaryResult().getScore(),
                  allocated(result),
                  allocated(result) / allocated(yardstick)));
    }
    return findings;
  }

  private static Collection<RunResult> measured(int threads) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(ClientBenchmark.class.getName())
                .threads(threads)
                .forks(Stage.number("repeats", 3))
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(2))
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }

  @SuppressWarnings("rawtypes") // JMH's own signature.
  private static double allocated(RunResult result) {
    return result.getSecondaryResults().entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(ALLOCATED))
        .mapToDouble(entry -> entry.getValue().getScore())
        .findFirst()
        .orElse(0);
  }
}
