package io.remedyflow.bench;

import io.remedyflow.bench.Database.Schema;
import io.remedyflow.bench.Findings.Curve;
import io.remedyflow.bench.Node.Profile;
import io.remedyflow.bench.Node.Started;
import io.remedyflow.bench.Node.Usage;
import io.remedyflow.bench.Occupancy.Moment;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The same burst against a Feishu that is quick and ones that are not: whether the limit is used
 * all the same, and how many of the engine's threads and connections are held meanwhile. At fifty a
 * second, a Feishu that takes two seconds has a hundred calls under way; an engine has three
 * threads.
 *
 * <p>One node of each contender, warmed up once, has one burst after another.
 */
record Latencies(Profile profile) implements Scenario {

  private static final String[] USUAL_LATENCIES = {"50", "200", "400", "1000", "2000"};

  private static final int WARM_UP = Stage.number("warmUp", 1_000);
  private static final int STARTERS = Stage.number("starters", 3);

  /** As long as a burst that is three times as slow as it should be, and some. */
  private static final int PATIENCE_SECONDS = 120;

  /** What one burst came to. */
  private record Part(
      boolean inTime,
      int ended,
      int incidents,
      Calls calls,
      Usage used,
      Delays delays,
      Occupancy occupancy,
      Curve curve) {

    double span() {
      return calls.admitted().span();
    }

    double rejectedPercent() {
      return calls.size() == 0 ? 0 : 100.0 * calls.rejected() / calls.size();
    }

    double runsPerCall() {
      return calls.size() == 0 ? 0 : (double) (used.jobs() - delays.delays().size()) / calls.size();
    }

    double cpuMillis() {
      return used.cpuNanos() / 1e6;
    }
  }

  @Override
  public Findings run(Stage stage) throws Exception {
    int instances = Stage.number("instances", 500);
    int rounds = Stage.number("repeats", 1);
    List<Integer> latencies =
        Arrays.stream(Stage.words("latencies", USUAL_LATENCIES))
            .map(word -> Integer.valueOf(word.strip()))
            .toList();
    Map<Integer, Map<Contender, List<Part>>> parts = new TreeMap<>();
    for (Contender contender : Stage.contenders(Contender.OURS)) {
      try (Schema schema = stage.database().fresh();
          Node node = stage.node("latencies-" + contender, schema, contender, profile)) {
        stage.warmUp(node, schema, WARM_UP);
        for (int round = 1; round <= rounds; round++) {
          for (int latency : latencies) {
            Stage.say(
                "burst of %d at %d ms, %s, round %d of %d"
                    .formatted(instances, latency, contender.title(), round, rounds));
            Part part = burst(stage, schema, node, contender, instances, latency, round);
            say(part);
            parts
                .computeIfAbsent(latency, key -> new EnumMap<>(Contender.class))
                .computeIfAbsent(contender, key -> new ArrayList<>())
                .add(part);
          }
        }
      }
    }
    Findings findings = findings(instances, rounds);
    parts.forEach(
        (latency, ofLatency) ->
            ofLatency.forEach(
                (contender, mine) -> report(latency, contender, mine, instances, findings)));
    return findings;
  }

  private static Part burst(
      Stage stage,
      Schema schema,
      Node node,
      Contender contender,
      int instances,
      int latency,
      int round)
      throws SQLException, InterruptedException {
    Thread.sleep(1_500);
    int ended = schema.ended();
    int incidents = schema.incidents();
    int expected = ended + incidents + instances;
    stage.feishu().follow(Rules.limited("wall", Duration.ofMillis(latency)));
    long began = System.currentTimeMillis();
    Usage before = node.usage();
    node.probe();
    Started started = node.startInstances("e%d-%d-".formatted(latency, round), instances, STARTERS);
    node.sample();
    boolean inTime =
        stage.await(
            schema,
            expected,
            Duration.ofSeconds(PATIENCE_SECONDS + (long) (instances / Burst.RATE * 3)));
    Usage used = node.usage().since(before);
    Occupancy occupancy = node.sampled();
    Delays delays = node.probed().since(began);
    Calls calls = stage.feishu().calls();
    Part part =
        new Part(
            inTime,
            schema.ended() - ended,
            schema.incidents() - incidents,
            calls,
            used,
            delays,
            occupancy.until(calls.last() + latency),
            Curve.of(contender.title() + ", " + latency + " ms", calls, started.first()));
    if (!inTime) {
      drain(stage, schema, expected);
    }
    return part;
  }

  /** Lets what is left of a burst end before the next one begins. */
  private static void drain(Stage stage, Schema schema, int expected)
      throws SQLException, InterruptedException {
    stage.feishu().follow(Rules.unlimited(Duration.ZERO));
    if (!stage.await(schema, expected, Duration.ofMinutes(3))) {
      Stage.say("some instances of this burst still run; what follows is measured beside them");
    }
  }

  private static void say(Part part) {
    Stage.say(
        "%d ended, %.1f s, %.1f %% rejected, job threads %.2f, connections %.2f, unrelated job %s"
            .formatted(
                part.ended(),
                part.span(),
                part.rejectedPercent(),
                part.occupancy().mean(Moment::threads),
                part.occupancy().mean(Moment::connections),
                part.delays().summary()));
  }

  private Findings findings(int instances, int rounds) {
    return Findings.titled(
        "Burst of %d instances by latency, limit of 50 in each wall-clock second, job executor: %s; ideal %.1f s%s"
            .formatted(
                instances,
                profile.name(),
                instances / Burst.RATE,
                rounds == 1 ? "" : "; medians of %d".formatted(rounds)),
        "latency ms",
        "contender",
        "ended",
        "incidents",
        "first to last call s",
        "of ideal",
        "calls",
        "rejected",
        "rejected %",
        "called twice",
        "runs of a job per call",
        "unrelated job ms p50 / p99 / max",
        "node CPU ms per instance",
        "job threads busy once all were created, unrelated jobs included, mean / max",
        "database connections in use, likewise, mean / max");
  }

  private static void report(
      int latency, Contender contender, List<Part> parts, int instances, Findings findings) {
    double span = Median.of(parts, Part::span);
    long unfinished = parts.stream().filter(part -> !part.inTime()).count();
    findings.row(
        latency,
        contender.title() + (unfinished == 0 ? "" : " (%d unfinished)".formatted(unfinished)),
        count(Median.of(parts, Part::ended)),
        count(Median.of(parts, Part::incidents)),
        span,
        span / (instances / Burst.RATE),
        count(Median.of(parts, part -> part.calls().size())),
        count(Median.of(parts, part -> part.calls().rejected())),
        Median.of(parts, Part::rejectedPercent),
        count(Median.of(parts, part -> part.calls().repeated())),
        Median.of(parts, Part::runsPerCall),
        "%.0f / %.0f / %.0f"
            .formatted(
                Median.of(parts, part -> part.delays().percentile(50)),
                Median.of(parts, part -> part.delays().percentile(99)),
                Median.of(parts, part -> part.delays().percentile(100))),
        Median.of(parts, Part::cpuMillis) / instances,
        "%.2f / %.0f"
            .formatted(
                Median.of(parts, part -> part.occupancy().mean(Moment::threads)),
                Median.of(parts, part -> part.occupancy().most(Moment::threads))),
        "%.2f / %.0f"
            .formatted(
                Median.of(parts, part -> part.occupancy().mean(Moment::connections)),
                Median.of(parts, part -> part.occupancy().most(Moment::connections))));
    // A curve beside each row, which is how they are drawn.
    parts.stream()
        .sorted(Comparator.comparingDouble(Part::span))
        .skip((parts.size() - 1) / 2)
        .findFirst()
        .ifPresent(part -> findings.curve(part.curve()));
  }

  /** Of things that are counted, the median of two rounds may be half of one. */
  private static Object count(double number) {
    return number == Math.rint(number) ? (Object) (long) number : (Object) number;
  }
}
