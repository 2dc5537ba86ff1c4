package io.remedyflow.bench;

import io.remedyflow.bench.Database.Schema;
import io.remedyflow.bench.Node.Profile;
import io.remedyflow.bench.Node.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How many instances a second, and what one costs, where no limit holds anybody back. Instances are
 * created while the job executor rests; then their jobs run. Medians of several rounds, in each of
 * which every contender has its turn with a JVM and a database of its own.
 */
record Throughput(Profile profile) implements Scenario {

  private static final String[] USUAL_LATENCIES = {"0", "50", "200"};

  /** One contender's round at one latency: instances a second, and what one costs the node. */
  private record Round(
      double perSecond, double runMillis, double runKilobytes, double createMillis) {}

  @Override
  public Findings run(Stage stage) throws Exception {
    String[] latencies = Stage.words("latencies", USUAL_LATENCIES);
    List<Contender> contenders = Stage.contenders(Contender.values());
    List<Map<Contender, List<Round>>> rounds = new ArrayList<>();
    for (int latency = 0; latency < latencies.length; latency++) {
      rounds.add(new EnumMap<>(Contender.class));
    }
    int repeats = Stage.number("repeats", 3);
    for (int repeat = 1; repeat <= repeats; repeat++) {
      for (Contender contender : contenders) {
        Stage.say(
            "throughput, %s, %s, round %d of %d"
                .formatted(profile.name(), contender.title(), repeat, repeats));
        rounds(stage, contender, latencies, rounds);
      }
    }
    return findings(latencies, contenders, rounds, repeats);
  }

  private void rounds(
      Stage stage,
      Contender contender,
      String[] latencies,
      List<Map<Contender, List<Round>>> rounds)
      throws Exception {
    try (Schema schema = stage.database().fresh();
        Node node = stage.node("throughput-" + contender, schema, contender, profile.unpaced())) {
      int all = Stage.number("warmUp", 1_000);
      stage.warmUp(node, schema, all);
      for (int index = 0; index < latencies.length; index++) {
        int latency = Integer.parseInt(latencies[index]);
        int instances = Stage.number("instances", latency < 100 ? 1_000 : 400);
        all += instances;
        rounds
            .get(index)
            .computeIfAbsent(contender, key -> new ArrayList<>())
            .add(round(stage, node, schema, Duration.ofMillis(latency), instances, all));
      }
    }
  }

  private static Round round(
      Stage stage, Node node, Schema schema, Duration latency, int instances, int all)
      throws Exception {
    stage.feishu().follow(Rules.unlimited(latency));
    node.jobs(false);
    Usage before = node.usage();
    node.startInstances("e" + latency.toMillis() + "-", instances, 2);
    Usage created = node.usage();
    long began = node.jobs(true);
    if (!stage.await(schema, all, Duration.ofMinutes(5))) {
      throw new IllegalStateException("only %d of %d ended".formatted(schema.ended(), all));
    }
    Usage ran = node.usage().since(created);
    return new Round(
        instances * 1e3 / (schema.lastEnd() - began),
        ran.cpuNanos() / 1e6 / instances,
        ran.bytes() / 1024.0 / instances,
        created.since(before).cpuNanos() / 1e6 / instances);
  }

  private Findings findings(
      String[] latencies,
      List<Contender> contenders,
      List<Map<Contender, List<Round>>> rounds,
      int repeats) {
    Findings findings =
        Findings.titled(
            "Throughput without a limit, job executor: %s, median of %d"
                .formatted(profile.name(), repeats),
            "latency ms",
            "contender",
            "instances per second",
            "to no-op",
            "to HttpClient 5",
            "CPU ms per instance, run",
            "to HttpClient 5",
            "CPU ms per instance, create",
            "KB allocated per instance, run");
    for (int index = 0; index < latencies.length; index++) {
      Map<Contender, List<Round>> of = rounds.get(index);
      for (Contender contender : contenders) {
        List<Round> mine = of.get(contender);
        findings.row(
            latencies[index],
            contender.title(),
            median(mine, Round::perSecond),
            ratio(mine, of.get(Contender.NOOP), Round::perSecond),
            ratio(mine, of.get(Contender.HTTP_CLIENT), Round::perSecond),
            median(mine, Round::runMillis),
            ratio(mine, of.get(Contender.HTTP_CLIENT), Round::runMillis),
            median(mine, Round::createMillis),
            median(mine, Round::runKilobytes));
      }
    }
    return findings;
  }

  private static Object ratio(
      List<Round> mine, List<Round> others, ToDoubleFunction<Round> measure) {
    return others == null ? "" : (Object) (median(mine, measure) / median(others, measure));
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> measure) {
    double[] sorted = rounds.stream().mapToDouble(measure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
