package io.remedyflow.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.remedyflow.bench.Node.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Runs the requested scenarios: {@code mvn -Pbench} all, {@code mvn -Pbench -Dbench=burst-1000,sql}
 * some.
 *
 * <ul>
 *   <li>{@code client}: one call without an engine, by JMH
 *   <li>{@code throughput}, {@code throughput-tuned}: instances a second and what one costs,
 *       without a limit
 *   <li>{@code sql}: statements per instance
 *   <li>{@code burst-1000}, {@code burst-10000}: many instances at once, fifty calls in each second
 *       of the clock; with {@code -sliding}, in any second
 *   <li>{@code burst-slow}, {@code burst-slow-next}: the same with a Feishu that takes two seconds,
 *       and with a process whose next step does; {@code burst-400} with one that takes 400 ms
 *   <li>{@code latencies}, {@code latencies-tuned}: the same burst at one latency after another,
 *       and what it holds of the engine's threads and connections
 *   <li>{@code cluster}, {@code cluster-sliding}, {@code cluster-kill}: two nodes on one database;
 *       {@code cluster-400}, {@code cluster-kill-slow} with a Feishu that takes 400 ms or two
 *       seconds
 *   <li>{@code restart}: a node that is stopped with jobs waiting
 *   <li>{@code sparse}: how late single calls are on an idle engine
 *   <li>{@code settings}: what settings of the engine do to a burst and to others
 * </ul>
 *
 * System properties: {@code bench.contenders} (names of {@link Contender}), {@code
 * bench.instances}, {@code bench.latencies} (milliseconds), {@code bench.repeats}, {@code
 * bench.warmUp} (instances), {@code bench.forks} (JVMs of each contender), {@code bench.starters}
 * (threads); a property that is blank leaves each scenario its own default.
 */
public final class Bench {

  /** Where everything goes that a run writes. */
  static final Path OUTPUT = Path.of("target", "bench");

  private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();

  static {
    SCENARIOS.put("client", new Client());
    SCENARIOS.put("throughput", new Throughput(Profile.DEFAULTS));
    SCENARIOS.put("throughput-tuned", new Throughput(Profile.TUNED));
    SCENARIOS.put("sql", new Sql());
    SCENARIOS.put("burst-1000", new Burst("wall", Stage.number("instances", 1_000)));
    SCENARIOS.put("burst-1000-sliding", new Burst("sliding", Stage.number("instances", 1_000)));
    SCENARIOS.put(
        "burst-slow",
        new Burst("wall", Stage.number("instances", 500), Duration.ofSeconds(2), Duration.ZERO));
    SCENARIOS.put(
        "burst-slow-next",
        new Burst(
            "wall", Stage.number("instances", 60), Duration.ofMillis(20), Duration.ofSeconds(2)));
    SCENARIOS.put(
        "burst-400",
        new Burst("wall", Stage.number("instances", 1_000), Duration.ofMillis(400), Duration.ZERO));
    SCENARIOS.put("latencies", new Latencies(Profile.DEFAULTS));
    SCENARIOS.put("latencies-tuned", new Latencies(Profile.TUNED));
    SCENARIOS.put("burst-10000", new Burst("wall", Stage.number("instances", 10_000)));
    SCENARIOS.put("burst-10000-sliding", new Burst("sliding", Stage.number("instances", 10_000)));
    SCENARIOS.put("cluster", new Cluster("wall", false));
    SCENARIOS.put("cluster-sliding", new Cluster("sliding", false));
    SCENARIOS.put("cluster-kill", new Cluster("wall", true));
    SCENARIOS.put(
        "cluster-400",
        new Cluster("wall", Stage.number("instances", 2_000), Duration.ofMillis(400), false));
    SCENARIOS.put(
        "cluster-kill-slow",
        new Cluster("wall", Stage.number("instances", 1_000), Duration.ofSeconds(2), true));
    SCENARIOS.put("restart", new Restart());
    SCENARIOS.put("sparse", new Sparse());
    SCENARIOS.put("settings", new Settings());
  }

  private Bench() {}

  /** Its arguments are the names of scenarios, separated by commas; all of them without. */
  public static void main(String[] arguments) throws Exception {
    beQuiet();
    List<String> chosen =
        arguments.length == 0 || arguments[0].isBlank()
            ? List.copyOf(SCENARIOS.keySet())
            : List.of(arguments[0].split(",", -1));
    chosen.stream()
        .filter(name -> !SCENARIOS.containsKey(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "no scenario '%s'; there are %s".formatted(name, SCENARIOS.keySet()));
            });
    try (Feishu feishu = Feishu.start();
        Database database = Database.start();
        Report report = new Report(OUTPUT)) {
      Stage stage = new Stage(feishu, database);
      for (String name : chosen) {
        report.add(name, SCENARIOS.get(name).run(stage));
      }
    }
    System.exit(0);
  }

  /** Where a process of a run writes what it says. */
  static Path log(String name) {
    try {
      return Files.createDirectories(OUTPUT.resolve("logs")).resolve(name + ".log");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Logs nothing in this process but what is wrong. */
  static void beQuiet() {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
  }
}
