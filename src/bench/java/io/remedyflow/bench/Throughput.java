package io.remedyflow.bench;

import io.remedyflow.bench.Database.Schema;
import io.remedyflow.bench.Node.Profile;
import io.remedyflow.bench.Node.Usage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How many instances a second, and what one costs, where no rate limit applies. Instances are
 * created while the job executor rests; then their jobs run.
 *
 * <p>Every contender has a JVM and a database of its own, and they run in rotation on a machine
 * whose speed varies: one after another in each round, the others resting. Ratios are those of one
 * and the same round, and medians of them. Two JVMs that run the same differ by up to a tenth, all
 * their life long: only several of each contender show it.
 */
record Throughput(Profile profile) implements Scenario {

  private static final String[] USUAL_LATENCIES = {"0", "50", "200"};

  private static final int INSTANCES = 1_000;

  /** Enough that PostgreSQL looks rows up by their keys. */
  private static final int BYSTANDERS = 2_000;

  /** With less than this of compilers' CPU for an instance, a JVM is as quick as it will be. */
  private static final double COMPILED_MILLIS = 0.05;

  /** One contender's part of a round: instances a second, and what one costs the node. */
  private record Part(
      double perSecond,
      double runMillis,
      double compilingMillis,
      double runKilobytes,
      double createMillis) {

    double wholeMillis() {
      return createMillis + runMillis;
    }
  }

  @Override
  public Findings run(Stage stage) throws Exception {
    List<Contender> contenders = Stage.contenders(Contender.OF_ONE_CALL);
    int repeats = Stage.number("repeats", 5);
    Findings findings =
        Findings.titled(
            "Throughput without a limit, job executor: %s, median of %d rounds in each of %d JVMs"
                .formatted(profile.name(), repeats, Stage.number("forks", 1)),
            "latency ms",
            "contender",
            "instances per second",
            "to no-op",
            "to the one by hand",
            "CPU ms per instance, run",
            "to the one by hand",
            "CPU ms of Java's compilers beside it",
            "CPU ms per instance, create",
            "CPU of both, to the one by hand",
            "KB allocated per instance, run");
    Map<Integer, Map<Contender, List<Part>>> parts = new TreeMap<>();
    int forks = Stage.number("forks", 1);
    for (int fork = 1; fork <= forks; fork++) {
      Stage.say("throughput, JVM %d of %d of each contender".formatted(fork, forks));
      Map<Contender, Runner> runners = new EnumMap<>(Contender.class);
      try {
        for (Contender contender : contenders) {
          runners.put(contender, new Runner(stage, contender, profile));
        }
        String[] latencies = Stage.words("latencies", USUAL_LATENCIES);
        warmUp(stage, runners, Integer.parseInt(latencies[0].strip()));
        for (String latency : latencies) {
          int millis = Integer.parseInt(latency.strip());
          Map<Contender, List<Part>> ofLatency =
              parts.computeIfAbsent(millis, key -> new EnumMap<>(Contender.class));
          measure(stage, runners, millis, repeats, ofLatency);
        }
      } finally {
        for (Runner runner : runners.values()) {
          runner.close();
        }
      }
    }
    parts.forEach((latency, ofLatency) -> report(latency, ofLatency, findings));
    return findings;
  }

  /**
   * As it is measured afterwards. Java compiles what it runs, and more code is compiled later: all
   * run until every compiler rests, up to a maximum.
   */
  private static void warmUp(Stage stage, Map<Contender, Runner> runners, int latency)
      throws Exception {
    stage.feishu().follow(Rules.unlimited(Duration.ofMillis(latency)));
    int each = Stage.number("instances", INSTANCES);
    int atLeast = Stage.number("warmUp", 12_000);
    int atMost = Math.max(atLeast, Stage.number("warmUpAtMost", 60_000));
    boolean compiled = false;
    for (int ran = 0; ran < atLeast || (!compiled && ran < atMost); ran += each) {
      compiled = true;
      for (Map.Entry<Contender, Runner> runner : runners.entrySet()) {
        Part part = runner.getValue().run(stage, "warm-up-" + ran + "-");
        Stage.say(
            "warming up, %s: %.0f a second, %.2f ms of Java's compilers"
                .formatted(runner.getKey().title(), part.perSecond(), part.compilingMillis()));
        compiled &= part.compilingMillis() < COMPILED_MILLIS;
      }
    }
  }

  private static void measure(
      Stage stage,
      Map<Contender, Runner> runners,
      int latency,
      int repeats,
      Map<Contender, List<Part>> parts)
      throws Exception {
    stage.feishu().follow(Rules.unlimited(Duration.ofMillis(latency)));
    List<Contender> order = new ArrayList<>(runners.keySet());
    for (int round = 1; round <= repeats; round++) {
      Stage.say("throughput at %d ms, round %d of %d".formatted(latency, round, repeats));
      for (Contender contender : order) {
        Part part = runners.get(contender).run(stage, latency + "-" + round + "-");
        Stage.say(
            "%s: %.0f a second, %.2f ms of CPU, %.2f of Java's compilers"
                .formatted(
                    contender.title(), part.perSecond(), part.runMillis(), part.compilingMillis()));
        parts.computeIfAbsent(contender, key -> new ArrayList<>()).add(part);
      }
      // No contender always runs after the slowest.
      Collections.rotate(order, 1);
    }
  }

  private static void report(int latency, Map<Contender, List<Part>> parts, Findings findings) {
    parts.forEach(
        (contender, mine) -> {
          List<Part> byHand = parts.get(contender.byHand());
          findings.row(
              latency,
              contender.title(),
              Median.of(mine, Part::perSecond),
              ratio(mine, parts.get(Contender.NOOP), Part::perSecond),
              ratio(mine, byHand, Part::perSecond),
              Median.of(mine, Part::runMillis),
              ratio(mine, byHand, Part::runMillis),
              Median.of(mine, Part::compilingMillis),
              Median.of(mine, Part::createMillis),
              ratio(mine, byHand, Part::wholeMillis),
              Median.of(mine, Part::runKilobytes));
        });
  }

  private static Object ratio(List<Part> mine, List<Part> others, ToDoubleFunction<Part> measure) {
    return others == null
        ? ""
        : (Object)
            Median.of(
                IntStream.range(0, mine.size())
                    .mapToDouble(
                        round ->
                            measure.applyAsDouble(mine.get(round))
                                / measure.applyAsDouble(others.get(round)))
                    .toArray());
  }

  /** One contender's node, which rests between its rounds. */
  private static final class Runner implements AutoCloseable {

    private final Schema schema;
    private final Node node;
    private int instances;

    Runner(Stage stage, Contender contender, Profile profile) throws Exception {
      schema = stage.database().fresh();
      node = stage.node("throughput-" + contender, schema, contender, profile.unlimited());
      node.bystanders(BYSTANDERS);
      node.jobs(false);
    }

    Part run(Stage stage, String prefix) throws SQLException, InterruptedException {
      int more = Stage.number("instances", INSTANCES);
      instances += more;
      schema.sweep();
      Usage before = node.usage();
      node.startInstances(prefix, more, 2);
      Usage created = node.usage();
      long began = node.jobs(true);
      if (!stage.await(schema, instances, Duration.ofMinutes(5))) {
        throw new IllegalStateException("only %d of %d ended".formatted(schema.ended(), instances));
      }
      Usage ran = node.usage().since(created);
      Usage creating = created.since(before);
      double perSecond = more * 1e3 / (schema.lastEnd() - began);
      node.jobs(false);
      return new Part(
          perSecond,
          ran.nanosWithoutCompilers() / 1e6 / more,
          ran.compilingNanos() / 1e6 / more,
          ran.bytes() / 1024.0 / more,
          creating.nanosWithoutCompilers() / 1e6 / more);
    }

    @Override
    public void close() throws SQLException {
      node.close();
      schema.close();
    }
  }
}
