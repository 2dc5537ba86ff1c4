package io.remedyflow.bench;

import io.remedyflow.bench.Database.Schema;
import io.remedyflow.bench.Findings.Curve;
import io.remedyflow.bench.Node.Profile;
import io.remedyflow.bench.Node.Started;
import io.remedyflow.bench.Node.Usage;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Many instances at once, against a Feishu that admits fifty calls a second: how long until all
 * ended, what is lost, and how long an unrelated job has to wait meanwhile.
 *
 * @param limit {@code wall} or {@code sliding}
 * @param instances how many
 * @param latency how long Feishu takes
 * @param nextStep how long the process's next step takes, in the same job
 */
record Burst(String limit, int instances, Duration latency, Duration nextStep) implements Scenario {

  /** A Feishu and a process as they usually are. */
  Burst(String limit, int instances) {
    this(limit, instances, Duration.ofMillis(50), Duration.ZERO);
  }

  /** Calls a second that a perfect client of a limit of fifty would send. */
  static final double RATE = 49.5;

  private static final int WARM_UP = Stage.number("warmUp", 400);
  private static final int STARTERS = Stage.number("starters", 3);

  @Override
  public Findings run(Stage stage) throws Exception {
    Findings findings =
        Findings.titled(
            "Burst of %d instances, %d ms latency, limit of 50 in each %s second%s; ideal %.1f s"
                .formatted(
                    instances,
                    latency.toMillis(),
                    limit.equals("wall") ? "wall-clock" : "sliding",
                    nextStep.isZero()
                        ? ""
                        : ", a next step of %d ms".formatted(nextStep.toMillis()),
                    instances / RATE),
            "contender",
            "ended",
            "incidents",
            "first to last call s",
            "of ideal",
            "first start to last end s",
            "calls",
            "rejected",
            "most admitted in a wall-clock / any second",
            "failure rows in history",
            "runs of a job per call",
            "node CPU ms per instance",
            "unrelated job ms p50 / p99 / max",
            "s to create the instances",
            "unrelated job meanwhile",
            "unrelated job afterwards");
    for (Contender contender :
        Stage.contenders(Contender.OURS, Contender.HTTP_CLIENT, Contender.SDK, Contender.CONNECT)) {
      run(stage, contender, findings);
    }
    return findings;
  }

  private void run(Stage stage, Contender contender, Findings findings) throws Exception {
    Stage.say("burst of %d, %s, %s".formatted(instances, limit, contender.title()));
    try (Schema schema = stage.database().fresh();
        Node node =
            stage.node(
                "burst-" + contender, schema, contender, Profile.DEFAULTS.withNextStep(nextStep))) {
      stage.warmUp(node, schema, WARM_UP);
      Thread.sleep(1_500);
      stage.feishu().follow(Rules.limited(limit, latency));
      Usage before = node.usage();
      node.probe();
      Started started = node.startInstances("e", instances, STARTERS);
      boolean inTime =
          stage.await(
              schema, WARM_UP + instances, Duration.ofSeconds(120 + (long) (instances / RATE * 3)));
      Usage used = node.usage().since(before);
      Delays delays = node.probed();
      Calls calls = stage.feishu().calls();
      findings.curve(Curve.of(contender.title(), calls, started.first()));
      findings.row(row(contender, schema, started, calls, used, delays, inTime));
    }
  }

  private Object[] row(
      Contender contender,
      Schema schema,
      Started started,
      Calls calls,
      Usage used,
      Delays delays,
      boolean inTime)
      throws SQLException {
    double span = calls.admitted().span();
    return new Object[] {
      contender.title() + (inTime ? "" : " (unfinished)"),
      schema.ended() - WARM_UP,
      schema.incidents(),
      span,
      span / (instances / RATE),
      (schema.lastEnd() - started.first()) / 1e3,
      calls.size(),
      calls.rejected(),
      calls.admitted().mostInWallClockSecond() + " / " + calls.admitted().mostInAnySecond(),
      schema.failures(),
      (double) (used.jobs() - delays.delays().size()) / calls.size(),
      used.cpuNanos() / 1e6 / instances,
      delays.summary(),
      "%.1f".formatted((started.last() - started.first()) / 1e3),
      delays.until(started.last()).summary(),
      delays.since(started.last()).summary()
    };
  }
}
